package dev.baton.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.EagerClient;
import dev.baton.engine.Gate;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.Partition;
import dev.baton.engine.PoisonPolicy;
import dev.baton.engine.RefusedException;
import dev.baton.engine.SyncQueue;
import dev.baton.engine.VirtualTimers;
import dev.baton.event.EventStream;
import dev.baton.fence.FenceSource;
import dev.baton.law.Laws;
import dev.baton.proptests.Workload.Advance;
import dev.baton.proptests.Workload.Cancel;
import dev.baton.proptests.Workload.Close;
import dev.baton.proptests.Workload.Downgrade;
import dev.baton.proptests.Workload.Kill;
import dev.baton.proptests.Workload.Manner;
import dev.baton.proptests.Workload.Operation;
import dev.baton.proptests.Workload.Release;
import dev.baton.proptests.Workload.ReleaseOne;
import dev.baton.proptests.Workload.Signal;
import dev.baton.proptests.Workload.Submit;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** One workload on the engine and on the model, step by step. */
final class ComparedRun {
    private final SequentialModel model;
    private final Laws laws = Laws.all();
    private final VirtualTimers timers = new VirtualTimers();
    private final Dispatcher dispatcher;
    private final Workload workload;
    private final Partition whole;
    private final List<SyncQueue> queues;
    private final List<FenceSource> gates = new ArrayList<>();
    private final List<Job> jobs = new ArrayList<>();
    private final List<Job> told = new ArrayList<>();
    private long late;

    ComparedRun(Workload workload, boolean observed) {
        this.workload = workload;
        this.dispatcher =
                new Dispatcher(observed ? new EventStream(timers::nowNanos, laws) : null, timers);
        this.whole = new Partition("buffer", workload.queues());
        this.queues = whole.parts();
        this.model = new SequentialModel(queues.size());
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
        } else if (operation instanceof Advance advance) {
            timers.advanceTo(timers.nowNanos() + advance.ticks());
            model.advance(advance.ticks());
        } else if (operation instanceof Close close) {
            close(close.queue() % queues.size());
        } else if (!jobs.isEmpty()) {
            if (operation instanceof Release release) {
                release(release);
            } else if (operation instanceof ReleaseOne one) {
                releaseOne(one);
            } else if (operation instanceof Downgrade downgrade) {
                downgrade(downgrade);
            } else if (operation instanceof Signal signal) {
                int index = signal.job() % jobs.size();
                gates.get(index).signal();
                model.signal(model.jobs.get(index));
            } else if (operation instanceof Kill kill) {
                kill(kill.job() % jobs.size());
            } else if (operation instanceof Cancel cancel) {
                int index = cancel.job() % jobs.size();
                assertThat(jobs.get(index).cancel())
                        .isEqualTo(model.end(model.jobs.get(index), Outcome.CANCELLED));
            }
        }
    }

    private void submit(Submit submit) {
        AccessSet.Builder set = AccessSet.builder();
        for (Workload.Wish wish : submit.wishes()) {
            add(wish, set);
        }
        Job job = unlessRefused(() ->
                dispatcher.submit(set.build(), client(submit.manner()), null, options(submit)));
        assertThat(job != null).as("whether it was taken").isEqualTo(model.submit(submit));
        if (job != null) {
            jobs.add(job);
        } else {
            gates.remove(gates.size() - 1);
        }
    }

    private void add(Workload.Wish wish, AccessSet.Builder set) {
        boolean isWhole = wish.queue() % (queues.size() + 1) == queues.size();
        if (isWhole && wish.mode() == AccessMode.EXCLUSIVE) {
            set.exclusive(whole);
        } else if (isWhole && wish.mode() == AccessMode.SHARED) {
            set.shared(whole);
        } else {
            model.named(wish).forEach(number -> set.add(queues.get(number), wish.mode()));
        }
    }

    private JobOptions options(Submit submit) {
        FenceSource gate = new FenceSource("gate");
        gates.add(gate);
        JobOptions options = JobOptions.DEFAULT.onPoison(submit.onPoison());
        if (submit.expiresIn() > 0) {
            options = options.expiry(timers.nowNanos() + submit.expiresIn());
        }
        return submit.gatedFor() == 0
                ? options
                : options.gate(
                        Gate.holdingPlace(gate.fence(), Duration.ofNanos(submit.gatedFor())));
    }

    private void close(int number) {
        Job closing = unlessRefused(() -> dispatcher.close(queues.get(number)));
        assertThat(closing != null).isEqualTo(model.close(number));
        if (closing != null) {
            jobs.add(closing);
            gates.add(new FenceSource("gate"));
        }
    }

    private void kill(int index) {
        Client client = jobs.get(index).client();
        SequentialModel.Job modelled = model.jobs.get(index);
        if (client != null && modelled.manner != Manner.CLOSING) {
            dispatcher.close(client, Duration.ZERO);
            model.kill(modelled);
        }
    }

    private Client client(Manner manner) {
        return switch (manner) {
            case KEEPING -> told::add;
            case AT_ONCE ->
                job -> {
                    told.add(job);
                    job.release();
                };
            case EAGER ->
                new EagerClient() {
                    @Override
                    public void onAvailable(Job job, SyncQueue queue) {
                        assertThat(job.release(queue)).isTrue();
                    }

                    @Override
                    public void granted(Job job) {
                        told.add(job);
                    }
                };
            case CLOSING -> throw new AssertionError("the engine's own");
        };
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
        int number = one.queue() % queues.size();
        // Whether its grant finds that buffer poisoned depends on which of two grants comes first.
        if (modelled.granted || modelled.onPoison == PoisonPolicy.RUN) {
            boolean refused = isRefused(index, number);
            boolean expected = model.endOne(modelled, number);
            Boolean ended = unlessRefused(() -> jobs.get(index).release(queues.get(number)));
            assertThat(ended).isEqualTo(refused ? null : expected);
            late += Boolean.FALSE.equals(ended) ? 1 : 0;
        }
    }

    private void downgrade(Downgrade downgrade) {
        int index = downgrade.job() % jobs.size();
        int number = downgrade.queue() % queues.size();
        boolean refused = isRefused(index, number);
        boolean expected = model.downgrade(model.jobs.get(index), number);
        assertThat(unlessRefused(() -> jobs.get(index).downgrade(queues.get(number))))
                .isEqualTo(refused ? null : expected);
    }

    /** The job lives and does not own that (S5). */
    private boolean isRefused(int index, int queue) {
        SequentialModel.Job job = model.jobs.get(index);
        boolean named = jobs.get(index)
                .accesses()
                .ordered()
                .anyMatch(access -> access.queue() == queues.get(queue));
        return job.outcome == null && (!named || model.waitsFor(job, queue));
    }

    private static <T> @Nullable T unlessRefused(Supplier<T> call) {
        try {
            return call.get();
        } catch (RefusedException early) {
            return null;
        }
    }

    private void compare() {
        for (int i = 0; i < jobs.size(); i++) {
            SequentialModel.Job modelled = model.jobs.get(i);
            Job job = jobs.get(i);
            assertThat(job.outcome()).as("outcome of job %d", i).isEqualTo(modelled.outcome);
            assertThat(job.isGranted())
                    .as("whether job %d is granted", i)
                    .isEqualTo(modelled.granted && modelled.outcome == null);
            assertThat(told.contains(job))
                    .as("whether job %d was told", i)
                    .isEqualTo(modelled.told);
        }
        for (int i = 0; i < queues.size(); i++) {
            SequentialModel.Job writer = model.poisoned.get(i);
            assertThat(queues.get(i).poison())
                    .as("the cause left on queue %d", i)
                    .isSameAs(
                            writer == null
                                    ? null
                                    : jobs.get(model.jobs.indexOf(writer)).cause());
        }
        laws.quiescent();
        assertThat(laws.violations()).isEmpty();
    }
}
