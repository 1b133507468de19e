package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Who owns buffers gives a sign of life, or loses them (S16). */
@Tag("S16")
class HoldTest {
    private static final JobOptions HELD = JobOptions.DEFAULT.hold(Duration.ofNanos(100));

    private final CountedTimers timers = new CountedTimers();
    private final Dispatcher dispatcher = new Dispatcher(null, timers);
    private final List<String> told = new ArrayList<>();
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");

    /** What the device says when it is asked. */
    private Predicate<Job> answer = job -> false;

    private final Client device = new Client() {
        @Override
        public void granted(Job job) {
            told.add("granted");
        }

        @Override
        public boolean isWorking(Job job) {
            told.add("asked");
            return answer.test(job);
        }

        @Override
        public void fenceOff(Job job) {
            told.add("fenced off");
        }
    };

    private Job held() {
        return dispatcher.submit(AccessSet.exclusive(a), device, null, HELD);
    }

    private Job next() {
        return dispatcher.submit(AccessSet.exclusive(a), job -> told.add("next"));
    }

    @Test
    void silentOwnerIsAskedThenFencedOffAndThenTheBufferGoesOnPoisoned() {
        Job job = held();
        Job next = next();

        timers.advanceTo(99);
        assertThat(told).containsExactly("granted");
        timers.advanceTo(100);

        assertThat(told).containsExactly("granted", "asked", "fenced off", "next");
        assertThat(job.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(job.cause()).isInstanceOf(TimeoutException.class);
        assertThat(next.poison()).isSameAs(job.cause());
        assertThat(timers.waiting()).isZero();
    }

    @Test
    @Tag("C21")
    void bufferIsStillOwnedWhileItsClientIsFencedOff() {
        List<Boolean> inside = new ArrayList<>();
        Job[] next = new Job[1];
        dispatcher.submit(
                AccessSet.exclusive(a),
                new FencedOff(job -> {
                    inside.add(next[0].isGranted());
                    inside.add(a.isReady(AccessMode.SHARED));
                    inside.add(job.release());
                    inside.add(job.progress());
                }),
                null,
                HELD);
        next[0] = next();

        timers.advanceTo(100);

        assertThat(inside).containsExactly(false, false, false, false);
        assertThat(next[0].isGranted()).isTrue();
        assertThat(dispatcher.lateReleases()).isEqualTo(1);
    }

    /** The wait may be as long as it likes: the clock starts at the grant. */
    @Test
    @Tag("C22")
    void waitingIsNeverCounted() {
        Job owner = dispatcher.submit(AccessSet.exclusive(a), device);
        Job job = held();
        assertThat(timers.waiting()).isZero();
        timers.advanceTo(1_000);
        assertThat(job.progress()).isFalse();
        owner.release();

        timers.advanceTo(1_099);
        assertThat(job.isGranted()).isTrue();
        timers.advanceTo(1_100);
        assertThat(job.outcome()).isEqualTo(Outcome.TIMED_OUT);
    }

    @Test
    void notBeforeIsNotCountedEither() {
        Job job = dispatcher.submit(AccessSet.exclusive(a), device, null, HELD.notBefore(500));

        timers.advanceTo(599);
        assertThat(job.isGranted()).isTrue();
        timers.advanceTo(600);
        assertThat(job.outcome()).isEqualTo(Outcome.TIMED_OUT);
    }

    /** It owns one buffer, and could keep others from that one while it waits for the second. */
    @Test
    @Tag("S6")
    void eagerClientsClockStartsAtItsFirstBuffer() {
        Job owner = dispatcher.submit(AccessSet.exclusive(a, b), device);
        EagerLog eager = new EagerLog();
        Job job = dispatcher.submit(AccessSet.exclusive(a, b), eager, null, HELD);
        timers.advanceTo(500);
        owner.release(a);
        Job next = next();

        timers.advanceTo(599);
        assertThat(job.ending()).isNull();
        timers.advanceTo(600);
        assertThat(job.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(eager.told()).containsExactly("available a", "fenced off");
        assertThat(next.poison()).isSameAs(job.cause());
        assertThat(b.poison()).isNull();
    }

    @Test
    @Tag("C22")
    void progressCountsAnew() {
        Job job = held();
        timers.advanceTo(60);
        assertThat(job.progress()).isTrue();

        timers.advanceTo(159);
        assertThat(told).containsExactly("granted");
        timers.advanceTo(160);
        assertThat(job.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(job.progress()).isFalse();
    }

    @Test
    void clientThatIsAtWorkKeepsItsBuffers() {
        answer = job -> told.size() < 5;
        Job job = held();

        timers.advanceTo(399);
        assertThat(told).containsExactly("granted", "asked", "asked", "asked");
        assertThat(job.isGranted()).isTrue();
        timers.advanceTo(400);
        assertThat(job.outcome()).isEqualTo(Outcome.TIMED_OUT);
    }

    @Test
    void progressReportedWhileTheClientIsAskedCounts() {
        answer = job -> told.size() < 3 && !job.progress();
        Job job = held();

        timers.advanceTo(199);
        assertThat(job.isGranted()).isTrue();
        timers.advanceTo(200);
        assertThat(told).containsExactly("granted", "asked", "asked", "fenced off");
    }

    @Test
    void releaseWhileTheClientIsAskedWins() {
        answer = job -> !job.release();
        Job job = held();
        Job next = next();

        timers.advanceTo(1_000);

        assertThat(job.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(told).containsExactly("granted", "asked", "next");
        assertThat(next.poison()).isNull();
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void whatTheClientThrowsIsReportedAndTheBufferGoesOn() {
        List<Throwable> reported = new ArrayList<>();
        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((where, what) -> reported.add(what));
        IllegalStateException asked = new IllegalStateException("asked");
        IllegalStateException fencedOff = new IllegalStateException("fenced off");
        try {
            answer = job -> {
                throw asked;
            };
            held();
            dispatcher.submit(
                    AccessSet.exclusive(b),
                    new FencedOff(job -> {
                        throw fencedOff;
                    }),
                    null,
                    HELD);
            Job next = dispatcher.submit(AccessSet.exclusive(a, b), device);

            timers.advanceTo(100);

            assertThat(reported).containsExactly(asked, fencedOff);
            assertThat(next.isGranted()).isTrue();
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }
    }

    @Test
    void releaseInTimeLeavesNoTimer() {
        Job job = held();
        assertThat(timers.waiting()).isEqualTo(1);
        timers.advanceTo(60);
        job.progress();
        timers.advanceTo(120);
        assertThat(job.release()).isTrue();

        assertThat(timers.waiting()).isZero();
        assertThat(job.progress()).isFalse();
        assertThat(told).containsExactly("granted");
    }

    /** A client that only knows what to do when it is fenced off. */
    private record FencedOff(Consumer<Job> action) implements Client {
        @Override
        public void granted(Job job) {}

        @Override
        public void fenceOff(Job job) {
            action.accept(job);
        }
    }
}
