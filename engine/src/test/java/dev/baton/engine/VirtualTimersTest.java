package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.Timers.Timer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** S8: time that moves only when it is told to. */
@Tag("S8")
@Timeout(60)
class VirtualTimersTest {
    private final VirtualTimers timers = new VirtualTimers();
    private final List<String> ran = new ArrayList<>();

    private Timer add(long nanos, String name) {
        return timers.at(nanos, () -> ran.add(name + "@" + timers.nowNanos()));
    }

    @Test
    void timeStandsUntilItIsMoved() {
        add(0, "a");
        assertThat(timers.nowNanos()).isZero();
        assertThat(ran).isEmpty();
        timers.advance(Duration.ZERO);
        assertThat(ran).containsExactly("a@0");
    }

    @Test
    void tasksRunInTheOrderOfTimeAndThenOfInsertion() {
        add(20, "c");
        add(10, "a");
        add(10, "b");
        add(21, "late");
        timers.advance(Duration.ofNanos(20));
        assertThat(ran).containsExactly("a@10", "b@10", "c@20");
        assertThat(timers.nowNanos()).isEqualTo(20);
    }

    @Test
    void aTaskMayAddTasksForTheSameMove() {
        timers.at(10, () -> {
            add(15, "later");
            add(3, "passed");
        });
        add(10, "b");
        timers.advanceTo(20);
        assertThat(ran).containsExactly("b@10", "passed@10", "later@15");
    }

    @Test
    void aTimeThatHasPassedComesWithTheNextMove() {
        timers.advanceTo(100);
        add(Long.MIN_VALUE, "a");
        add(7, "b");
        assertThat(ran).isEmpty();
        timers.advanceTo(100);
        assertThat(ran).containsExactly("a@100", "b@100");
    }

    @Test
    void neverNeverComes() {
        Timer never = add(Long.MAX_VALUE, "never");
        add(Long.MAX_VALUE - 1, "last");
        timers.advanceTo(Long.MAX_VALUE);
        assertThat(ran).containsExactly("last@" + (Long.MAX_VALUE - 1));
        assertThat(never.cancel()).isFalse();
    }

    @Test
    void movingBeyondTheEndOfTimeMovesToItsEnd() {
        timers.advanceTo(5);
        timers.advance(Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(timers.nowNanos()).isEqualTo(Long.MAX_VALUE);
        add(1, "even then");
        timers.advance(Duration.ofNanos(1));
        assertThat(ran).hasSize(1);
    }

    @Test
    void onlyTheFirstCancelTakesTheTaskBack() {
        Timer timer = add(10, "a");
        assertThat(timer.cancel()).isTrue();
        assertThat(timer.cancel()).isFalse();
        timers.advanceTo(10);
        assertThat(ran).isEmpty();
    }

    @Test
    void whatHasBegunCannotBeCancelled() {
        Timer[] self = new Timer[1];
        self[0] = timers.at(1, () -> ran.add("cancelled: " + self[0].cancel()));
        timers.advanceTo(1);
        assertThat(ran).containsExactly("cancelled: false");
        assertThat(self[0].cancel()).isFalse();
    }

    @Test
    void aTaskMayCancelOneDueAtTheSameInstant() {
        Timer[] other = new Timer[1];
        timers.at(1, () -> ran.add("cancelled: " + other[0].cancel()));
        other[0] = add(1, "b");
        timers.advanceTo(1);
        assertThat(ran).containsExactly("cancelled: true");
    }

    @Test
    void aCancelledTimerKeepsNothing() {
        Object kept = new Object();
        WeakReference<Object> gone = new WeakReference<>(kept);
        Timer timer = timers.at(Long.MAX_VALUE - 1, task(kept));
        timer.cancel();
        kept = null;

        while (gone.get() != null) {
            System.gc();
        }
        assertThat(timer.cancel()).isFalse();
    }

    private static Runnable task(Object kept) {
        return kept::hashCode;
    }

    @Test
    void theOthersRunWhenTasksThrow() {
        Exception first = new Exception("first");
        Error second = new AssertionError("second");
        timers.at(1, () -> VirtualTimersTest.<RuntimeException>sneak(first));
        timers.at(2, () -> VirtualTimersTest.<RuntimeException>sneak(second));
        timers.at(2, () -> VirtualTimersTest.<RuntimeException>sneak(first));
        add(3, "c");

        assertThatThrownBy(() -> timers.advanceTo(5))
                .isSameAs(first)
                .satisfies(thrown -> assertThat(thrown.getSuppressed()).containsExactly(second));
        assertThat(ran).containsExactly("c@3");
        assertThat(timers.nowNanos()).isEqualTo(5);
        timers.advanceTo(5);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void aTaskCannotMoveTime() {
        timers.at(1, () -> timers.advanceTo(9));
        add(2, "b");
        assertThatThrownBy(() -> timers.advanceTo(3)).isInstanceOf(IllegalStateException.class);
        assertThat(ran).containsExactly("b@2");
        assertThat(timers.nowNanos()).isEqualTo(3);
    }

    @Test
    void timeDoesNotGoBack() {
        timers.advanceTo(5);
        assertThatThrownBy(() -> timers.advanceTo(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 5 to 4");
        assertThatThrownBy(() -> timers.advance(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(timers.nowNanos()).isEqualTo(5);
    }

    @Test
    void ofRunAndCancelOnTwoThreadsExactlyOneWins() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        int cancels = 0;
        try (Race race = new Race(2)) {
            for (int round = 1; round <= Race.ROUNDS; round++) {
                long now = round;
                Timer timer = timers.at(now, runs::incrementAndGet);
                List<Boolean> results = race.run(timer::cancel, () -> {
                    timers.advanceTo(now);
                    return false;
                });
                cancels += results.get(0) ? 1 : 0;
                assertThat(runs.get() + cancels).isEqualTo(round);
            }
        }
        assertThat(cancels).isBetween(1, Race.ROUNDS - 1);
    }
}
