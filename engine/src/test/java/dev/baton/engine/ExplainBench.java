package dev.baton.engine;

import org.junit.jupiter.api.AfterEach;

import java.time.Duration;

/** An observed dispatcher with two queues and two clients, and what it says of a job. */
abstract class ExplainBench {
    static final Duration LONG = Duration.ofMillis(50);

    record Named(String name) implements Client {
        @Override
        public void granted(Job job) {}
    }

    final Observed observed = new Observed();
    final Dispatcher dispatcher = observed.dispatcher;
    final SyncQueue a = new SyncQueue("a");
    final SyncQueue b = new SyncQueue("b");
    final Client gpu = new Named("gpu");
    final Client crtc = new Named("crtc");

    @AfterEach
    void lawsHold() {
        observed.assertLawsHold();
    }

    final Job submit(AccessSet set, Client client, JobOptions options) {
        return dispatcher.submit(set, client, null, options);
    }

    final Job writes(SyncQueue... queues) {
        return dispatcher.submit(AccessSet.exclusive(queues), gpu);
    }

    final String text(Job job) {
        return dispatcher.explain(job).describe();
    }

    final void advanceMillis(long millis) {
        observed.timers.advance(Duration.ofMillis(millis));
    }
}
