package dev.baton.proptests.probe;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.EagerClient;
import dev.baton.engine.Gate;
import dev.baton.engine.HardwareClient;
import dev.baton.engine.HardwareDomain;
import dev.baton.engine.Inbox;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Ownership;
import dev.baton.engine.Succession;
import dev.baton.engine.SyncQueue;
import dev.baton.engine.Timers;
import dev.baton.event.EventStream;
import dev.baton.event.JfrListener;
import dev.baton.fence.Fence;
import dev.baton.fence.Timeline;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Makes ready what the operations of {@link Cost} need. What is returned submits, lets be granted and
 * ends its jobs, and leaves things as they were, so that it costs the same again.
 */
final class CostBench {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int READERS = 15;

    private final OneTimer timer = new OneTimer();
    private final Client client = job -> {};
    private Dispatcher dispatcher = new Dispatcher(JfrListener.observer(), timer);
    private long point;

    /** A set of one exclusive access. */
    final AccessSet one = exclusive(1);

    AccessSet exclusive(int k) {
        return AccessSet.exclusive(queues(k));
    }

    AccessSet shared(int k) {
        return AccessSet.shared(queues(k));
    }

    private static SyncQueue[] queues(int k) {
        return Stream.generate(() -> new SyncQueue("queue")).limit(k).toArray(SyncQueue[]::new);
    }

    Runnable alone(AccessSet set) {
        return alone(set, JobOptions.DEFAULT);
    }

    Runnable alone(AccessSet set, JobOptions options) {
        return () -> dispatcher.submit(set, client, null, options).release();
    }

    Runnable behind(AccessSet set) {
        return behind(set, JobOptions.DEFAULT);
    }

    Runnable behind(AccessSet set, JobOptions options) {
        return behind(set, client, options);
    }

    /** Each job waits for the one before it. */
    private Runnable behind(AccessSet set, Client ofAll, JobOptions options) {
        Job[] owner = {dispatcher.submit(set, ofAll)};
        return () -> {
            Job next = dispatcher.submit(set, ofAll, null, options);
            owner[0].release();
            owner[0] = next;
        };
    }

    /** The readers wait for the writer, and the next writer for them. */
    Runnable readers(int k) {
        SyncQueue[] queues = queues(k);
        AccessSet shared = AccessSet.shared(queues);
        AccessSet exclusive = AccessSet.exclusive(queues);
        Job[] readers = new Job[READERS];
        Job[] writer = {dispatcher.submit(exclusive, client)};
        return () -> {
            for (int i = 0; i < READERS; i++) {
                readers[i] = dispatcher.submit(shared, client);
            }
            Job next = dispatcher.submit(exclusive, client);
            writer[0].release();
            for (Job reader : readers) {
                reader.release();
            }
            writer[0] = next;
        };
    }

    Runnable cancelled(int k) {
        AccessSet set = exclusive(k);
        dispatcher.submit(set, client);
        return () -> dispatcher.submit(set, client).cancel();
    }

    Runnable acquired(int k) {
        AccessSet set = exclusive(k);
        return () -> {
            try (Ownership ignored = dispatcher.acquire(set, SECOND)) {
                // owned
            } catch (InterruptedException | TimeoutException e) {
                throw new AssertionError(e);
            }
        };
    }

    Runnable accessByAccess(int k) {
        SyncQueue[] queues = queues(k);
        AccessSet set = AccessSet.exclusive(queues);
        return () -> {
            Job job = dispatcher.submit(set, client);
            for (SyncQueue queue : queues) {
                job.release(queue);
            }
        };
    }

    Runnable downgraded() {
        SyncQueue queue = one.accesses().get(0).queue();
        return () -> {
            Job job = dispatcher.submit(one, client);
            job.downgrade(queue);
            job.release();
        };
    }

    Runnable inbox() {
        Inbox inbox = new Inbox("inbox");
        return () -> {
            dispatcher.submit(one, inbox);
            inbox.drain(Job::release);
        };
    }

    Runnable executor() {
        Client releasing = Client.on(Runnable::run, Job::release);
        return () -> dispatcher.submit(one, releasing);
    }

    Runnable eager() {
        AccessSet set = exclusive(4);
        EagerClient eager = new EagerClient() {
            @Override
            public void onAvailable(Job job, SyncQueue queue) {}

            @Override
            public void granted(Job job) {}
        };
        return () -> dispatcher.submit(set, eager).release();
    }

    Runnable hardware() {
        HardwareDomain<Job> domain = new HardwareDomain<>("soc");
        return behind(
                one,
                new HardwareClient<Job>() {
                    @Override
                    public HardwareDomain<Job> domain() {
                        return domain;
                    }

                    @Override
                    public Job handOver(Job job, List<Job> waits) {
                        return job;
                    }
                },
                JobOptions.DEFAULT);
    }

    Runnable observed() {
        dispatcher = new Dispatcher(new EventStream(() -> 0, event -> {}), timer);
        return alone(one);
    }

    Runnable observedBehind() {
        observed();
        return behind(one);
    }

    Runnable notBefore() {
        return () -> {
            long nanos = timer.nowNanos() + 1;
            Job job = dispatcher.submit(one, client, null, JobOptions.DEFAULT.notBefore(nanos));
            timer.pass();
            job.release();
        };
    }

    Runnable gated(Function<Fence, Gate> gate) {
        Timeline timeline = new Timeline("timeline");
        return () -> {
            Gate pending = gate.apply(timeline.promise(++point));
            Job job = dispatcher.submit(one, client, null, JobOptions.DEFAULT.gate(pending));
            timeline.advanceTo(point);
            job.release();
        };
    }

    Runnable exported() {
        SyncQueue queue = one.accesses().get(0).queue();
        return () -> {
            Job job = dispatcher.submit(one, client);
            dispatcher.exportFence(queue, AccessMode.EXCLUSIVE);
            job.release();
        };
    }

    Runnable ready() {
        SyncQueue queue = one.accesses().get(0).queue();
        return () -> {
            Job job = dispatcher.submit(one, client);
            dispatcher.whenReady(queue, AccessMode.EXCLUSIVE);
            job.release();
        };
    }

    Runnable imported() {
        Timeline timeline = new Timeline("timeline");
        return () -> {
            dispatcher.importFence(one, timeline.promise(++point), SECOND);
            timeline.advanceTo(point);
        };
    }

    Runnable poisoned() {
        Exception cause = new CancellationException("a fault");
        return () -> {
            dispatcher.submit(one, client).fail(cause);
            dispatcher.submit(one, client).release();
        };
    }

    Runnable succeeded() {
        Succession succession = new Succession("the next flip");
        AccessSet set = shared(1);
        JobOptions openEnded = JobOptions.DEFAULT.openEnded(succession);
        Job[] last = {dispatcher.submit(set, client, null, openEnded)};
        return () -> {
            Job next = dispatcher.submit(set, client, null, openEnded);
            last[0].release();
            last[0] = next;
        };
    }

    Runnable tellingItsEnd() {
        return () -> {
            Job job = dispatcher.submit(one, client);
            job.whenEnded();
            job.release();
        };
    }

    Runnable revocable() {
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        return () -> {
            Job job = dispatcher.submit(one, client);
            job.uses(() -> done);
            job.release();
        };
    }

    Runnable releasedTwice() {
        return () -> {
            Job job = dispatcher.submit(one, client);
            job.release();
            job.release();
        };
    }

    /** Timers that cost nothing themselves: what is to be counted is what their users do. */
    private static final class OneTimer implements Timers {
        private static final Timer DONE = () -> true;

        private long nowNanos;
        private @Nullable Runnable last;

        @Override
        public long nowNanos() {
            return nowNanos;
        }

        @Override
        public Timer at(long atNanos, Runnable task) {
            last = task;
            return DONE;
        }

        /** A nanosecond passes, after which the last task is due. */
        void pass() {
            nowNanos++;
            Objects.requireNonNull(last).run();
        }
    }
}
