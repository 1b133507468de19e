package dev.baton.sim.run;

import dev.baton.engine.Client;
import dev.baton.engine.Job;
import dev.baton.sim.Loop;
import dev.baton.sim.cpu.CpuWork;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.Surface;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Brings orders to a CPU, which works through brackets. */
final class CpuStation implements Station {
    private final Room room;
    private final Loop loop;
    private final String name;
    private final Client client;
    private final Map<Stream, Painting> paintings = new HashMap<>();

    CpuStation(Room room, Loop loop, String name, Client client) {
        this.room = room;
        this.loop = loop;
        this.name = name;
        this.client = client;
    }

    @Override
    public void submit(Order order) {
        Painting painting = paintings.computeIfAbsent(
                order.stream(), s -> new Painting(s.spec().work().kind(), room.figures()));
        CpuWork work = new CpuWork(
                order.takesNanos(),
                pictures(painting, order.sources()),
                pictures(painting, order.targets()),
                (drawing, from, to) -> work(order, painting, from, to));
        Job job = room.dispatcher().submit(order.set(), client, work, order.options());
        order.stream().endsWith(order.iteration(), job);
    }

    private static List<Framebuffer> pictures(Painting painting, List<Slot> slots) {
        return painting.isDone()
                ? slots.stream().map(Slot::picture).filter(Objects::nonNull).toList()
                : List.of();
    }

    private void work(Order order, Painting painting, List<Surface> from, List<Surface> to) {
        painting.paint(from, to, order.iteration(), Painting.Part.WHOLE);
        long nanos = loop.nowNanos();
        room.picture().worked(name, order.iteration(), nanos - order.takesNanos(), nanos);
        order.made(nanos);
    }
}
