package dev.baton.sim.kms;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Succession;
import dev.baton.sim.EventLoop;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A display controller. At each vblank it latches the flip that is pending, if one is, and scans
 * its framebuffer out, row by row, until the next vblank.
 *
 * <pre>
 *   flip N       granted ......... latched ........................ released
 *   crtc queue   |--- exclusive ---|                                    flips keep their order
 *   buffer       |--- shared, open-ended (S20) --------------------|    until flip N+1 latches
 * </pre>
 *
 * <p>The controller is itself a queue in the set of each flip, held until the latch. So flips latch
 * in the order of their submission, one per vblank, whatever is rendered first.
 *
 * <p>For the event loop's thread.
 *
 * @since 0.1
 */
public final class Crtc implements Client {
    /** The part of a period in which rows are read; the rest is the blanking interval. */
    private static final double ACTIVE_PART = 0.95;

    private static final int BANDS = 32;

    private final EventLoop loop;
    private final Dispatcher dispatcher;
    private final String name;
    private final long periodNanos;
    private final Succession flips;
    private final VblankListener vblanks;

    private @Nullable Job pending;
    private @Nullable Job front;
    private long sequence;
    private boolean enabled = true;

    /**
     * A display that is on. Its first vblank comes after one period.
     *
     * @param loop its clock
     * @param dispatcher where its flips are submitted
     * @param name for events and reports
     * @param periodNanos from vblank to vblank
     * @param vblanks told of each
     */
    public Crtc(
            EventLoop loop,
            Dispatcher dispatcher,
            String name,
            long periodNanos,
            VblankListener vblanks) {
        if (periodNanos <= 0) {
            throw new IllegalArgumentException("no refresh period of " + periodNanos + " ns");
        }
        this.loop = Objects.requireNonNull(loop, "loop");
        this.dispatcher = Objects.requireNonNull(dispatcher, "dispatcher");
        this.name = Objects.requireNonNull(name, "name");
        this.periodNanos = periodNanos;
        this.vblanks = Objects.requireNonNull(vblanks, "vblanks");
        this.flips = new Succession(name);
        loop.after(periodNanos, name + " vblank", this::vblank);
    }

    /**
     * Submits a flip and returns at once. It latches at the first vblank after everything ahead of
     * it is done: earlier flips of this display, and whoever still draws into the framebuffer.
     *
     * @param flip what to show
     * @return the job, which holds the framebuffer until the next flip has latched
     * @throws IllegalStateException if the display is off
     * @throws dev.baton.engine.RefusedException (S20) if whoever draws into the framebuffer waits
     *     until this flip replaces what is shown
     */
    public Job submit(PageFlip flip) {
        if (!enabled) {
            throw new IllegalStateException(name + " is off");
        }
        AccessSet set = AccessSet.builder()
                .exclusive(flips.queue())
                .add(flip.framebuffer().queue(), flip.mode())
                .build();
        return dispatcher.submit(set, this, flip, JobOptions.DEFAULT.openEnded(flips));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void granted(Job job) {
        if (enabled) {
            pending = job; // the only one: whoever has it holds the crtc queue
        } else {
            job.release();
        }
    }

    /** Turns the display off: it releases what it shows and what was about to be shown. */
    public void disable() {
        enabled = false;
        release(pending);
        pending = null;
        release(front);
        front = null;
    }

    private void vblank() {
        if (!enabled) {
            return;
        }
        sequence++;
        loop.after(periodNanos, name + " vblank", this::vblank);
        Job latched = pending;
        if (latched != null) {
            latch(latched);
        }
        vblanks.vblank(sequence, loop.nowNanos(), latched != null);
    }

    private void latch(Job flip) {
        Job before = front;
        front = flip;
        pending = null;
        PageFlip shown = (PageFlip) Objects.requireNonNull(flip.attachment());
        scanOut(flip, shown);
        shown.listener().latched(sequence, loop.nowNanos());
        release(before);
        flip.release(flips.queue()); // the next flip may be granted now
    }

    private void scanOut(Job flip, PageFlip shown) {
        int height = shown.framebuffer().height();
        for (int i = 0; i < BANDS; i++) {
            int from = height * i / BANDS;
            int to = height * (i + 1) / BANDS;
            long delayNanos = (long) (periodNanos * ACTIVE_PART * i / BANDS);
            loop.after(delayNanos, name + " scan-out", () -> {
                if (front == flip) {
                    read(shown, from, to);
                }
            });
        }
    }

    private static void read(PageFlip shown, int from, int to) {
        Framebuffer framebuffer = shown.framebuffer();
        int[] line = new int[framebuffer.width()];
        for (int row = from; row < to; row++) {
            framebuffer.readRow(row, line);
            shown.listener().scannedOut(row, line);
        }
    }

    private static void release(@Nullable Job job) {
        if (job != null) {
            job.release();
        }
    }

    /**
     * Hears of vblanks.
     *
     * @since 0.1
     */
    @FunctionalInterface
    public interface VblankListener {
        /**
         * A vblank has passed.
         *
         * @param sequence its number, from 1
         * @param nanos its time
         * @param latched whether a flip latched at it
         */
        void vblank(long sequence, long nanos, boolean latched);
    }
}
