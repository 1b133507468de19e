package dev.baton.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.RefusedException;
import dev.baton.engine.SyncQueue;
import dev.baton.event.EventStream;
import dev.baton.law.Laws;
import dev.baton.proptests.Workload.Cancel;
import dev.baton.proptests.Workload.Operation;
import dev.baton.proptests.Workload.Release;
import dev.baton.proptests.Workload.ReleaseOne;
import dev.baton.proptests.Workload.Submit;
import dev.baton.proptests.Workload.Wish;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Generated workloads on the real dispatcher: every law holds, and it does what the model says. */
@Tag("S1")
@Tag("S2")
@Tag("S3")
@Tag("S13")
@Tag("S14")
class EngineLaws {
    private static final int QUEUES_MAX = 5;
    private static final int OPERATIONS_MAX = 60;

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void everyLawHoldsAndTheModelAgrees(@ForAll("workloads") Workload workload) {
        boolean contended = new Run(workload).check();
        Statistics.label("some job waited")
                .collect(contended)
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 20));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void unobservedEngineDoesTheSame(@ForAll("workloads") Workload workload) {
        new Run(workload, new Dispatcher(), Laws.all()).check();
    }

    @Provide
    Arbitrary<Workload> workloads() {
        Arbitrary<Integer> any = Arbitraries.integers().between(0, OPERATIONS_MAX);
        Arbitrary<AccessMode> mode = Arbitraries.frequency(
                Tuple.of(9, AccessMode.EXCLUSIVE),
                Tuple.of(9, AccessMode.SHARED),
                Tuple.of(1, AccessMode.UNORDERED));
        Arbitrary<Wish> wish = Combinators.combine(any, mode).as(Wish::new);
        Arbitrary<Operation> submit = Combinators.combine(
                        wish.list().ofMaxSize(4), Arbitraries.of(false, false, true))
                .as(Submit::new);
        Arbitrary<Operation> release =
                Combinators.combine(any, Arbitraries.of(false, false, true)).as(Release::new);
        Arbitrary<Operation> releaseOne = Combinators.combine(any, any).as(ReleaseOne::new);
        Arbitrary<Operation> cancel = any.map(Cancel::new);
        Arbitrary<Operation> operation = Arbitraries.frequencyOf(
                Tuple.of(5, submit),
                Tuple.of(4, release),
                Tuple.of(2, releaseOne),
                Tuple.of(2, cancel));
        return Combinators.combine(
                        Arbitraries.integers().between(1, QUEUES_MAX),
                        operation.list().ofMinSize(5).ofMaxSize(OPERATIONS_MAX))
                .as(Workload::new);
    }

    /** One workload on the engine and on the model, step by step. */
    private static final class Run {
        private final SequentialModel model = new SequentialModel();
        private final Laws laws;
        private final Dispatcher dispatcher;
        private final Workload workload;
        private final List<SyncQueue> queues;
        private final List<Job> jobs = new ArrayList<>();
        private final List<Job> told = new ArrayList<>();
        private long late;

        Run(Workload workload) {
            this(workload, null, Laws.all());
        }

        Run(Workload workload, Dispatcher unobserved, Laws laws) {
            this.workload = workload;
            this.laws = laws;
            this.dispatcher = unobserved == null
                    ? new Dispatcher(new EventStream(() -> 0, laws))
                    : unobserved;
            this.queues = Stream.generate(() -> new SyncQueue("queue"))
                    .limit(workload.queues())
                    .toList();
        }

        boolean check() {
            for (Operation operation : workload.operations()) {
                perform(operation);
                compare();
            }
            for (int job = 0; job < jobs.size(); job++) {
                perform(new Cancel(job));
                perform(new Release(job, false));
                compare();
            }
            assertThat(jobs).allMatch(job -> job.outcome() != null);
            assertThat(told).doesNotHaveDuplicates();
            assertThat(dispatcher.lateReleases()).isEqualTo(late);
            laws.end();
            assertThat(laws.violations()).isEmpty();
            return model.contended;
        }

        private void perform(Operation operation) {
            if (operation instanceof Submit submit) {
                submit(submit);
            } else if (!jobs.isEmpty()) {
                if (operation instanceof Release release) {
                    release(release);
                } else if (operation instanceof ReleaseOne one) {
                    releaseOne(one);
                } else if (operation instanceof Cancel cancel) {
                    int index = cancel.job() % jobs.size();
                    assertThat(jobs.get(index).cancel())
                            .isEqualTo(model.end(model.jobs.get(index), Outcome.CANCELLED));
                }
            }
        }

        private void submit(Submit submit) {
            AccessSet.Builder set = AccessSet.builder();
            submit.wishes().forEach(wish -> set.add(queueAt(wish.queue()), wish.mode()));
            Client keeper = told::add;
            Client releaser = job -> {
                told.add(job);
                job.release();
            };
            Client client = submit.atOnce() ? releaser : keeper;
            jobs.add(dispatcher.submit(set.build(), client, null, JobOptions.DEFAULT));
            model.submit(submit, queues.size());
        }

        private void release(Release release) {
            int index = release.job() % jobs.size();
            SequentialModel.Job modelled = model.jobs.get(index);
            Job job = jobs.get(index);
            boolean waits = modelled.outcome == null && !modelled.granted;
            Outcome outcome = release.failing() ? Outcome.FAILED : Outcome.COMPLETED;
            boolean expected = model.end(modelled, outcome);
            try {
                boolean ended =
                        release.failing() ? job.fail(new IllegalStateException()) : job.release();
                assertThat(ended).isEqualTo(expected);
                assertThat(waits).isFalse();
                late += ended ? 0 : 1;
            } catch (RefusedException early) {
                assertThat(waits).isTrue();
            }
        }

        private void releaseOne(ReleaseOne one) {
            int index = one.job() % jobs.size();
            SequentialModel.Job modelled = model.jobs.get(index);
            Job job = jobs.get(index);
            SyncQueue queue = queueAt(one.queue());
            boolean has = job.accesses().ordered().anyMatch(access -> access.queue() == queue);
            int number = one.queue() % queues.size();
            boolean refused =
                    modelled.outcome == null && (!has || model.waitsFor(modelled, number));
            boolean expected = model.endOne(modelled, number);
            try {
                boolean ended = job.release(queue);
                assertThat(ended).isEqualTo(expected);
                assertThat(refused).isFalse();
                late += ended ? 0 : 1;
            } catch (RefusedException early) {
                assertThat(refused).isTrue();
            }
        }

        private SyncQueue queueAt(int number) {
            return queues.get(number % queues.size());
        }

        private void compare() {
            for (int i = 0; i < jobs.size(); i++) {
                SequentialModel.Job modelled = model.jobs.get(i);
                Job job = jobs.get(i);
                assertThat(job.outcome()).as("outcome of job %d", i).isEqualTo(modelled.outcome);
                assertThat(job.isGranted())
                        .as("whether job %d is granted", i)
                        .isEqualTo(modelled.granted && modelled.outcome == null);
                assertThat(told.contains(job)).isEqualTo(modelled.granted);
            }
            laws.quiescent();
            assertThat(laws.violations()).isEmpty();
        }
    }
}
