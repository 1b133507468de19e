package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.fence.FenceSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;

/** Clients that are told of each access as soon as it is owned (S6). */
@Tag("S6")
class EagerClientTest {
    private static final Client KEEPS = job -> {};

    private final Observed observed = new Observed();
    private final Dispatcher plain = new Dispatcher();
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");
    private final SyncQueue c = new SyncQueue("c");
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void lawsHold() {
        observed.assertLawsHold();
    }

    /** Writes down what it is told, and does something more. */
    private final class Eager implements EagerClient {
        private final BiConsumer<Job, SyncQueue> then;

        Eager(BiConsumer<Job, SyncQueue> then) {
            this.then = then;
        }

        @Override
        public void onAvailable(Job job, SyncQueue queue) {
            told.add(queue.name());
            then.accept(job, queue);
        }

        @Override
        public void granted(Job job) {
            told.add("granted");
        }

        @Override
        public void fenceOff(Job job) {
            told.add("fenced off");
        }
    }

    private Eager eager() {
        return new Eager((job, queue) -> {});
    }

    private Job write(Dispatcher dispatcher, SyncQueue... queues) {
        return dispatcher.submit(AccessSet.exclusive(queues), KEEPS);
    }

    /** What the owner finds permitted and what predecessors permit, each once, in their order. */
    @Test
    void eachAccessIsToldOnceAndBeforeTheGrant() {
        for (Dispatcher dispatcher : List.of(plain, observed.dispatcher)) {
            SyncQueue[] fresh = {new SyncQueue("a"), new SyncQueue("b"), new SyncQueue("c")};
            told.clear();
            Job aheadA = write(dispatcher, fresh[0]);
            Job aheadC = write(dispatcher, fresh[2]);
            dispatcher.submit(AccessSet.exclusive(fresh), eager());
            assertThat(told).containsExactly("b");
            aheadC.release();
            assertThat(told).containsExactly("b", "c");
            aheadA.release();
            assertThat(told).containsExactly("b", "c", "a", "granted");
        }
    }

    @Test
    void freeBuffersAreToldOneByOneToo() {
        plain.submit(AccessSet.builder().exclusive(a).shared(b).unordered(c).build(), eager());
        assertThat(told).containsExactly("a", "b", "granted");
    }

    @Test
    void emptySetIsOnlyGranted() {
        plain.submit(AccessSet.empty(), eager());
        assertThat(told).containsExactly("granted");
    }

    @Test
    void accessesThatOneReleasePermitsAreToldOneByOne() {
        Job ahead = write(observed.dispatcher, a, b, c);
        observed.dispatcher.submit(AccessSet.exclusive(a, b, c), eager());

        ahead.release();

        assertThat(told).containsExactly("a", "b", "c", "granted");
    }

    @Test
    void bufferMayBeReleasedInItsOwnNotice() {
        Job ahead = write(observed.dispatcher, b);
        Job job = observed.dispatcher.submit(
                AccessSet.exclusive(a, b),
                new Eager((mine, queue) -> assertThat(mine.release(queue)).isTrue()));

        assertThat(write(observed.dispatcher, a).isGranted()).isTrue();
        ahead.release();

        assertThat(job.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(told).containsExactly("a", "b");
        assertThat(observed.kindsOf(job))
                .endsWith("Available", "AccessReleased", "Granted", "Released");
    }

    @Test
    void anotherBufferMayBeReleasedInANotice() {
        Job ahead = write(observed.dispatcher, b);
        Job job = observed.dispatcher.submit(AccessSet.exclusive(a, b), new Eager((mine, queue) -> {
            if (queue == b) {
                assertThat(mine.release(a)).isTrue();
            }
        }));
        Job behind = write(observed.dispatcher, a);

        ahead.release();

        assertThat(behind.isGranted()).isTrue();
        assertThat(told).containsExactly("a", "b", "granted");
        assertThat(job.isGranted()).isTrue();
    }

    @Test
    void cancelInANoticeTakesEffectWhenThatReturns() {
        List<Boolean> won = new ArrayList<>();
        List<Boolean> early = new ArrayList<>();
        List<Job> behind = new ArrayList<>();
        Job job = observed.dispatcher.submit(AccessSet.exclusive(a, b), new Eager((mine, queue) -> {
            won.add(mine.cancel());
            won.add(mine.cancel());
            behind.add(write(observed.dispatcher, a));
            early.add(mine.outcome() != null);
            early.add(behind.get(0).isGranted());
        }));

        assertThat(won).containsExactly(true, false);
        assertThat(early).containsExactly(false, false);
        assertThat(told).containsExactly("a");
        assertThat(job.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(behind.get(0).isGranted()).isTrue();
    }

    @Test
    void nothingIsToldAfterTheEnd() {
        for (Dispatcher dispatcher : List.of(plain, observed.dispatcher)) {
            SyncQueue queue = new SyncQueue("queue");
            Job ahead = write(dispatcher, queue);
            Job job = dispatcher.submit(AccessSet.exclusive(queue), eager());
            job.cancel();
            ahead.release();
        }
        assertThat(told).isEmpty();
    }

    @Test
    void throwInANoticeFailsTheJobAndPoisonsWhatItOwned() {
        IllegalStateException cause = new IllegalStateException("device lost");
        Job ahead = write(observed.dispatcher, b);
        Job job = observed.dispatcher.submit(AccessSet.exclusive(a, b), new Eager((mine, queue) -> {
            throw cause;
        }));

        assertThat(job.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(job.cause()).isSameAs(cause);
        assertThat(a.poison()).isSameAs(cause);
        ahead.release();
        assertThat(b.poison()).isNull();
        assertThat(told).containsExactly("a");
        assertThat(write(observed.dispatcher, a, b).isGranted()).isTrue();
    }

    @Test
    void ownerOfSomeIsFencedOffWhenItsJobExpiresOrIsClosed() {
        write(observed.dispatcher, b);
        JobOptions expiring = JobOptions.DEFAULT.expiry(10);
        Job job = observed.dispatcher.submit(AccessSet.exclusive(a, b), eager(), null, expiring);
        observed.timers.advanceTo(10);
        assertThat(job.ending())
                .isEqualTo(new Ending(Outcome.CANCELLED, CancelReason.EXPIRED, null));
        assertThat(told).containsExactly("a", "fenced off");

        Eager client = eager();
        Job other = observed.dispatcher.submit(AccessSet.exclusive(a, b), client);
        observed.dispatcher.close(client, Duration.ZERO);
        assertThat(other.ending())
                .isEqualTo(new Ending(Outcome.CANCELLED, CancelReason.CLIENT_CLOSED, null));
        assertThat(told).containsExactly("a", "fenced off", "a", "fenced off");
        assertThat(write(observed.dispatcher, a).isGranted()).isTrue();
    }

    @Test
    void onAnExecutorNoticesRunThereAndStillBeforeTheGrant() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        Client client = Client.on(tasks::add, eager());
        Job job = observed.dispatcher.submit(AccessSet.exclusive(a, b), client);
        assertThat(told).isEmpty();
        assertThat(tasks).hasSize(2);
        assertThat(job.isGranted()).isFalse();
        tasks.removeLast().run();
        assertThat(job.release(b)).isTrue();
        tasks.remove().run();
        assertThat(job.isGranted()).isTrue();
        tasks.remove().run();
        assertThat(told).containsExactly("b", "a", "granted");
        assertThat(tasks).isEmpty();
    }

    @Test
    void noticesStillOnTheirWayAreDroppedByACancel() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        Job job = plain.submit(AccessSet.exclusive(a, b), Client.on(tasks::add, eager()));

        assertThat(job.cancel()).isTrue();
        tasks.forEach(Runnable::run);

        assertThat(told).isEmpty();
    }

    @Test
    void noticeThatTheExecutorRejectsFailsTheJob() {
        RejectedExecutionException full = new RejectedExecutionException("full");
        Job job = plain.submit(
                AccessSet.exclusive(a, b),
                Client.on(
                        task -> {
                            throw full;
                        },
                        eager()));

        assertThat(job.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(job.cause()).isSameAs(full);
        assertThat(told).isEmpty();
    }

    /** As an executor whose new thread cannot be started after it took the task. */
    @Test
    @Tag("S13")
    void noticeThatTheExecutorRejectsAndRunsAllTheSameCountsOnce() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        Job job = plain.submit(
                AccessSet.exclusive(a),
                Client.on(
                        task -> {
                            tasks.add(task);
                            throw new RejectedExecutionException("no thread");
                        },
                        eager()));
        tasks.remove().run();

        assertThat(job.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(told).isEmpty();
    }

    /** Inside a callback, where the end has to wait until that returns. */
    @Test
    @Tag("S9")
    @Tag("S17")
    void closingFencesOffWhomAFailedGateIsAboutTo() {
        FenceSource gate = new FenceSource("gate");
        Eager eager = eager();
        JobOptions gated = JobOptions.DEFAULT
                .onPoison(PoisonPolicy.FAIL)
                .gate(Gate.holdingPlace(gate.fence(), Duration.ofSeconds(1)));
        Job job = observed.dispatcher.submit(AccessSet.exclusive(a), eager, null, gated);
        List<Throwable> heard =
                Uncaught.in(() -> observed.dispatcher.submit(AccessSet.exclusive(b), each -> {
                    gate.fail(new IllegalStateException("as told"));
                    observed.dispatcher.close(eager, Duration.ZERO);
                    each.release();
                }));

        assertThat(job.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(told).containsExactly("a", "fenced off");
        assertThat(heard).isEmpty();
    }
}
