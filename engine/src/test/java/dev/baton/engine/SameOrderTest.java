package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.event.Event;
import dev.baton.event.EventHash;
import dev.baton.event.EventStream;
import dev.baton.law.Laws;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The same workload with and without hardware that orders itself: order and ends are the same (S12). */
@Tag("S12")
class SameOrderTest {
    private static final int SEEDS = 500;
    private static final int STEPS = 120;
    private static final int QUEUES = 4;

    @Test
    void grantsAndEndsAreThoseWithout() {
        long early = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Run with = new Run(seed, new HardwareDomain<>("soc"));
            Run without = new Run(seed, null);
            assertThat(with.run()).as("seed %d", seed).isEqualTo(without.run());
            assertThat(without.early).isZero();
            early += with.early;
        }
        assertThat(early).as("early hand-overs").isGreaterThan(10L * SEEDS);
    }

    /** Jobs of a CPU and two rings come, own and end in an order that the seed decides. */
    private static final class Run {
        private final Random random;
        private final EventHash hash = new EventHash();
        private final Laws laws = Laws.all();
        private final Dispatcher dispatcher =
                new Dispatcher(new EventStream(() -> 0, this::on), new VirtualTimers());
        private final SyncQueue[] queues = Queues.of(QUEUES);
        private final List<Job> live = new ArrayList<>();
        private final List<Client> clients;
        private long early;

        Run(long seed, @Nullable HardwareDomain<Job> domain) {
            random = new Random(seed);
            Client ring = domain == null ? new Named() : new Ring(domain);
            clients = List.of(new Named(), ring, ring, ring);
        }

        private void on(Event event) {
            laws.on(event);
            if (!(event instanceof Event.HandedOver)) {
                hash.on(event);
            }
        }

        String run() {
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            while (!live.isEmpty()) {
                endOne();
            }
            laws.end();
            assertThat(laws.violations()).isEmpty();
            return hash.hex();
        }

        private void step() {
            switch (random.nextInt(8)) {
                case 0, 1, 2, 3 -> submit();
                case 4 -> cancelOne();
                default -> endOne();
            }
        }

        private void submit() {
            AccessSet.Builder set = AccessSet.builder();
            for (SyncQueue queue : queues) {
                if (random.nextInt(3) == 0) {
                    AccessMode[] modes = {AccessMode.SHARED, AccessMode.EXCLUSIVE};
                    set.add(queue, modes[random.nextInt(2)]);
                }
            }
            PoisonPolicy[] policies = PoisonPolicy.values();
            JobOptions options =
                    JobOptions.DEFAULT.onPoison(policies[random.nextInt(policies.length)]);
            Client client = clients.get(random.nextInt(clients.size()));
            live.add(dispatcher.submit(set.build(), client, null, options));
        }

        private void endOne() {
            List<Job> granted = live.stream().filter(Job::isGranted).toList();
            if (!granted.isEmpty()) {
                Job job = granted.get(random.nextInt(granted.size()));
                if (random.nextInt(5) == 0) {
                    job.fail(new IllegalStateException("injected"));
                } else {
                    job.release();
                }
            }
            live.removeIf(job -> job.outcome() != null);
        }

        /** Of the CPU's jobs: those of a ring are no longer the caller's to cancel. */
        private void cancelOne() {
            List<Job> waiting = live.stream()
                    .filter(job -> job.client() == clients.get(0) && !job.isGranted())
                    .toList();
            if (!waiting.isEmpty()) {
                waiting.get(random.nextInt(waiting.size())).cancel();
            }
        }

        private static class Named implements Client {
            @Override
            public String name() {
                return "device";
            }

            @Override
            public void granted(Job job) {}
        }

        private final class Ring extends Named implements HardwareClient<Job> {
            private final HardwareDomain<Job> domain;

            Ring(HardwareDomain<Job> domain) {
                this.domain = domain;
            }

            @Override
            public HardwareDomain<Job> domain() {
                return domain;
            }

            @Override
            public Job handOver(Job job, List<Job> waits) {
                early += job.isGranted() ? 0 : 1;
                assertThat(waits).doesNotContain(job).doesNotHaveDuplicates();
                return job;
            }

            @Override
            public void granted(Job job) {}
        }
    }
}
