package dev.baton.trace.oracle;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.SyncQueue;
import dev.baton.engine.VirtualTimers;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What Baton makes of a timed scenario's submissions: each buffer is a queue, and each thread one
 * more, which its jobs name exclusively, so that they run one after the other. A job works, in
 * virtual time, from its grant on for as long as it was told to.
 */
final class TimedRun implements Client {
    /** A job that never began, or never came to its end. */
    static final long NEVER = -1;

    private static final long NANOS_PER_MICRO = 1000;

    private final VirtualTimers timers = new VirtualTimers();
    private final Dispatcher dispatcher = new Dispatcher();
    private final TimedScenario scenario;
    private final Map<String, SyncQueue> queues = new HashMap<>();
    private final long[] startMicros;
    private final long[] doneMicros;

    private TimedRun(TimedScenario scenario) {
        this.scenario = scenario;
        this.startMicros = never(scenario.jobs().size());
        this.doneMicros = never(scenario.jobs().size());
    }

    static TimedRun of(TimedScenario scenario) {
        TimedRun run = new TimedRun(scenario);
        for (int i = 0; i < scenario.jobs().size(); i++) {
            int index = i;
            long nanos = scenario.jobs().get(i).submitMicros() * NANOS_PER_MICRO;
            run.timers.at(nanos, () -> run.submit(index));
        }
        run.timers.advanceTo(Long.MAX_VALUE);
        return run;
    }

    /** When the job began; jobs by their place in the scenario. */
    long startMicros(int index) {
        return startMicros[index];
    }

    long doneMicros(int index) {
        return doneMicros[index];
    }

    private void submit(int index) {
        TimedJob job = scenario.jobs().get(index);
        AccessSet.Builder set = AccessSet.builder().exclusive(queue("q", job.deviceQueue()));
        job.uses().forEach(use -> set.add(queue("b", use.buffer()), use.mode()));
        dispatcher.submit(set.build(), this, index, JobOptions.DEFAULT);
    }

    @Override
    public void granted(Job granted) {
        int index = (int) Objects.requireNonNull(granted.attachment());
        startMicros[index] = nowMicros();
        long work = scenario.jobs().get(index).workMicros() * NANOS_PER_MICRO;
        timers.at(timers.nowNanos() + work, () -> {
            doneMicros[index] = nowMicros();
            granted.release();
        });
    }

    private long nowMicros() {
        return timers.nowNanos() / NANOS_PER_MICRO;
    }

    private SyncQueue queue(String letter, int number) {
        return queues.computeIfAbsent(letter + number, SyncQueue::new);
    }

    private static long[] never(int count) {
        long[] times = new long[count];
        Arrays.fill(times, NEVER);
        return times;
    }
}
