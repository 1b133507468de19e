package dev.baton.sim.run;

import dev.baton.engine.AccessMode;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.fence.Fence;
import dev.baton.sim.Loop;
import dev.baton.sim.kms.AtomicCommit;
import dev.baton.sim.kms.Crtc;
import dev.baton.sim.kms.FlipListener;
import dev.baton.sim.kms.PageFlip;
import dev.baton.sim.kms.Plane;
import dev.baton.sim.pixels.FrameStamp;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.PixelFormat;
import dev.baton.sim.pixels.Position;
import dev.baton.sim.scenario.JobSpec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Brings orders to a display, and looks at what it scans out. */
final class DisplayStation implements Station {
    private final Room room;
    private final String name;
    private final FrameLog log;
    private final Map<PixelFormat, FrameStamp> stamps = new EnumMap<>(PixelFormat.class);
    private final FaultPlan faults;
    private final Crtc crtc;
    private final Loop loop;
    private final @Nullable ScreenRecorder recorder;

    DisplayStation(Room room, String name, Loop loop, Crtc crtc, FrameLog log, FaultPlan faults) {
        this.room = room;
        this.name = name;
        this.loop = loop;
        this.crtc = crtc;
        this.log = log;
        this.faults = faults;
        this.recorder = room.picture().recorder(name);
    }

    @Override
    public void submit(Order order) {
        int planes = order.spec().buffers().shows().size();
        if (order.sources().size() < planes) {
            order.done(loop.nowNanos()); // a picture of an iteration that there was not
        } else {
            Job job = planes == 1 ? flip(order) : commit(order);
            order.stream().placed(order.iteration(), job);
        }
    }

    private static Framebuffer picture(Order order, int plane) {
        Slot slot = order.sources().get(plane);
        return Objects.requireNonNull(slot.picture(), slot.name());
    }

    private static boolean isUnordered(Order order, int plane) {
        JobSpec.Buffers buffers = order.spec().buffers();
        return buffers.unordered().contains(buffers.shows().get(plane));
    }

    private Job flip(Order order) {
        Framebuffer picture = picture(order, 0);
        AccessMode mode = isUnordered(order, 0) ? AccessMode.UNORDERED : AccessMode.SHARED;
        PageFlip flip = new PageFlip(picture, mode, new Shown(order, picture, 0));
        return order.options() == JobOptions.DEFAULT
                ? crtc.submit(flip)
                : crtc.submit(flip, order.options());
    }

    /** Several planes are one atomic commit; a second one while it is pending is refused. */
    private Job commit(Order order) {
        List<Plane> planes = new ArrayList<>();
        int covered = 0;
        for (int i = 0; i < order.sources().size(); i++) {
            Framebuffer picture = picture(order, i);
            Plane plane = i == 0 ? Plane.primary(picture) : Plane.overlay(picture, Position.ORIGIN);
            covered = i == 0 ? 0 : Math.max(covered, picture.height());
            planes.add(isUnordered(order, i) ? plane.withInFence(Fence.signaled()) : plane);
        }
        Shown shown = new Shown(order, picture(order, 0), covered);
        return crtc.commit(new AtomicCommit(planes, false, shown), order.options())
                .job();
    }

    @Override
    public @Nullable Order order(Job job) {
        return Crtc.listenerOf(job) instanceof Shown shown ? shown.order : null;
    }

    @Override
    public void finish() {
        loop.post(() -> {
            crtc.disable();
            log.ended(loop.nowNanos());
            if (recorder != null) {
                recorder.left();
            }
        });
    }

    /** One flip, followed by the pixels that it brings to the screen. */
    private final class Shown implements FlipListener {
        private final Order order;
        private final Framebuffer picture;
        private final FrameStamp stamp;
        private final int rowBytes;

        /** The rows from the top that other planes lie over: their pixels tell no number. */
        private final int covered;

        Shown(Order order, Framebuffer picture, int covered) {
            this.order = order;
            this.picture = picture;
            PixelFormat format = covered == 0 ? picture.format() : PixelFormat.XR24; // composed
            this.stamp = stamps.computeIfAbsent(format, f -> new FrameStamp(f, picture.width()));
            this.covered = covered;
            this.rowBytes = format.rowBytes(0, picture.width());
        }

        @Override
        public void granted() {
            room.granted(order, loop.nowNanos());
        }

        @Override
        public void latched(long sequence, long nanos) {
            JobSpec spec = order.spec();
            log.latched(order.iteration(), order.stream().numberOf(order.iteration()), nanos);
            if (recorder != null) {
                recorder.latched(order.iteration(), picture);
            }
            crtc.releaseEarly(faults.releasesEarly(loop, order));
            if (spec.sync().mediaNanos() > 0) {
                room.skewed(spec, order.iteration(), nanos);
            }
            order.made(nanos);
            order.done(nanos);
        }

        @Override
        public void scannedOut(ScanLines lines) {
            if (recorder != null) {
                recorder.scannedOut(lines);
            }
            log.began(lines.rows().from());
            int rows = lines.rows().count();
            room.figures().passed((long) rows * picture.width());
            int first = Math.max(0, covered - lines.rows().from());
            int end = first == 0 && stamp.isOneFrame(lines.bytes(), rows) ? 1 : rows;
            for (int row = first; row < end; row++) {
                log.row(stamp.numberOf(lines.bytes(), row * rowBytes));
            }
        }

        @Override
        public void dropped(Dropped why) {
            if (why == Dropped.REPLACED) {
                log.dropped();
            }
            order.done(loop.nowNanos());
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
