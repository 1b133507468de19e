package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** Clients that are told on an executor of their own (S18). */
@Tag("S18")
@Timeout(120)
class ExecutorDeliveryTest {
    private static final Executor REJECTING = task -> {
        throw new RejectedExecutionException("shut down");
    };

    private final Dispatcher dispatcher = new Dispatcher();
    private final GrantLog client = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");
    private final Deque<Runnable> tasks = new ArrayDeque<>();

    private Job exclusive(Client who, SyncQueue... queues) {
        return dispatcher.submit(AccessSet.exclusive(queues), who);
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void grantIsToldOnTheExecutor() throws Exception {
        ExecutorService threads =
                Executors.newSingleThreadExecutor(task -> new Thread(task, "gpu"));
        try {
            CompletableFuture<String> where = new CompletableFuture<>();
            Job job = exclusive(
                    Client.on(threads, each -> {
                        where.complete(Thread.currentThread().getName());
                        each.release();
                    }),
                    a);

            assertThat(where.get()).isEqualTo("gpu");
            job.whenEnded().toCompletableFuture().get();
            assertThat(exclusive(client, a).isGranted()).isTrue();
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void jobIsOwnedAlsoBeforeItsTaskRuns() {
        Job job = exclusive(Client.on(tasks::add, client), a);

        assertThat(job.isGranted()).isTrue();
        assertThat(client.jobs()).isEmpty();
        runTasks();
        assertThat(client.jobs()).containsExactly(job);
    }

    @Test
    void jobThatEndedBeforeItsTaskRunsIsNotTold() {
        Job released = exclusive(Client.on(tasks::add, client), a);
        released.release();
        EagerLog eager = new EagerLog();
        Job cancelled = exclusive(Client.on(tasks::add, eager), a);
        cancelled.cancel();

        assertThat(tasks).hasSize(2);
        runTasks();
        assertThat(client.jobs()).isEmpty();
        assertThat(eager.told()).isEmpty();
        assertThat(exclusive(client, a).isGranted()).isTrue();
    }

    @Test
    void rejectedGrantFailsItsJobOnlyAndNeverSilently() {
        Job owner = exclusive(client, a);
        Job rejected = dispatcher.submit(AccessSet.shared(a), Client.on(REJECTING, client));
        Job beside = dispatcher.submit(AccessSet.shared(a), client);
        Job behind = exclusive(client, a);

        owner.release();

        assertThat(rejected.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(rejected.cause())
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("shut down");
        assertThat(beside.isGranted()).isTrue();
        beside.release();
        assertThat(behind.isGranted()).isTrue();
    }

    @Test
    @Tag("S6")
    void rejectedNoticeFailsItsJobToo() {
        Job owner = exclusive(client, b);
        EagerLog eager = new EagerLog();
        Job rejected = exclusive(Client.on(REJECTING, eager), a, b);

        assertThat(rejected.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(rejected.cause()).isInstanceOf(RejectedExecutionException.class);
        assertThat(eager.told()).isEmpty();
        assertThat(exclusive(client, a).isGranted()).isTrue();
        owner.release();
        assertThat(exclusive(client, b).isGranted()).isTrue();
    }

    @Test
    @Tag("S6")
    void eagerClientIsToldThereOfEachBufferAndThenOfTheGrant() {
        Job owner = exclusive(client, b);
        EagerLog eager = new EagerLog();
        Job job = exclusive(Client.on(tasks::add, eager), a, b);
        runTasks();
        assertThat(eager.told()).containsExactly("available a");
        owner.release();
        assertThat(job.isGranted()).isFalse();

        runTasks();

        assertThat(eager.told()).containsExactly("available a", "available b", "granted");
    }

    @Test
    void whatTheClientThrowsThereFailsItsJob() {
        IllegalStateException thrown = new IllegalStateException("of the client");
        Job job = exclusive(
                Client.on(tasks::add, each -> {
                    throw thrown;
                }),
                a);
        Job behind = exclusive(client, a);
        runTasks();

        assertThat(job.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(job.cause()).isSameAs(thrown);
        assertThat(behind.isGranted()).isTrue();
    }

    @Test
    void clientOnAnExecutorIsOtherwiseTheSame() {
        List<Job> fencedOff = new ArrayList<>();
        Client inner = new Client() {
            @Override
            public void granted(Job job) {}

            @Override
            public String name() {
                return "camera";
            }

            @Override
            public boolean isWorking(Job job) {
                return true;
            }

            @Override
            public void fenceOff(Job job) {
                fencedOff.add(job);
            }
        };
        Client outer = Client.on(Runnable::run, inner);
        Job job = exclusive(outer, a);

        outer.fenceOff(job);

        assertThat(outer.name()).isEqualTo("camera");
        assertThat(outer.isWorking(job)).isTrue();
        assertThat(fencedOff).containsExactly(job);
        assertThat(outer).isNotInstanceOf(EagerClient.class);
    }

    /** Grants that arise inside one are told after it, also where the executor runs at once. */
    @Test
    void grantInsideACallbackOfASameThreadExecutorComesAfterIt() {
        List<String> order = new ArrayList<>();
        Client inner = Client.on(Runnable::run, job -> order.add("inner"));
        exclusive(
                Client.on(Runnable::run, job -> {
                    exclusive(inner, b);
                    order.add("outer");
                }),
                a);

        assertThat(order).containsExactly("outer", "inner");
    }

    /** The thread of an executor delivers nothing yet when it runs a callback. */
    @Test
    void grantInsideATaskComesAfterItsCallback() {
        List<String> order = new ArrayList<>();
        exclusive(
                Client.on(tasks::add, job -> {
                    job.release();
                    order.add("callback");
                }),
                a);
        exclusive(job -> order.add("next"), a);

        runTasks();

        assertThat(order).containsExactly("callback", "next");
    }
}
