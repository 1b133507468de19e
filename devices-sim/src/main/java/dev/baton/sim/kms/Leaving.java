package dev.baton.sim.kms;

import dev.baton.engine.Job;
import dev.baton.sim.Interrupt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;

/** Flips that have left the screen, and whose completion is on its way, or lost. For one loop. */
final class Leaving {
    private record Left(Job job, long sequence) {}

    private final ArrayDeque<Left> left = new ArrayDeque<>();
    private final Interrupt interrupt;
    private final VblankListener listener;

    Leaving(Interrupt interrupt, VblankListener listener) {
        this.interrupt = interrupt;
        this.listener = listener;
    }

    /** Gives back what has left the screen at a vblank. */
    void leave(Flip flip, long sequence) {
        flip.end();
        interrupt.done(flip.job(), null);
        if (flip.job().outcome() == null) {
            left.add(new Left(flip.job(), sequence));
        }
    }

    /** Ends those that nobody has heard of for too long. */
    void recoverLost(long sequence) {
        for (Left first = left.peek(); first != null; first = left.peek()) {
            boolean over = first.job.outcome() != null;
            if (!over && first.sequence + Crtc.FLIP_DONE_VBLANKS_MAX > sequence) {
                return;
            }
            left.remove();
            if (!over) {
                listener.flipDoneTimedOut(first.job, sequence);
                Interrupt.SOUND.done(first.job, null);
            }
        }
    }

    /** Ends all of them, as the driver does that turns a display off: without an interrupt. */
    void endAll() {
        for (@Nullable Left first = left.poll(); first != null; first = left.poll()) {
            if (first.job.outcome() == null) {
                Interrupt.SOUND.done(first.job, null);
            }
        }
    }

    void forget() {
        left.clear();
    }
}
