package dev.baton.sim.run;

import dev.baton.engine.Job;
import dev.baton.sim.capture.Capture;
import dev.baton.sim.capture.CaptureListener;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.scenario.Measure;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** Queues buffers at a camera, and takes them back filled. */
final class CaptureStation implements Station, CaptureListener {
    private final Room room;
    private final Capture camera;
    private final String name;
    private final @Nullable Order[] queued;

    CaptureStation(Room room, Capture camera, String name, int buffers) {
        this.room = room;
        this.camera = camera;
        this.name = name;
        this.queued = new Order[buffers];
        camera.request(buffers);
        camera.streamOn(this);
    }

    @Override
    public void submit(Order order) {
        Slot slot = order.targets().get(0);
        int index = (int) (order.iteration() % queued.length);
        queued[index] = order;
        Framebuffer picture = Objects.requireNonNull(slot.picture(), slot.name());
        Job job = camera.queue(index, picture, order.options());
        order.stream().placed(order.iteration(), job);
    }

    @Override
    public void filled(Frame frame) {
        Order order = Objects.requireNonNull(queued[frame.index()]);
        String pool = order.spec().buffers().writes().get(0).pool();
        room.pool(pool).numbered(order.iteration(), frame.sequence());
        order.done(frame.timestampNanos());
        room.picture().worked(name, frame.sequence(), frame.timestampNanos(), frame.timestampNanos());
    }

    @Override
    public void dropped(long sequence) {
        room.figures().add(Measure.DROPPED, 1);
    }

    @Override
    public void finish() {
        camera.streamOff();
    }
}
