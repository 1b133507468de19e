package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What clients may do, and what they see, inside {@code granted} (S18). */
@Tag("S18")
class CallbackTest {
    private static final int CHAIN_LENGTH = 1_000_000;

    private final Dispatcher dispatcher = new Dispatcher();
    private final GrantLog client = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");

    @Test
    void chainOfSubmitsInsideGrantsUsesBoundedStack() {
        AtomicInteger left = new AtomicInteger(CHAIN_LENGTH);
        AccessSet set = AccessSet.exclusive(a);
        Client again = new Client() {
            @Override
            public void granted(Job job) {
                if (left.decrementAndGet() > 0) {
                    dispatcher.submit(set, this);
                }
                job.release();
            }
        };

        dispatcher.submit(set, again);

        assertThat(left.get()).isZero();
    }

    @Test
    void grantInsideACallbackIsToldAfterItReturns() {
        List<String> order = new ArrayList<>();
        dispatcher.submit(AccessSet.exclusive(a), outer -> {
            dispatcher.submit(AccessSet.exclusive(b), inner -> order.add("inner"));
            order.add("outer");
        });

        assertThat(order).containsExactly("outer", "inner");
    }

    @Test
    void callbackMaySubmitReleaseAndCancel() {
        Job waiting = waitingBehind(b);
        List<Job> inside = new ArrayList<>();
        Job job = dispatcher.submit(AccessSet.exclusive(a), granted -> {
            inside.add(dispatcher.submit(AccessSet.exclusive(a), client));
            assertThat(waiting.cancel()).isTrue();
            assertThat(granted.release()).isTrue();
        });

        assertThat(job.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(waiting.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(client.jobs()).containsAll(inside);
    }

    @Test
    void throwingCallbackFailsItsOwnJobOnly() {
        Job owner = dispatcher.submit(AccessSet.exclusive(a), client);
        Error[] errors = {new StackOverflowError(), new OutOfMemoryError("pretended")};
        List<Job> throwing = new ArrayList<>();
        for (Error error : errors) {
            throwing.add(dispatcher.submit(AccessSet.shared(a), job -> {
                throw error;
            }));
        }
        Job beside = dispatcher.submit(AccessSet.shared(a), client);
        Job behind = dispatcher.submit(AccessSet.exclusive(a), client);

        assertThat(owner.release()).isTrue();

        assertThat(throwing).extracting(Job::outcome).containsOnly(Outcome.FAILED);
        assertThat(throwing).extracting(Job::cause).containsExactly(errors);
        assertThat(beside.isGranted()).isTrue();
        beside.release();
        assertThat(behind.isGranted()).isTrue();
    }

    @Test
    void throwAfterTheJobsEndGoesToTheThreadsHandler() {
        AtomicReference<Throwable> seen = new AtomicReference<>();
        IllegalStateException thrown = new IllegalStateException("after the end");
        Thread.UncaughtExceptionHandler before =
                Thread.currentThread().getUncaughtExceptionHandler();
        Thread.currentThread().setUncaughtExceptionHandler((thread, what) -> {
            seen.set(what);
            throw new IllegalStateException("a handler that throws");
        });
        try {
            Job owner = dispatcher.submit(AccessSet.exclusive(a), client);
            dispatcher.submit(AccessSet.shared(a), job -> {
                job.release();
                throw thrown;
            });
            Job beside = dispatcher.submit(AccessSet.shared(a), client);

            owner.release();

            assertThat(seen.get()).isSameAs(thrown);
            assertThat(client.jobs()).contains(beside);
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(before);
        }
    }

    private Job waitingBehind(SyncQueue queue) {
        dispatcher.submit(AccessSet.exclusive(queue), client);
        return dispatcher.submit(AccessSet.exclusive(queue), client);
    }
}
