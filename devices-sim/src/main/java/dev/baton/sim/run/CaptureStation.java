package dev.baton.sim.run;

import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.SystemHeap;
import dev.baton.buffers.heap.UserMemory;
import dev.baton.engine.Ending;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.sim.Loop;
import dev.baton.sim.capture.Capture;
import dev.baton.sim.capture.CaptureListener;
import dev.baton.sim.capture.CaptureOptions.Memory;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.scenario.DeviceSpec.CaptureSpec;
import dev.baton.sim.scenario.Measure;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Queues buffers at a camera, and takes them back filled. */
final class CaptureStation implements Station, CaptureListener {
    /** From one buffer's memory to the next, in the application's addresses. */
    private static final long USER_STEP = 1L << 32;

    private static final long PLANE_STEP = 1L << 30;

    private final Room room;
    private final Capture camera;
    private final CaptureSpec spec;
    private final Pool pool;

    /** Whose buffers are with the camera. Any thread; cleared on the conductor's loop. */
    private final AtomicReferenceArray<@Nullable Order> queued;

    private final List<Order> early = new ArrayList<>();
    private final Loop loop;
    private final Map<Integer, List<UserMemory>> users = new HashMap<>();

    /**
     * A camera that streams.
     *
     * @param room where
     * @param loop the camera's
     * @param camera the device
     * @param spec what it is like
     * @param pool the pictures it fills; of its own memory if the camera works in that
     */
    CaptureStation(Room room, Loop loop, Capture camera, CaptureSpec spec, Pool pool) {
        this.room = room;
        this.loop = loop;
        this.camera = camera;
        this.spec = spec;
        this.pool = pool;
        this.queued = new AtomicReferenceArray<>(pool.count());
        if (spec.memory() == Memory.MMAP) {
            camera.request(pool.count(), new SystemHeap());
            for (int i = 0; i < pool.count(); i++) {
                pool.replace(i, exported(i));
            }
        } else {
            camera.request(pool.count());
        }
        camera.streamOn(this);
    }

    /** VIDIOC_EXPBUF, plane by plane. */
    private Framebuffer exported(int index) {
        Framebuffer like = Objects.requireNonNull(pool.slot(0).picture(), spec.name());
        BufferHandle[] planes = new BufferHandle[like.format().planes()];
        for (int plane = 0; plane < planes.length; plane++) {
            planes[plane] = camera.export(index, plane);
        }
        return Framebuffer.of(like.format(), like.width(), like.height(), planes);
    }

    private Job queue(int index, JobOptions options) {
        return switch (spec.memory()) {
            case MMAP -> camera.queue(index, options);
            case DMABUF -> camera.queue(index, picture(index), options);
            case USERPTR -> camera.queue(index, memory(index), options);
        };
    }

    private Framebuffer picture(int index) {
        return Objects.requireNonNull(pool.slot(index).picture(), spec.name());
    }

    /** What an application has of its own for each plane. */
    private List<UserMemory> memory(int index) {
        return users.computeIfAbsent(index, i -> {
            Framebuffer like = picture(i);
            List<UserMemory> planes = new ArrayList<>();
            for (int plane = 0; plane < like.format().planes(); plane++) {
                long bytes = like.format().bytes(plane, like.width(), like.height());
                long pages = SharedBuffer.pagesFor(bytes);
                long address = (users.size() + 1) * USER_STEP + plane * PLANE_STEP;
                UserMemory memory = new UserMemory(address, pages * SharedBuffer.PAGE_SIZE);
                memory.seal(UserMemory.Seal.SHRINK);
                planes.add(memory);
            }
            return planes;
        });
    }

    @Override
    public void submit(Order order) {
        int index = index(order);
        if (!queued.compareAndSet(index, null, order)) {
            early.add(order); // another buffer has come back before this one
            return;
        }
        try {
            order.stream().placed(order.iteration(), queue(index, order.options()));
        } catch (RuntimeException refused) {
            queued.set(index, null);
            throw refused;
        }
    }

    private int index(Order order) {
        return (int) (order.iteration() % queued.length());
    }

    @Override
    public @Nullable Order order(Job job) {
        int index = Capture.indexOf(job);
        return index < 0 ? null : queued.get(index);
    }

    @Override
    public void filled(Frame frame) {
        room.latencies().handled(frame.timestampNanos(), loop.nowNanos());
        Order order = Objects.requireNonNull(queued.get(frame.index()));
        pool.replace(frame.index(), frame.picture()); // a user's memory is a buffer from now on
        pool.numbered(order.iteration(), frame.sequence());
        order.made(frame.timestampNanos());
        comesBack(order, frame.timestampNanos());
        room.picture()
                .worked(
                        spec.name(),
                        frame.sequence(),
                        frame.timestampNanos(),
                        frame.timestampNanos());
    }

    /** Without a frame: whoever waits for one has to see from the poison that this is none. */
    @Override
    public void returned(int index, Ending ending) {
        Order order = queued.get(index);
        if (order != null) {
            comesBack(order, loop.nowNanos());
        }
    }

    private void comesBack(Order order, long nanos) {
        room.conductor().post(() -> {
            queued.set(index(order), null);
            for (Order next : List.copyOf(early)) {
                if (queued.get(index(next)) == null
                        && early.remove(next)
                        && room.isOpen(spec.name())) {
                    room.losses().placing(next);
                    submit(next);
                }
            }
        });
        order.done(nanos);
    }

    @Override
    public void dropped(long sequence) {
        room.figures().add(Measure.DROPPED, room.isOpen() ? 1 : 0); // after that nobody wants any
    }

    @Override
    public void finish() {
        loop.post(camera::streamOff);
    }
}
