package dev.baton.engine;

import dev.baton.fence.Fence;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A submission that takes no place until its gates are open (S9). Whoever opens the last one submits
 * it, on its own thread.
 *
 * <pre>
 *   UNPLACED --&gt; PLACING    by the last gate: from here on it is a submission like any other
 *      |
 *      +------&gt; GIVEN_UP   by whoever ends the job before: it never takes a place
 * </pre>
 *
 * <p>Until then the job has its guard, as if submit still ran: whoever leaves UNPLACED is the owner
 * that drops it. <b>Progress:</b> lock-free.
 */
final class Deferral {
    private static final int UNPLACED = 0;
    private static final int PLACING = 1;
    private static final int GIVEN_UP = 2;

    private final Job job;
    private final List<Wait> waits;
    private final AtomicInteger phase = new AtomicInteger(UNPLACED);

    /** Gates that are not open, and one more until all are being waited for. */
    private final AtomicInteger closed;

    private Deferral(Job job, List<Gate> gates) {
        this.job = job;
        this.waits = gates.stream().map(gate -> new Wait(gate)).toList();
        this.closed = new AtomicInteger(1 + waits.size());
    }

    /** The deferral of a job that has gates before its placing; null if they are all open. */
    static @Nullable Deferral of(Job job) {
        List<Gate> gates = job.options().gates();
        if (gates.isEmpty()) {
            return null;
        }
        Fence.endLost(); // nothing is placed yet: others' callbacks may run
        List<Gate> before = gates.stream().filter(gate -> !gate.holdsPlace()).toList();
        if (before.stream().allMatch(gate -> gate.fence().isSignaled())) {
            before.forEach(gate -> job.particularsMade().noteGate(gate.fence().error()));
            return null;
        }
        return new Deferral(job, before);
    }

    void start() {
        waits.forEach(wait -> wait.start(job, null));
        open();
    }

    private void open() {
        // Decides: who finds the last gate open. Won: each counts once, one reaches 0.
        if (closed.decrementAndGet() == 0) {
            // Decides: that the job takes its places. Lost: it was ended, and needs none.
            if (phase.compareAndSet(UNPLACED, PLACING)) {
                place();
            } else {
                job.settleUnplaced();
                Delivery.ofThisThread().deliver();
            }
        }
    }

    private void place() {
        try {
            job.dispatcher().admission().placeDeferred(job, job.accesses());
        } catch (RefusedException refused) { // what was open when it was submitted is not any more
            job.endRefused(refused);
        }
    }

    /**
     * Takes the job out of the way before it is placed.
     *
     * @return whether the caller, which has ended the job, is now the one to finish it
     */
    boolean giveUp() {
        // Decides: that the job never takes a place. Lost: it is being placed, by its owner.
        boolean mine = phase.compareAndSet(UNPLACED, GIVEN_UP);
        if (mine && job.particularsMade().outFence == null) {
            waits.forEach(FenceWait::stop);
        }
        return mine;
    }

    /** Whether it may still take a place, and has none. */
    boolean isUnplaced() {
        return phase.get() == UNPLACED;
    }

    /** Whether the thread that places it tells of it: nobody else knows its places. */
    boolean isPlacing() {
        return phase.get() == PLACING;
    }

    /** One gate. */
    private final class Wait extends FenceWait {
        Wait(Gate gate) {
            super(gate.fence(), gate.timeout());
        }

        @Override
        void signaled(Job same, @Nullable Throwable error) {
            same.particularsMade().noteGate(error);
            open();
        }

        @Override
        void timedOut(Job same, Duration waited) {
            throw new AssertionError("a gate before the placing has no timeout");
        }
    }
}
