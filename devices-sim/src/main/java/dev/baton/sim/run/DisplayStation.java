package dev.baton.sim.run;

import dev.baton.engine.AccessMode;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.sim.Loop;
import dev.baton.sim.kms.Crtc;
import dev.baton.sim.kms.FlipListener;
import dev.baton.sim.kms.PageFlip;
import dev.baton.sim.pixels.FrameStamp;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.scenario.JobSpec;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Brings orders to a display, and looks at what it scans out. */
final class DisplayStation implements Station {
    private final Room room;
    private final String name;
    private final FrameLog log;
    private final Map<Framebuffer, FrameStamp> stamps = new HashMap<>();
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
        Slot slot = order.sources().get(0);
        AccessMode mode = order.spec().buffers().unordered().isEmpty()
                ? AccessMode.SHARED
                : AccessMode.UNORDERED;
        Framebuffer picture = Objects.requireNonNull(slot.picture(), slot.name());
        PageFlip flip = new PageFlip(picture, mode, new Shown(order, picture));
        Job job = order.options() == JobOptions.DEFAULT
                ? crtc.submit(flip)
                : crtc.submit(flip, order.options());
        order.stream().placed(order.iteration(), job);
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

        Shown(Order order, Framebuffer picture) {
            this.order = order;
            this.picture = picture;
            this.stamp =
                    stamps.computeIfAbsent(picture, p -> new FrameStamp(p.format(), p.width()));
            this.rowBytes = picture.format().rowBytes(0, picture.width());
        }

        @Override
        public void latched(long sequence, long nanos) {
            JobSpec spec = order.spec();
            Pool pool = room.pool(spec.buffers().shows().get(0).pool());
            log.latched(order.iteration(), pool.numberOf(order.iteration()), nanos);
            if (recorder != null) {
                recorder.latched(order.iteration(), picture);
            }
            crtc.releaseEarly(faults.releasesEarly(loop, order));
            if (spec.sync().mediaNanos() > 0) {
                log.skewed(room.skewNanos(spec, order.iteration(), nanos));
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
            for (int row = 0; row < rows; row++) {
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
