package dev.baton.proptests;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Inbox;
import dev.baton.engine.Job;
import dev.baton.engine.RefusedException;
import dev.baton.engine.SyncQueue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One of many threads that submit, release and cancel at random, their own jobs and each other's.
 * Every choice comes from its seed, also how long it dawdles; the threads' order does not.
 */
final class StressWorker {
    private static final int OWN_MAX = 12;
    private static final long PAUSE_NANOS_MAX = 50_000;

    private final Dispatcher dispatcher;
    private final List<SyncQueue> queues;
    private final AtomicReferenceArray<@Nullable Job> lent;
    private final SplittableRandom random;
    private final Inbox inbox = new Inbox("inbox");
    private final List<Job> own = new ArrayList<>();

    long submitted;
    long cancelled;
    long failed;
    long late;

    /** Grants told directly, on whatever thread; only the one that owns the job writes. */
    private final Client releaser = job -> {
        if (!job.release()) {
            throw new AssertionError(job + " was told of its grant after its end");
        }
    };

    StressWorker(
            Dispatcher dispatcher,
            List<SyncQueue> queues,
            AtomicReferenceArray<@Nullable Job> lent,
            SplittableRandom random) {
        this.dispatcher = dispatcher;
        this.queues = queues;
        this.lent = lent;
        this.random = random;
    }

    /** Does a few operations. */
    void round(int operations, BooleanSupplier mustWait) {
        for (int i = 0; i < operations; i++) {
            while (mustWait.getAsBoolean()) {
                Thread.yield();
            }
            dawdle();
            int choice = random.nextInt(10);
            if (own.size() < OWN_MAX && choice < 5) {
                submit();
            } else if (choice < 8) {
                end(own.isEmpty() ? null : own.get(random.nextInt(own.size())));
            } else {
                // Somebody else's job, perhaps ended long ago: exactly one end may win.
                end(lent.get(random.nextInt(lent.length())));
            }
            own.removeIf(job -> job.outcome() != null);
        }
    }

    /**
     * Releases what is granted of its own, and withdraws nothing: who should be granted and is not
     * stays, and is found. For when no other thread runs.
     *
     * @return whether anything was released
     */
    boolean releaseGranted() {
        boolean progress = false;
        for (Job job : own) {
            progress |= job.isGranted() && job.release();
        }
        own.removeIf(job -> job.outcome() != null);
        inbox.drain(job -> {});
        return progress;
    }

    boolean hasJobs() {
        return !own.isEmpty();
    }

    private void submit() {
        AccessSet.Builder set = AccessSet.builder();
        boolean reading = random.nextInt(3) == 0;
        for (int i = random.nextInt(5); i > 0; i--) {
            boolean shared = reading || random.nextInt(3) == 0;
            set.add(
                    queues.get(random.nextInt(queues.size())),
                    shared ? AccessMode.SHARED : AccessMode.EXCLUSIVE);
        }
        boolean atOnce = random.nextInt(3) == 0;
        Job job = dispatcher.submit(set.build(), atOnce ? releaser : inbox);
        submitted++;
        if (!atOnce) {
            own.add(job);
            lent.set(random.nextInt(lent.length()), job);
        }
    }

    private void end(@Nullable Job job) {
        if (job == null) {
            return;
        }
        if (random.nextInt(3) == 0) {
            cancel(job);
        } else {
            release(job);
        }
    }

    private boolean cancel(Job job) {
        boolean won = job.cancel();
        cancelled += won ? 1 : 0;
        return won;
    }

    private void release(Job job) {
        try {
            int way = random.nextInt(4);
            if (way == 0) {
                releaseOne(job);
            } else if (way == 1) {
                boolean won = job.fail(new IllegalStateException("as told"));
                failed += won ? 1 : 0;
                late += won ? 0 : 1;
            } else {
                late += job.release() ? 0 : 1;
            }
        } catch (RefusedException tooEarly) {
            Thread.onSpinWait();
        }
    }

    private void releaseOne(Job job) {
        // The set is empty once the job has ended; then there is nothing to name.
        List<SyncQueue> named =
                job.accesses().ordered().map(access -> access.queue()).toList();
        if (!named.isEmpty()) {
            late += job.release(named.get(random.nextInt(named.size()))) ? 0 : 1;
        }
    }

    private void dawdle() {
        int choice = random.nextInt(1_000);
        if (choice < 50) {
            for (int i = random.nextInt(200); i > 0; i--) {
                Thread.onSpinWait();
            }
        } else if (choice < 70) {
            Thread.yield();
        } else if (choice < 72) {
            LockSupport.parkNanos(random.nextLong(PAUSE_NANOS_MAX));
        }
    }
}
