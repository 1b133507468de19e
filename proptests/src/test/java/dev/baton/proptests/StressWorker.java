package dev.baton.proptests;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.EagerClient;
import dev.baton.engine.Inbox;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.PoisonPolicy;
import dev.baton.engine.RefusedException;
import dev.baton.engine.SyncQueue;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One of many threads that submit, release and cancel at random, their own jobs and each other's.
 * Every choice comes from its seed, also how long it dawdles; the threads' order does not.
 */
final class StressWorker {
    private static final int OWN_MAX = 12;
    private static final long PAUSE_NANOS_MAX = 50_000;
    private static final int WATCHES_MAX = 4;
    private static final int VISITS = 400;
    private static final PoisonPolicy[] POLICIES = PoisonPolicy.values();

    /** One that comes, submits a few jobs among all the others' and is closed, by anyone. */
    private record Visitor(int number) implements Client {
        @Override
        public void granted(Job job) {}
    }

    private final Dispatcher dispatcher;
    private final List<SyncQueue> queues;
    private final AtomicReferenceArray<@Nullable Job> lent;
    private final AtomicReferenceArray<Client> visitors;
    private final SplittableRandom random;
    private final Inbox inbox = new Inbox("inbox");
    private final List<Job> own = new ArrayList<>();
    private final List<CompletableFuture<Void>> watches = new ArrayList<>();

    long submitted;
    long cancelled;
    long failed;
    final LongAdder late = new LongAdder();
    long closed;
    long downgraded;

    /** Grants told directly, on whatever thread; only the one that owns the job writes. */
    private final Client releaser = job -> {
        if (!job.release()) {
            throw new AssertionError(job + " was told of its grant after its end");
        }
    };

    /** Ends some accesses as soon as they are owned, on whatever thread, and keeps others. */
    private final EagerClient eager = new EagerClient() {
        @Override
        public void onAvailable(Job job, SyncQueue queue) {
            if ((job.id() + queue.id()) % 3 != 0 && !job.release(queue)) {
                late.increment();
            }
        }

        @Override
        public void granted(Job job) {}
    };

    StressWorker(
            Dispatcher dispatcher,
            List<SyncQueue> queues,
            AtomicReferenceArray<@Nullable Job> lent,
            AtomicReferenceArray<Client> visitors,
            SplittableRandom random) {
        this.dispatcher = dispatcher;
        this.queues = queues;
        this.lent = lent;
        this.visitors = visitors;
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
            if (random.nextInt(VISITS) == 0) {
                closeVisitor();
            } else if (random.nextInt(20) == 0) {
                watch();
            } else if (own.size() < OWN_MAX && choice < 5) {
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
        watches.removeIf(CompletableFuture::isDone);
        return progress;
    }

    boolean hasJobs() {
        return !own.isEmpty() || !watches.isEmpty();
    }

    static Client visitor(int number) {
        return new Visitor(number);
    }

    private void closeVisitor() {
        int number = random.nextInt(visitors.length());
        Client leaving = visitors.getAndSet(number, visitor(number));
        dispatcher.close(leaving, Duration.ZERO);
        closed++;
    }

    private void watch() {
        watches.removeIf(CompletableFuture::isDone);
        if (watches.size() < WATCHES_MAX) {
            AccessMode mode = random.nextBoolean() ? AccessMode.SHARED : AccessMode.EXCLUSIVE;
            SyncQueue queue = queues.get(random.nextInt(queues.size()));
            watches.add(dispatcher.whenReady(queue, mode).toCompletableFuture());
        }
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
        PoisonPolicy policy = POLICIES[random.nextInt(POLICIES.length)];
        Client client = anyClient();
        try {
            Job job = dispatcher.submit(
                    set.build(), client, null, JobOptions.DEFAULT.onPoison(policy));
            submitted++;
            if (client != releaser) {
                own.add(job);
                lent.set(random.nextInt(lent.length()), job);
            }
        } catch (RefusedException closedMeanwhile) {
            if (!(client instanceof Visitor)) {
                throw closedMeanwhile;
            }
        }
    }

    private Client anyClient() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> releaser;
            case 2 -> eager;
            case 3 -> visitors.get(random.nextInt(visitors.length()));
            default -> inbox;
        };
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
            int way = random.nextInt(6);
            if (way < 3) {
                releaseOne(job, way > 0);
            } else if (way == 3) {
                boolean won = job.fail(new IllegalStateException("as told"));
                failed += won ? 1 : 0;
                late.add(won ? 0 : 1);
            } else {
                late.add(job.release() ? 0 : 1);
            }
        } catch (RefusedException tooEarly) {
            Thread.onSpinWait();
        }
    }

    private void releaseOne(Job job, boolean keepingShared) {
        // The set is empty once the job has ended; then there is nothing to name.
        List<SyncQueue> named =
                job.accesses().ordered().map(access -> access.queue()).toList();
        if (!named.isEmpty()) {
            SyncQueue queue = named.get(random.nextInt(named.size()));
            if (keepingShared) {
                downgraded += job.downgrade(queue) ? 1 : 0;
            } else {
                late.add(job.release(queue) ? 0 : 1);
            }
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
