package dev.baton.sim.run;

import dev.baton.engine.Client;
import dev.baton.engine.Job;
import dev.baton.sim.Loop;
import dev.baton.sim.cpu.CpuWork;
import dev.baton.sim.pixels.Drawing;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.Surface;

import org.jspecify.annotations.Nullable;

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
        Painting painting =
                paintings.computeIfAbsent(order.stream(), s -> new Painting(room, s.spec()));
        CpuWork work = new CpuWork(
                order.takesNanos(),
                pictures(painting, order.sources()),
                pictures(painting, order.targets()),
                new Turn(order, painting));
        Job job = room.dispatcher().submit(order.set(), client, work, order.options());
        order.stream().endsWith(order.iteration(), job);
    }

    private static List<Framebuffer> pictures(Painting painting, List<Slot> slots) {
        return painting.isDone()
                ? slots.stream().map(Slot::picture).filter(Objects::nonNull).toList()
                : List.of();
    }

    @Override
    public @Nullable Order order(Job job) {
        return job.attachment() instanceof CpuWork work && work.body() instanceof Turn turn
                ? turn.order
                : null;
    }

    /** One order in the CPU's hands. */
    private final class Turn implements CpuWork.Body {
        private final Order order;
        private final Painting painting;

        Turn(Order order, Painting painting) {
            this.order = order;
            this.painting = painting;
        }

        @Override
        public void started(long grantNanos, long nanos, boolean woke) {
            room.latencies().took(Span.GRANT_TO_START, grantNanos, nanos);
            if (woke) {
                room.latencies().took(Span.WAKE_UP, grantNanos, nanos);
            }
        }

        @Override
        public void run(Drawing drawing, List<Surface> from, List<Surface> to) {
            painting.paint(from, to, order.iteration(), Painting.Part.WHOLE);
            long nanos = loop.nowNanos();
            room.picture().worked(name, order.iteration(), nanos - order.takesNanos(), nanos);
            order.made(nanos);
        }
    }
}
