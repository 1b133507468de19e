package dev.baton.engine;

import org.junit.jupiter.api.AfterEach;

/** What tests of hardware that orders itself (S12) begin with: a ring, a CPU, and all laws. */
abstract class RingBench {
    final Observed observed = new Observed();
    final Dispatcher dispatcher = observed.dispatcher;
    final HardwareDomain<String> domain = new HardwareDomain<>("soc");
    final RingLog ring = new RingLog(domain);
    final GrantLog cpu = new GrantLog();
    final SyncQueue a = new SyncQueue("a");
    final SyncQueue b = new SyncQueue("b");

    @AfterEach
    void lawsHold() {
        observed.assertLawsHold();
    }

    final Job submit(String name, AccessSet set) {
        return submit(name, JobOptions.DEFAULT, set);
    }

    final Job submit(String name, JobOptions options, AccessSet set) {
        return dispatcher.submit(set, ring, name, options);
    }

    final Job write(String name, SyncQueue... queues) {
        return submit(name, AccessSet.exclusive(queues));
    }

    final Job read(String name, SyncQueue... queues) {
        return submit(name, AccessSet.shared(queues));
    }
}
