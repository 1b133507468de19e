package dev.baton.sim.kms;

import dev.baton.buffers.BufferException;
import dev.baton.engine.Job;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.sim.DmaPort;
import dev.baton.sim.Interrupt;
import dev.baton.sim.Loop;
import dev.baton.sim.PixelClock;
import dev.baton.sim.kms.FlipListener.Dropped;
import dev.baton.sim.pixels.Rows;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The working part of a display: what waits, what is pending for the next vblank, what is on the
 * screen. For one loop.
 */
final class Pipe {
    /** The part of a period in which rows are read; the rest is the blanking interval. */
    private static final double ACTIVE_PART = 0.95;

    private final Loop loop;
    private final CrtcOptions options;
    private final SyncQueue turns;
    private final Lines lines;
    private final PixelClock clock;
    private final DmaPort port;
    private final Leaving leaving;
    private final ScanOut scanOut = new ScanOut();
    private final boolean isMailbox;
    private final String vblankTask;
    private final String scanTask;
    private final Runnable vblank = this::vblank;
    private final Runnable[] bands;
    private final long[] bandNanos;

    private final List<Flip> waiting = new ArrayList<>();
    private @Nullable Job blank;
    private @Nullable Flip pending;
    private @Nullable Flip swapping;
    private @Nullable Flip front;
    private boolean on;
    private State state = State.WORKING;
    private boolean releasesEarly;
    private boolean scheduled;
    private long due;
    private long sequence;

    private enum State {
        WORKING,
        HUNG,
        DEAD
    }

    /** Where a display reports to. */
    record Lines(Interrupt interrupt, VblankListener vblanks) {}

    Pipe(Loop loop, CrtcOptions options, Lines lines, SyncQueue turns) {
        this.loop = loop;
        this.options = options;
        this.lines = lines;
        this.turns = turns;
        this.clock =
                new PixelClock(loop.nowNanos(), options.mode().periodNanos(), options.driftPpm());
        this.port = new DmaPort(options.device());
        this.leaving = new Leaving(lines.interrupt, lines.vblanks);
        this.isMailbox = options.presentation() == Presentation.MAILBOX;
        this.vblankTask = options.name() + " vblank";
        this.scanTask = options.name() + " scan-out";
        this.bands = new Runnable[options.bands()];
        this.bandNanos = new long[options.bands()];
        for (int i = 0; i < bands.length; i++) {
            int band = i;
            bands[i] = () -> scan(band);
            bandNanos[i] = (long) (options.mode().periodNanos() * ACTIVE_PART * i / bands.length);
        }
    }

    long sequence() {
        return sequence;
    }

    /** Has its job now, which may be granted, or over, already. */
    void placed(Flip flip, Job job) {
        flip.job(job);
        if (!on) {
            cancel(List.of(flip), Dropped.OFF);
        } else if (!flip.isGranted() && !flip.isSettled()) {
            waiting.add(flip);
        }
    }

    void ready(Flip flip, Job job) {
        flip.granted(job);
        if (flip == swapping || flip.hasLatched() || flip == pending) {
            return; // it was seen before: by a mailbox that took it, or by a look at the job
        }
        waiting.remove(flip);
        if (!on || flip.isSettled()) {
            drop(flip, Dropped.OFF);
            if (job.outcome() == null) {
                lines.interrupt.done(job, null);
            }
        } else if (flip.async && !isMailbox && state == State.WORKING) {
            latch(flip, sequence, loop.nowNanos());
        } else {
            if (pending != null) {
                drop(pending, Dropped.ENDED); // it has the crtc queue, unless something ended it
            }
            pending = flip;
        }
    }

    /** It will not latch, if it has not yet. */
    void drop(Flip flip, Dropped why) {
        waiting.remove(flip);
        if (pending == flip) {
            pending = null;
        }
        flip.drop(why);
    }

    /** The last one first, so that none of them is granted by another's end. */
    private void cancel(List<Flip> flips, Dropped why) {
        flips.forEach(flip -> drop(flip, why));
        for (int i = flips.size() - 1; i >= 0; i--) {
            Job job = flips.get(i).job();
            if (!flips.get(i).cancel() && job.outcome() == null) {
                Interrupt.SOUND.done(job, null); // granted, and nobody has told so yet
            }
        }
    }

    private void vblank() {
        scheduled = false;
        if (!on || state != State.WORKING) {
            return;
        }
        sequence = due;
        long nanos = clock.nanos(sequence);
        schedule();
        lookAfterWaiting(nanos);
        Flip next = isMailbox ? swap(nanos) : pending;
        boolean latched = next != null && latch(next, sequence, nanos);
        leaving.recoverLost(sequence);
        lines.vblanks.vblank(sequence, nanos, latched);
        scan(0);
        for (int i = 1; i < bands.length; i++) {
            loop.at(nanos + bandNanos[i], scanTask, bands[i]);
        }
    }

    /** Vblanks that nobody was there for are passed over, as by DRM's counter. */
    private void schedule() {
        if (!scheduled) {
            due++;
            if (clock.nanos(due) <= loop.nowNanos()) {
                due = clock.after(loop.nowNanos());
            }
            scheduled = true;
            loop.at(clock.nanos(due), vblankTask, vblank);
        }
    }

    private boolean latch(Flip flip, long vblank, long nanos) {
        pending = pending == flip ? null : pending;
        if (hasEndedBadly(flip)) {
            drop(flip, Dropped.ENDED);
            return false;
        }
        try {
            flip.begin(port);
        } catch (BufferException e) {
            drop(flip, Dropped.UNREACHABLE);
            lines.interrupt.done(flip.job(), e);
            return false;
        }
        Flip before = front;
        front = flip;
        flip.latched(vblank, nanos);
        if (before != null) {
            leaving.leave(before, sequence);
        }
        if (releasesEarly) {
            lines.interrupt.done(flip.job(), null);
        } else if (!isMailbox) {
            flip.job().release(turns); // the next flip may be granted now
        }
        return true;
    }

    /**
     * Drops what has ended without the display's doing, and looks at what is first: if that was
     * granted long ago and nobody has told so, that is how it is found out.
     */
    private void lookAfterWaiting(long nanos) {
        for (int i = waiting.size() - 1; i >= 0; i--) {
            Flip flip = waiting.get(i);
            if (flip.job().outcome() != null) {
                drop(flip, Dropped.ENDED);
            }
        }
        Flip first = waiting.isEmpty() ? null : waiting.get(0);
        if (first == null || pending != null || isMailbox) {
            return;
        }
        if (first.comesByHardware(nanos) || first.isOverdue(sequence)) {
            ready(first, first.job());
        }
    }

    private static boolean hasEndedBadly(Flip flip) {
        Outcome outcome = flip.job().outcome();
        return outcome != null && outcome != Outcome.COMPLETED;
    }

    /** Takes the latest flip that is ready, and withdraws those before it. */
    private @Nullable Flip swap(long nanos) {
        int latest = waiting.size() - 1;
        while (latest >= 0 && !waiting.get(latest).isReady(nanos)) {
            latest--;
        }
        if (pending != null || latest < 0) {
            return pending;
        }
        Flip chosen = waiting.get(latest);
        List<Flip> replaced = List.copyOf(waiting.subList(0, latest));
        waiting.subList(0, latest + 1).clear();
        swapping = chosen;
        cancel(replaced, Dropped.REPLACED);
        passTurn();
        swapping = null;
        if (hasEndedBadly(chosen)) {
            drop(chosen, Dropped.ENDED);
            return pending; // its turn went on to the next one, if that was ready
        }
        return chosen.job().isGranted() ? chosen : null; // else it is pending later
    }

    private void passTurn() {
        if (blank != null) {
            blank.release();
            blank = null;
        } else if (front != null && front.job().outcome() == null) {
            front.job().release(turns);
        }
    }

    private void scan(int band) {
        Flip flip = front;
        Rows rows = Rows.band(options.mode().height(), band, bands.length);
        if (flip != null && state == State.WORKING && rows.count() > 0) {
            scanOut.read(flip, rows, sequence);
        }
    }

    /** Turns on; a mailbox holds the turns by a job, as long as nothing is on the screen. */
    void start(@Nullable Job holding) {
        blank = holding;
        on = true;
        schedule();
    }

    void stop() {
        on = false;
        cancel(List.copyOf(waiting), Dropped.OFF);
        Flip off = pending;
        Flip last = front;
        front = null;
        if (off != null) {
            drop(off, Dropped.OFF);
            Interrupt.SOUND.done(off.job(), null);
        }
        if (last != null) {
            last.end();
            Interrupt.SOUND.done(last.job(), null);
        }
        if (blank != null) {
            blank.release();
            blank = null;
        }
        leaving.endAll();
        port.close();
    }

    void hang() {
        state = state == State.DEAD ? State.DEAD : State.HUNG;
    }

    void kill() {
        state = State.DEAD;
    }

    void revive() {
        if (state == State.DEAD) {
            work();
        }
    }

    void reset() {
        if (state == State.DEAD) {
            waiting.clear();
            leaving.forget();
            pending = null;
            front = null;
            port.close();
        }
        work();
    }

    private void work() {
        state = State.WORKING;
        if (on) {
            schedule();
        }
    }

    void releaseEarly(boolean early) {
        releasesEarly = early;
    }
}
