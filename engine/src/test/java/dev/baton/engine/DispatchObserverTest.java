package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** What an observer hears, and when. */
class DispatchObserverTest {
    private final Transcript heard = new Transcript();
    private final Dispatcher dispatcher = new Dispatcher(heard);
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");
    private final GrantLog client = new GrantLog();

    @Test
    void jobsLifeIsToldInOrder() {
        Job job = dispatcher.submit(AccessSet.exclusive(a, b), client);
        job.release(a);
        job.release(b);

        assertThat(heard.lines)
                .containsExactly(
                        "submitted 1 [0, 0]",
                        "available 1 a",
                        "available 1 b",
                        "granted 1",
                        "accessReleased 1 a",
                        "accessReleased 1 b",
                        "released 1");
    }

    @Test
    void predecessorsAreThoseRightBeforeAlsoWhenTheyHaveEnded() {
        dispatcher.submit(AccessSet.exclusive(a), client).release();
        dispatcher.submit(AccessSet.shared(b), client);
        heard.lines.clear();

        dispatcher.submit(AccessSet.builder().exclusive(a).shared(b).build(), client);

        assertThat(heard.lines).startsWith("submitted 3 [1, 2]");
    }

    @Test
    void releaseIsToldBeforeTheGrantItAllows() {
        Job first = dispatcher.submit(AccessSet.exclusive(a), client);
        dispatcher.submit(AccessSet.exclusive(a), client);
        heard.lines.clear();

        first.release();

        assertThat(heard.lines).containsExactly("released 1", "available 2 a", "granted 2");
    }

    @Test
    void everyKindOfEndIsTold() throws Exception {
        Job owner = dispatcher.submit(AccessSet.exclusive(a), client);
        dispatcher.submit(AccessSet.exclusive(a), client).cancel();
        try {
            dispatcher.acquire(AccessSet.exclusive(a), Duration.ofNanos(1));
        } catch (TimeoutException expected) {
            heard.lines.add("thrown");
        }
        owner.fail(new IllegalStateException("broken"));
        dispatcher.submit(AccessSet.exclusive(a), client).release();

        assertThat(heard.lines)
                .containsSubsequence(
                        "cancelled 2 CALLER",
                        "timedOut 3",
                        "thrown",
                        "failed 1 broken",
                        "released 4");
    }

    /** The first has decided its end and is stopped; the second has it told by who tells the grant. */
    @Test
    @Tag("S13")
    @Tag("S17")
    @Timeout(120)
    void ofTwoClosingsOneEndsAJobThatIsJustBeingToldOf() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        Client stopsTheFirst = new Client() {
            private final AtomicBoolean stopped = new AtomicBoolean();

            @Override
            public void granted(Job job) {
                throw new AssertionError("it was taken before");
            }

            @Override
            public void fenceOff(Job job) {
                if (stopped.compareAndSet(false, true)) {
                    awaitOneMinute(goOn);
                }
            }
        };
        List<Future<?>> first = new ArrayList<>();
        try (Actor closer = new Actor("closer")) {
            Dispatcher[] observed = new Dispatcher[1];
            observed[0] = new Dispatcher(new Transcript() {
                @Override
                public void granted(Job job) {
                    first.add(closer.begin(() -> observed[0].close(Duration.ZERO)));
                    observed[0].close(Duration.ZERO);
                }
            });

            Job job = observed[0].submit(AccessSet.exclusive(a), stopsTheFirst);
            Outcome toldByOne = job.outcome();
            goOn.countDown();
            first.get(0).get();

            assertThat(List.of(toldByOne, job.outcome())).containsOnly(Outcome.ABANDONED);
        }
    }

    /** Its notice hangs, and who has cancelled it is slow; a closing waits for neither. */
    @Test
    @Tag("S17")
    @Timeout(120)
    void closingThatComesWhileAnEndIsToldLetsItTakeEffect() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch hangs = new CountDownLatch(1);
        AtomicReference<Job> job = new AtomicReference<>();
        EagerClient eager = new EagerClient() {
            @Override
            public void onAvailable(Job same, SyncQueue queue) {
                job.set(same);
                awaitOneMinute(hangs);
            }

            @Override
            public void granted(Job same) {}
        };
        Dispatcher observed = new Dispatcher(new Transcript() {
            @Override
            public void cancelled(Job same, CancelReason reason) {
                awaitOneMinute(told);
            }
        });
        try (Actor submitter = new Actor("submitter");
                Actor canceller = new Actor("canceller")) {
            submitter.begin(() -> observed.submit(AccessSet.exclusive(a), eager));
            Future<Boolean> cancelled = canceller.begin(() -> job.get().cancel());
            observed.close(eager, Duration.ZERO);
            told.countDown();

            assertThat(cancelled.get()).isTrue();
            assertThat(job.get().outcome()).isEqualTo(Outcome.CANCELLED);
            hangs.countDown();
        }
    }

    /** Who tells of it is in a callback, and may stay there: another closing goes on in its stead. */
    @Test
    @Tag("S17")
    @Tag("S21")
    @Timeout(120)
    void closingDoesNotWaitForTheCallbackInWhichTheEndWasTold() throws Exception {
        List<Outcome> inTheCallback = new ArrayList<>();
        try (Actor closer = new Actor("closer")) {
            Dispatcher[] observed = new Dispatcher[1];
            observed[0] = new Dispatcher(new Transcript() {
                @Override
                public void granted(Job job) {
                    if (job.client() == client) {
                        closer.call(() -> observed[0].close(client, Duration.ZERO));
                    }
                }
            });
            Job ahead = observed[0].submit(AccessSet.exclusive(a), each -> {});
            Job closed = observed[0].submit(AccessSet.exclusive(a), client);
            observed[0].submit(AccessSet.exclusive(b), each -> {
                ahead.release();
                observed[0].close(client, Duration.ZERO);
                inTheCallback.add(closed.outcome());
            });

            assertThat(inTheCallback).containsExactly(Outcome.ABANDONED);
            assertThat(client.jobs()).isEmpty();
        }
    }

    private static void awaitOneMinute(CountDownLatch latch) {
        try {
            latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void isGrantedIsTrueOnlyAfterItWasTold() {
        List<Boolean> granted = new ArrayList<>();
        Dispatcher observed = new Dispatcher(new Transcript() {
            @Override
            public void granted(Job job) {
                granted.add(job.isGranted());
            }

            @Override
            public void released(Job job) {
                granted.add(job.outcome() != null);
            }
        });

        observed.submit(AccessSet.exclusive(a), client).release();

        assertThat(granted).containsExactly(false, false);
    }

    @Test
    void whatAnObserverThrowsGoesToTheThreadsHandlerAndChangesNothing() throws Exception {
        InvocationHandler thrower = (proxy, method, args) -> {
            throw new IllegalStateException(method.getName());
        };
        Dispatcher observed = new Dispatcher((DispatchObserver) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DispatchObserver.class}, thrower));
        List<String> thrown = new ArrayList<>();
        List<Job> jobs = new ArrayList<>();
        Thread thread = new Thread(() -> {
            jobs.add(observed.submit(AccessSet.exclusive(a, b), client));
            jobs.add(observed.submit(AccessSet.exclusive(a), client));
            jobs.get(1).cancel();
            jobs.add(observed.submit(AccessSet.exclusive(b), client));
            jobs.get(0).release(a);
            jobs.get(0).release();
            jobs.get(2).fail(new IllegalStateException("broken"));
            jobs.add(observed.submit(AccessSet.exclusive(a, b), client));
        });
        thread.setUncaughtExceptionHandler((where, what) -> thrown.add(what.getMessage()));
        thread.start();
        thread.join();

        assertThat(jobs)
                .extracting(Job::outcome)
                .containsExactly(Outcome.COMPLETED, Outcome.CANCELLED, Outcome.FAILED, null);
        assertThat(jobs.get(3).isGranted()).isTrue();
        assertThat(thrown)
                .contains("submitted", "available", "granted", "accessReleased")
                .contains("released", "cancelled", "failed");
    }

    @Test
    void idsAreDrawnOnlyWhenSomebodyListens() {
        assertThat(dispatcher.submit(AccessSet.exclusive(a), client).id()).isEqualTo(1);
        assertThat(dispatcher.submit(AccessSet.exclusive(a), client).id()).isEqualTo(2);
        assertThat(new Dispatcher().submit(AccessSet.exclusive(b), client).id()).isZero();
    }

    private static class Transcript implements DispatchObserver {
        final List<String> lines = new ArrayList<>();

        @Override
        public void submitted(Job job, long[] predecessors) {
            lines.add("submitted " + job.id() + " " + Arrays.toString(predecessors));
        }

        @Override
        public void available(Job job, SyncQueue queue) {
            lines.add("available " + job.id() + " " + queue);
        }

        @Override
        public void granted(Job job) {
            lines.add("granted " + job.id());
        }

        @Override
        public void accessReleased(Job job, SyncQueue queue) {
            lines.add("accessReleased " + job.id() + " " + queue);
        }

        @Override
        public void released(Job job) {
            lines.add("released " + job.id());
        }

        @Override
        public void cancelled(Job job, CancelReason reason) {
            lines.add("cancelled " + job.id() + " " + reason);
        }

        @Override
        public void timedOut(Job job) {
            lines.add("timedOut " + job.id());
        }

        @Override
        public void failed(Job job, Throwable cause) {
            lines.add("failed " + job.id() + " " + cause.getMessage());
        }

        @Override
        public void downgraded(Job job, SyncQueue queue) {
            lines.add("downgraded " + job.id() + " " + queue);
        }

        @Override
        public void abandoned(Job job, Throwable cause) {
            lines.add("abandoned " + job.id() + " " + cause.getMessage());
        }
    }
}
