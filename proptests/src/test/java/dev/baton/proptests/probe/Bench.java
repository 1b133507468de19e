package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.engine.VirtualTimers;
import dev.baton.event.EventStream;
import dev.baton.law.Laws;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * A dispatcher and a few queues for one run. Only one thread runs at a time, so what the threads
 * leave here needs no protection.
 */
abstract class Bench implements Interleaving.Program {
    /** Whether the next bench observes its jobs: ends then take two steps instead of one. */
    private static boolean observed;

    private final Laws laws = Laws.all();
    final VirtualTimers timers = new VirtualTimers();
    final Dispatcher dispatcher =
            new Dispatcher(observed ? new EventStream(() -> 0, laws) : null, timers);
    final SyncQueue a = new SyncQueue("a");
    final SyncQueue b = new SyncQueue("b");
    final SyncQueue c = new SyncQueue("c");

    /** Every job that was submitted through the bench and every grant that was told. */
    final List<Job> jobs = new ArrayList<>();

    final List<Job> granted = new ArrayList<>();

    /** Jobs that may be ended by somebody else between their grant and its telling. */
    final List<Job> perhapsUntold = new ArrayList<>();

    /** Keeps what it is granted. */
    final Client keeper = granted::add;

    /** Ends its jobs at once. */
    final Client releaser = job -> {
        granted.add(job);
        job.release();
    };

    static int atEveryAccess(Supplier<Interleaving.Program> programs) {
        return observedAndNot(() -> Interleaving.atEveryAccess(programs));
    }

    static int atEveryPairOfAccesses(Supplier<Interleaving.Program> programs) {
        return observedAndNot(() -> Interleaving.atEveryPairOfAccesses(programs));
    }

    static int frozenAtEveryAccess(Supplier<Interleaving.Program> programs) {
        return observedAndNot(() -> Interleaving.frozenAtEveryAccess(programs));
    }

    private static int observedAndNot(IntSupplier enumeration) {
        observed = false;
        int runs = enumeration.getAsInt();
        observed = true;
        return runs + enumeration.getAsInt();
    }

    Job submit(AccessSet set, Client client) {
        return submit(set, client, JobOptions.DEFAULT);
    }

    Job submit(AccessSet set, Client client, JobOptions options) {
        Job job = dispatcher.submit(set, client, null, options);
        jobs.add(job);
        return job;
    }

    /** Everything ends once owners release, and leaves the queues free; each was told once. */
    void assertEverythingEnds() {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (Job job : jobs) {
                progress |= job.isGranted() && job.release();
            }
        }
        assertThat(jobs).as("jobs that wait for ever").allMatch(job -> job.outcome() != null);
        assertThat(granted).as("grants told").doesNotHaveDuplicates();
        assertThat(jobs)
                .as("jobs told of their grant")
                .allMatch(job -> perhapsUntold.contains(job)
                        || granted.contains(job) != (job.outcome() == Outcome.CANCELLED));
        for (SyncQueue queue : List.of(a, b, c)) {
            Job next = dispatcher.submit(AccessSet.exclusive(queue), keeper);
            assertThat(next.isGranted())
                    .as("a job on idle queue " + queue + " is granted")
                    .isTrue();
            next.release();
        }
        laws.end();
        assertNoLawIsBroken();
    }

    /** Judges nothing if the bench does not observe its jobs: then there are no events. */
    void assertNoLawIsBroken() {
        assertThat(laws.violations()).isEmpty();
    }
}
