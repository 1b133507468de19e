package dev.baton.trace;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Succession;
import dev.baton.engine.SyncQueue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A display with the recorded vblanks. A flip latches at the first vblank after its grant; where it
 * did not wait for a vblank in the recording, at its grant. It holds what it shows, open-ended
 * (S20), until flips of the same planes have latched; and the display itself, a bare queue, until
 * its own latch, so that flips keep their order. A mailbox has no such queue: of the flips granted
 * since the last vblank it keeps the newest, and gives the buffers of the others back at once.
 */
final class ReplayedDisplay implements Client {
    private final ReplayStage stage;
    private final ReplayWatcher watcher;
    private final String name;
    private @Nullable VblankClock clock;
    private final boolean mailbox;
    private final SyncQueue order;
    private final List<ReplayedFlip> shown = new ArrayList<>();
    private @Nullable ReplayedFlip pending;
    private int next;
    private boolean awaiting;
    private long turns;
    private long lastTurn;

    ReplayedDisplay(
            ReplayStage stage,
            String name,
            @Nullable VblankClock clock,
            boolean mailbox,
            ReplayWatcher watcher) {
        this.mailbox = mailbox;
        this.watcher = watcher;
        this.stage = stage;
        this.name = name;
        this.order = new SyncQueue(name);
        awaitVblanks(clock);
    }

    /** Goes on where more vblanks are known than before, or the first. */
    void awaitVblanks(@Nullable VblankClock known) {
        if (clock == null && known != null) {
            clock = known;
            next = known.first();
        }
        awaitVblank();
    }

    private void awaitVblank() {
        if (!awaiting && clock != null && next < clock.count()) {
            awaiting = true;
            stage.at(clock.nanosOf(next), name, this::vblank);
        }
    }

    Job submit(ReplayedFlip flip, AccessSet.Builder set) {
        flip.turn = ++turns;
        if (!mailbox) {
            set.exclusive(order);
        }
        // Any later flip may end it, plane by plane, and was recorded: none is to be refused.
        JobOptions options = JobOptions.DEFAULT.openEnded(new Succession(name));
        return stage.dispatcher.submit(set.build(), this, flip, options);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void granted(Job job) {
        ReplayedFlip flip = (ReplayedFlip) Objects.requireNonNull(job.attachment());
        flip.granted = job;
        flip.grantNanos = stage.nowNanos();
        if (mailbox && !isNewest(flip)) {
            return;
        }
        if (flip.isPaced()) {
            pending = flip;
        } else {
            latch(flip, job);
        }
    }

    /** Of this flip and what is pending one is dropped; this one, too, if a later one is shown. */
    private boolean isNewest(ReplayedFlip flip) {
        ReplayedFlip other = pending;
        boolean newest = flip.turn > lastTurn && (other == null || flip.turn > other.turn);
        ReplayedFlip old = newest ? other : flip;
        if (old != null && old.granted != null) {
            old.dropped = true;
            pending = newest ? null : other;
            end(old.granted);
        }
        return newest;
    }

    private void vblank() {
        awaiting = false;
        next++;
        ReplayedFlip flip = pending;
        if (flip != null && flip.granted != null && flip.grantNanos < stage.nowNanos()) {
            pending = null;
            latch(flip, flip.granted);
        }
        awaitVblank();
    }

    private void latch(ReplayedFlip flip, Job job) {
        lastTurn = flip.turn;
        flip.latchNanos = stage.nowNanos();
        watcher.showed(flip.recorded, flip.latchNanos);
        for (ReplayedFlip before : shown) {
            before.planesShown.removeAll(flip.planesShown);
            if (before.planesShown.isEmpty() && before.granted != null) {
                end(before.granted);
            }
        }
        shown.removeIf(before -> before.planesShown.isEmpty());
        shown.add(flip);
        if (!mailbox) {
            job.release(order); // the next flip may be granted now, and latch
        }
    }

    /** One that showed nothing but an unordered buffer ended with its hold on the display. */
    private static void end(Job job) {
        if (job.isGranted()) {
            job.release();
        }
    }
}
