package dev.baton.sim.run;

import dev.baton.buffers.Direction;
import dev.baton.engine.Client;
import dev.baton.engine.Job;
import dev.baton.sim.Interrupt;
import dev.baton.sim.Loop;
import dev.baton.sim.gpu.Gpu;
import dev.baton.sim.gpu.GpuWork;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.Surface;
import dev.baton.sim.scenario.JobSpec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Brings orders to a GPU: each is drawn in bands, through the GPU's own way to memory. */
final class GpuStation implements Station {
    private final Room room;
    private final Loop loop;
    private final Gpu gpu;
    private final String name;
    private final Map<Stream, Lane> lanes = new HashMap<>();
    private final Map<String, Client> contexts = new HashMap<>();

    private static final long NEVER = -1;

    /** Where the orders of one stream go. */
    private record Lane(Client context, Painting painting) {}

    GpuStation(Room room, Loop loop, Gpu gpu, String name) {
        this.room = room;
        this.loop = loop;
        this.gpu = gpu;
        this.name = name;
    }

    /** Notes how long after the end of a job's work its completion is handled. */
    static Interrupt timed(Loop loop, LatencyLog latencies) {
        return (job, error) -> {
            if (job.attachment() instanceof Drawn drawn && drawn.endNanos >= 0) {
                latencies.handled(drawn.endNanos, loop.nowNanos());
                drawn.endNanos = NEVER; // the next one is a false one
            }
            Interrupt.SOUND.done(job, error);
        };
    }

    @Override
    public void submit(Order order) {
        Lane lane = lanes.computeIfAbsent(order.stream(), stream -> lane(stream.spec()));
        Drawn drawn = new Drawn(order, lane.painting);
        Job job = room.dispatcher().submit(order.set(), lane.context, drawn, order.options());
        order.stream().endsWith(order.iteration(), job);
    }

    /** Opens the context of a job, before the GPU's loop runs, which looks at all of them. */
    @Override
    public void prepare(JobSpec spec) {
        contexts.computeIfAbsent(spec.context().name(), named -> open(spec.context()));
    }

    private Client open(JobSpec.Context context) {
        return room.client(name, gpu.context(context.name(), context.ring(), context.priority()));
    }

    private Lane lane(JobSpec spec) {
        return new Lane(
                Objects.requireNonNull(contexts.get(spec.context().name()), spec.name()),
                new Painting(room, spec));
    }

    /** One order on the ring. */
    private final class Drawn implements GpuWork, Ordered {
        /** So many, that a picture in the making can be told from a finished one. */
        private static final int BANDS = 2;

        private final Order order;
        private final Painting painting;
        private final List<Surface> from = new ArrayList<>(1);
        private final List<Surface> to = new ArrayList<>(1);
        private long grantNanos = NEVER;
        private long endNanos = NEVER;

        Drawn(Order order, Painting painting) {
            this.order = order;
            this.painting = painting;
        }

        @Override
        public Order order() {
            return order;
        }

        @Override
        public long durationNanos() {
            return order.takesNanos();
        }

        @Override
        public int bands() {
            return painting.isDone() ? BANDS : 1;
        }

        @Override
        public void granted(long nanos) {
            grantNanos = nanos;
        }

        @Override
        public void started(Job job) {
            if (grantNanos >= 0) { // and not again after a reset
                room.latencies().took(Span.GRANT_TO_START, grantNanos, loop.nowNanos());
                grantNanos = NEVER;
            }
            from.clear();
            to.clear();
            if (painting.isDone()) {
                begin(job, order.sources(), Direction.TO_DEVICE, from);
                begin(job, order.targets(), Direction.BIDIRECTIONAL, to);
            }
        }

        private void begin(Job job, List<Slot> slots, Direction direction, List<Surface> into) {
            for (int i = 0; i < slots.size(); i++) {
                @Nullable Framebuffer picture = slots.get(i).picture();
                if (picture != null) {
                    into.add(Surface.begin(gpu.port(), job, picture, direction));
                }
            }
        }

        /** From the bottom up, as GL counts rows: a beam from the top meets the newest last. */
        @Override
        public void draw(int band) {
            int count = bands();
            Painting.Part part = new Painting.Part(count - 1 - band, count);
            painting.paint(from, to, order.iteration(), part);
        }

        @Override
        public void stopped() {
            end(from);
            end(to);
        }

        private static void end(List<Surface> surfaces) {
            for (Surface surface : surfaces) {
                surface.end();
            }
        }

        @Override
        public void completed(long startNanos, long nanos) {
            endNanos = nanos;
            stopped();
            room.picture().worked(name, order.iteration(), startNanos, nanos);
            order.made(nanos);
        }
    }
}
