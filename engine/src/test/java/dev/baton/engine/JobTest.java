package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The ends of a job and of its accesses (S5, S13). */
class JobTest {
    private final Dispatcher dispatcher = new Dispatcher();
    private final GrantLog client = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");

    @Test
    @Tag("S5")
    @Tag("S13")
    void ofTwoReleasesTheSecondIsLate() {
        Job job = dispatcher.submit(AccessSet.exclusive(a), client);

        assertThat(job.release()).isTrue();
        assertThat(job.release()).isFalse();
        assertThat(job.fail(new IllegalStateException())).isFalse();
        assertThat(job.release(a)).isFalse();
        assertThat(dispatcher.lateReleases()).isEqualTo(3);
        assertThat(job.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    @Tag("S5")
    @Tag("S13")
    void lateReleaseDoesNotTouchTheNextOwner() {
        Job first = dispatcher.submit(AccessSet.exclusive(a), client);
        Job second = dispatcher.submit(AccessSet.exclusive(a), client);
        Job third = dispatcher.submit(AccessSet.exclusive(a), client);
        first.release();

        first.release();
        first.release(a);
        first.cancel();

        assertThat(second.isGranted()).isTrue();
        assertThat(third.isGranted()).isFalse();
    }

    @Test
    @Tag("S13")
    void failureKeepsItsCause() {
        Job job = dispatcher.submit(AccessSet.exclusive(a), client);
        IllegalStateException cause = new IllegalStateException("lost the device");

        assertThat(job.cause()).isNull();
        assertThat(job.fail(cause)).isTrue();
        assertThat(job.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(job.cause()).isSameAs(cause);
    }

    @Test
    @Tag("S13")
    void failureHandsTheBuffersOn() {
        Job failing = dispatcher.submit(AccessSet.exclusive(a), client);
        Job next = dispatcher.submit(AccessSet.exclusive(a), client);

        failing.fail(new IllegalStateException());

        assertThat(next.isGranted()).isTrue();
    }

    @Test
    @Tag("S5")
    void endBeforeTheGrantIsRefusedAndNamesTheRule() {
        dispatcher.submit(AccessSet.exclusive(a), client);
        Job waiting = dispatcher.submit(AccessSet.exclusive(a, b), client);

        assertThatThrownBy(waiting::release)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("S5");
        assertThatThrownBy(() -> waiting.fail(new IllegalStateException()))
                .hasMessageContaining("S5");
        assertThatThrownBy(() -> waiting.release(a))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.rule()).isEqualTo("S5"));
        assertThat(waiting.outcome()).isNull();
        assertThat(dispatcher.lateReleases()).isZero();
    }

    @Test
    @Tag("S5")
    void endOfAnAccessThatTheJobDoesNotHaveIsRefused() {
        Job job =
                dispatcher.submit(AccessSet.builder().exclusive(a).unordered(b).build(), client);

        assertThatThrownBy(() -> job.release(new SyncQueue("foreign")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("foreign");
        assertThatThrownBy(() -> job.release(b)).isInstanceOf(RefusedException.class);
    }

    @Test
    void endedJobPointsAtNothing() {
        Job job = dispatcher.submit(AccessSet.exclusive(a), client, "work", JobOptions.DEFAULT);
        assertThat(job.client()).isSameAs(client);
        assertThat(job.attachment()).isEqualTo("work");
        assertThat(job.accesses().accesses()).hasSize(1);

        job.release();

        assertThat(job.client()).isNull();
        assertThat(job.attachment()).isNull();
        assertThat(job.accesses()).isSameAs(AccessSet.empty());
        assertThat(job.entryIfAny(0)).isNull();
        assertThat(job.helped).isNullOrEmpty();
    }

    @Test
    @Tag("S13")
    void jobThatEndsWhileItIsSubmittedPointsAtNothingEither() {
        VirtualTimers timers = new VirtualTimers();
        timers.advanceTo(10);
        Job job = new Dispatcher(null, timers)
                .submit(AccessSet.exclusive(a), client, "work", JobOptions.DEFAULT.expiry(5));

        assertThat(job.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(job.client()).isNull();
        assertThat(job.attachment()).isNull();
        assertThat(job.accesses()).isSameAs(AccessSet.empty());
    }

    /** K3: two releasers, one wins. */
    @Test
    @Tag("S13")
    void ofRacingEndsExactlyOneWins() throws Exception {
        try (Race race = new Race(3)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                Job job = dispatcher.submit(AccessSet.exclusive(a), client);
                Job next = dispatcher.submit(AccessSet.exclusive(a), client);
                long late = dispatcher.lateReleases();

                List<Boolean> won = race.run(
                        job::release,
                        () -> job.fail(new IllegalStateException()),
                        () -> job.release(a));

                assertThat(won).containsOnlyOnce(true);
                assertThat(job.outcome())
                        .isEqualTo(won.get(1) ? Outcome.FAILED : Outcome.COMPLETED);
                assertThat(dispatcher.lateReleases() - late).isEqualTo(2);
                assertThat(next.release()).isTrue();
            }
        }
    }

    @Test
    @Tag("S3")
    @Tag("S13")
    void ofCancelAndGrantExactlyOneWins() throws Exception {
        AtomicInteger told = new AtomicInteger();
        try (Race race = new Race(2)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                Job owner = dispatcher.submit(AccessSet.exclusive(a), client);
                Job waiting =
                        dispatcher.submit(AccessSet.exclusive(a), job -> told.incrementAndGet());
                told.set(0);

                boolean cancelled = race.run(owner::release, waiting::cancel).get(1);

                assertThat(told.get()).isEqualTo(cancelled ? 0 : 1);
                assertThat(waiting.outcome()).isEqualTo(cancelled ? Outcome.CANCELLED : null);
                assertThat(cancelled || waiting.release()).isTrue();
            }
        }
    }

    @Test
    @Tag("S5")
    void oneOfTwoReleasesOfOneAccessWins() throws Exception {
        try (Race race = new Race(2)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                Job job = dispatcher.submit(AccessSet.exclusive(a, b), client);
                Job next = dispatcher.submit(AccessSet.exclusive(a), client);

                List<Boolean> won = race.run(() -> job.release(a), () -> job.release(a));

                assertThat(won).containsOnlyOnce(true);
                assertThat(next.release()).isTrue();
                assertThat(job.isGranted()).isTrue();
                assertThat(job.release(b)).isTrue();
                assertThat(job.outcome()).isEqualTo(Outcome.COMPLETED);
            }
        }
    }
}
