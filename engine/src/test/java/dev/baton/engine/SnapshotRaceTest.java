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
import java.util.stream.Stream;

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
    private static final int KEPT_MIN = 100;
    private static final int KEPT_MAX = 2_000;
    private static final long SEED =
            Long.getLong("baton.seed", new SplittableRandom().nextLong(1L << 48));

    private final Dispatcher dispatcher = new Dispatcher();
    private final SyncQueue[] queues = Queues.of(4);
    private final AtomicLong tickets = new AtomicLong();
    private final AtomicInteger working = new AtomicInteger(2);
    private final Map<Job, Life> lives = new ConcurrentHashMap<>();
    private final List<Snapshot> withWaits = new ArrayList<>();
    private volatile boolean enoughSeen;

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
        assertThat(withWaits).as("-Dbaton.seed=%d", SEED).hasSizeGreaterThanOrEqualTo(KEPT_MIN);
        for (Snapshot snapshot : withWaits) {
            judgeWaits(snapshot);
        }
        dispatcher.close(java.time.Duration.ZERO);
        assertThat(dispatcher.snapshot().jobs()).isEmpty();
    }

    private Callable<Void> worker(long seed) {
        return () -> {
            try {
                work(new Random(seed));
            } finally {
                working.decrementAndGet();
            }
            return null;
        };
    }

    private void work(Random random) {
        List<Job> own = new ArrayList<>();
        // A processor may be another's for so long that no snapshot sees anybody wait.
        for (int i = 0; i < OPERATIONS || !enoughSeen; i++) {
            if (own.size() < LIVE_MAX && random.nextBoolean()) {
                own.add(submit(random, own));
            } else if (!own.isEmpty()) {
                end(own.get(random.nextInt(own.size())), random);
                own.removeIf(job -> job.outcome() != null);
            }
        }
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
        try {
            while (working.get() > 0) {
                Snapshot snapshot = dispatcher.snapshot();
                judgeOwners(snapshot);
                if (withWaits.size() < KEPT_MAX && waits(snapshot).findAny().isPresent()) {
                    withWaits.add(snapshot);
                    enoughSeen = withWaits.size() >= KEPT_MIN;
                }
            }
        } finally {
            enoughSeen = true; // or the workers would never end
        }
        return null;
    }

    private static void judgeOwners(Snapshot snapshot) {
        assertThat(snapshot.cycle()).as("-Dbaton.seed=%d", SEED).isEmpty();
        for (Snapshot.QueueState queue : snapshot.queues()) {
            assertThat(queue.state() == Snapshot.State.EXCLUSIVE
                            && queue.owners().size() > 1)
                    .as("-Dbaton.seed=%d, %s", SEED, queue)
                    .isFalse();
        }
    }

    private void judgeWaits(Snapshot snapshot) {
        long first = Long.MIN_VALUE;
        long last = Long.MAX_VALUE;
        for (Snapshot.Link link : waits(snapshot).toList()) {
            Life waiter = lives.get(link.waiter().job());
            Life holder = lives.get(link.holder().job());
            first = Math.max(first, Math.max(waiter.submitting, holder.submitting));
            last = Math.min(last, Math.min(waiter.granted, Math.min(waiter.ended, holder.ended)));
        }
        assertThat(first).as("-Dbaton.seed=%d, %s", SEED, snapshot).isLessThan(last);
    }

    private static Stream<Snapshot.Link> waits(Snapshot snapshot) {
        return snapshot.links().stream().filter(link -> link.kind() == Snapshot.Kind.QUEUE);
    }
}
