package dev.baton.proptests;

import dev.baton.engine.Access;
import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.Outcome;
import dev.baton.engine.Ownership;
import dev.baton.engine.RefusedException;
import dev.baton.engine.SyncQueue;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What the shapes under model checking share. Its own bookkeeping must be lock-free like what it
 * checks: jobs are kept in an array, owners are counted.
 */
class ScheduledBench {
    private static final int JOBS_MAX = 16;

    /** Owners of a queue: shared ones count 1, an exclusive one so many that no other fits in. */
    private static final int EXCLUSIVE = 1_000;

    private final Dispatcher dispatcher = new Dispatcher();
    private final AtomicReferenceArray<Submitted> submitted = new AtomicReferenceArray<>(JOBS_MAX);
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final SyncQueue[] queues = {
        new SyncQueue("a"), new SyncQueue("b"), new SyncQueue("c"),
    };
    private final AtomicInteger[] owners = {
        new AtomicInteger(), new AtomicInteger(), new AtomicInteger(),
    };

    /** From now on buffers are taken from owners that do not know it yet: they are not counted. */
    private volatile boolean closing;

    /** A job and how often its client was told. */
    private final class Submitted implements Client {
        final AccessSet set;
        volatile int told;
        volatile Job job;

        Submitted(AccessSet set) {
            this.set = set;
        }

        @Override
        public void granted(Job granted) {
            own(set);
            told++;
        }

        /** A job whose client is not told yet cannot be released by it. */
        boolean end() {
            if (job.cancel() || told == 0) {
                return false;
            }
            disown(set);
            return job.release();
        }

        /** One access after the other, the exclusive ones by way of shared. */
        boolean endByParts() {
            if (job.cancel() || told == 0) {
                return false;
            }
            boolean ended = true;
            for (Access access : set.accesses()) {
                if (access.mode() == AccessMode.EXCLUSIVE) {
                    ownersOf(access.queue()).getAndAdd(1 - EXCLUSIVE);
                    ended &= job.downgrade(access.queue());
                    ownersOf(access.queue()).getAndAdd(-1);
                } else {
                    ownersOf(access.queue()).getAndAdd(-1);
                }
                ended &= job.release(access.queue());
            }
            return ended;
        }
    }

    private static int weight(Access access) {
        return access.mode() == AccessMode.EXCLUSIVE ? EXCLUSIVE : 1;
    }

    /** Counts the caller in; fails if somebody owns what it owns. */
    private void own(AccessSet set) {
        for (Access access : set.accesses()) {
            int before = ownersOf(access.queue()).getAndAdd(weight(access));
            boolean alone = access.mode() == AccessMode.EXCLUSIVE;
            if (!closing && (before >= EXCLUSIVE || (alone && before > 0))) {
                throw new IllegalStateException(access + " is not alone");
            }
        }
    }

    private void disown(AccessSet set) {
        for (Access access : set.accesses()) {
            ownersOf(access.queue()).getAndAdd(-weight(access));
        }
    }

    final SyncQueue queue(int index) {
        return queues[index];
    }

    private AtomicInteger ownersOf(SyncQueue queue) {
        return owners[queue == queues[0] ? 0 : queue == queues[1] ? 1 : 2];
    }

    final void submit(AccessSet set) {
        Submitted one = new Submitted(set);
        try {
            one.job = dispatcher.submit(set, one);
        } catch (RefusedException refused) {
            if (!closing) {
                throw refused;
            }
            return;
        }
        submitted.set(count.getAndIncrement(), one);
    }

    /** Acquires without waiting, and closes; whether it owned. */
    final boolean acquire(AccessSet set) throws InterruptedException {
        try (Ownership owned = dispatcher.acquire(set, Duration.ZERO)) {
            own(set);
            disown(set);
            return true;
        } catch (TimeoutException othersOwn) {
            return false;
        }
    }

    /** Takes everything from everybody. */
    final void close() {
        closing = true;
        dispatcher.close(Duration.ZERO);
    }

    /** Releases or cancels the oldest job that nobody else ends; whether it was owned. */
    final boolean endOldest() {
        Submitted one = takeOldest();
        return one != null && one.end();
    }

    /** As {@link #endOldest}, but releases what is owned one access after the other. */
    final boolean endOldestByParts() {
        Submitted one = takeOldest();
        return one != null && one.endByParts();
    }

    private @Nullable Submitted takeOldest() {
        int index = taken.get();
        Submitted one = submitted.get(index);
        return one != null && taken.compareAndSet(index, index + 1) ? one : null;
    }

    /** Once owners release, all end and nobody is left: who still waits then waits for ever. */
    final void assertEverythingEnds() {
        boolean progress = !closing; // which ends them all by itself
        while (progress) {
            progress = false;
            for (int i = 0; i < count.get(); i++) {
                Submitted one = submitted.get(i);
                progress |= one.job.isGranted() && one.end();
            }
        }
        for (int i = 0; i < count.get(); i++) {
            Submitted one = submitted.get(i);
            Outcome outcome = one.job.outcome();
            boolean wasOwned = outcome == Outcome.COMPLETED;
            boolean taken = closing && outcome == Outcome.ABANDONED && one.told <= 1;
            if (!taken
                    && (one.told != (wasOwned ? 1 : 0)
                            || !(wasOwned || outcome == Outcome.CANCELLED))) {
                throw new IllegalStateException(one.set + " was told of " + one.told
                        + " grants and is " + outcome + ": " + one.job.cause());
            }
        }
        for (SyncQueue queue : queues) {
            if (!queue.isReady(AccessMode.EXCLUSIVE)) {
                throw new IllegalStateException("somebody was left in " + queue);
            }
        }
    }
}
