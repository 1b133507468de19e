package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Snapshots while threads submit, release and cancel. The threads draw tickets before they submit,
 * when they are granted, and after they ended a job: for all waits of one snapshot there must be an
 * instant between these at which they held together.
 */
@Tag("S2")
@Timeout(60)
class SnapshotRaceTest {
    private static final int OPERATIONS = 20_000;
    private static final int LIVE_MAX = 8;
    private static final int SNAPSHOTS_KEPT = 2_000;
    private static final long SEED =
            Long.getLong("baton.seed", new SplittableRandom().nextLong(1L << 48));

    private final Dispatcher dispatcher = new Dispatcher();
    private final SyncQueue[] queues = Queues.of(4);
    private final AtomicLong tickets = new AtomicLong();
    private final AtomicInteger working = new AtomicInteger(2);
    private final Map<Job, Life> lives = new ConcurrentHashMap<>();
    private final List<Snapshot> snapshots = new ArrayList<>();

    /** Tickets of one job; volatile, as several threads write and read them. */
    private final class Life implements Client {
        private final long submitting = tickets.incrementAndGet();
        private volatile long granted = Long.MAX_VALUE;
        private volatile long ended = Long.MAX_VALUE;

        @Override
        public void granted(Job job) {
            granted = tickets.incrementAndGet();
        }
    }

    @Test
    void waitsOfOneSnapshotHeldTogetherAndNoneCloseACycle() throws Exception {
        try (Race race = new Race(3)) {
            race.run(worker(SEED), worker(SEED + 1), this::takeSnapshots);
        }
        assertThat(snapshots).as("-Dbaton.seed=%d", SEED).hasSizeGreaterThan(10);
        long links = 0;
        for (Snapshot snapshot : snapshots) {
            links += judge(snapshot);
        }
        assertThat(links).as("waits in queues, -Dbaton.seed=%d", SEED).isPositive();
        dispatcher.close(java.time.Duration.ZERO);
        assertThat(dispatcher.snapshot().jobs()).isEmpty();
    }

    private Callable<Void> worker(long seed) {
        return () -> {
            Random random = new Random(seed);
            List<Job> own = new ArrayList<>();
            for (int i = 0; i < OPERATIONS; i++) {
                if (own.size() < LIVE_MAX && random.nextBoolean()) {
                    own.add(submit(random, own));
                } else if (!own.isEmpty()) {
                    end(own.get(random.nextInt(own.size())), random);
                    own.removeIf(job -> job.outcome() != null);
                }
            }
            working.decrementAndGet();
            return null;
        };
    }

    private Job submit(Random random, List<Job> own) {
        AccessSet.Builder set = AccessSet.builder();
        for (SyncQueue queue : queues) {
            if (random.nextInt(3) == 0) {
                set.add(queue, random.nextBoolean() ? AccessMode.SHARED : AccessMode.EXCLUSIVE);
            }
        }
        JobOptions options = JobOptions.DEFAULT.withOutFence();
        if (!own.isEmpty() && random.nextInt(4) == 0) { // earlier jobs only: no cycle
            options = options.gate(Gate.beforePlacing(own.get(0).outFence()));
        }
        Life life = new Life();
        Job job = dispatcher.submit(set.build(), life, null, options);
        lives.put(job, life);
        return job;
    }

    private void end(Job job, Random random) {
        boolean over = job.isGranted() ? job.release() : random.nextInt(3) == 0 && job.cancel();
        if (over) {
            lives.get(job).ended = tickets.incrementAndGet();
        }
    }

    private Void takeSnapshots() {
        while (working.get() > 0) {
            Snapshot snapshot = dispatcher.snapshot();
            if (snapshots.size() < SNAPSHOTS_KEPT) {
                snapshots.add(snapshot);
            }
        }
        return null;
    }

    private long judge(Snapshot snapshot) {
        long first = Long.MIN_VALUE;
        long last = Long.MAX_VALUE;
        long links = 0;
        for (Snapshot.Link link : snapshot.links()) {
            if (link.kind() == Snapshot.Kind.QUEUE) {
                Life waiter = lives.get(link.waiter().job());
                Life holder = lives.get(link.holder().job());
                first = Math.max(first, Math.max(waiter.submitting, holder.submitting));
                last = Math.min(
                        last, Math.min(waiter.granted, Math.min(waiter.ended, holder.ended)));
                links++;
            }
        }
        assertThat(first).as("-Dbaton.seed=%d, %s", SEED, snapshot).isLessThan(last);
        assertThat(snapshot.cycle()).as("-Dbaton.seed=%d", SEED).isEmpty();
        for (Snapshot.QueueState queue : snapshot.queues()) {
            assertThat(queue.state() == Snapshot.State.EXCLUSIVE
                            && queue.owners().size() > 1)
                    .as("-Dbaton.seed=%d, %s", SEED, queue)
                    .isFalse();
        }
        return links;
    }
}
