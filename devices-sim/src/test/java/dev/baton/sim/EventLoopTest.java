package dev.baton.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.Timers;
import dev.baton.engine.Timers.Timer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class EventLoopTest {
    private final List<String> ran = new ArrayList<>();

    /** Takes the last of what is ready, so that its choices show. */
    private static final class LastFirst implements Scheduler {
        final List<List<String>> choices = new ArrayList<>();

        @Override
        public boolean newExecution() {
            return true;
        }

        @Override
        public int nextTask(List<? extends Task> ready) {
            choices.add(ready.stream().map(Task::name).toList());
            return ready.size() - 1;
        }

        @Override
        public long nextNumber(long bound) {
            return bound - 1;
        }
    }

    private void add(EventLoop loop, long nanos, String name) {
        loop.at(nanos, name, () -> ran.add(name + "@" + loop.nowNanos()));
    }

    @Test
    void tasksRunInTheOrderOfTime() {
        EventLoop loop = new EventLoop(new SeededScheduler(1));
        add(loop, 30, "c");
        add(loop, 10, "a");
        add(loop, 20, "b");
        loop.run();
        assertThat(ran).containsExactly("a@10", "b@20", "c@30");
    }

    @Test
    @Tag("S8")
    void afterAStallWhatIsLateRunsAtOnceInTheOrderOfWhenItWasDue() {
        EventLoop loop = new EventLoop(new SeededScheduler(1));
        loop.at(5, "stall", () -> loop.stall(100));
        add(loop, 30, "c");
        add(loop, 10, "a");
        add(loop, 20, "b");
        add(loop, 106, "d");
        loop.runUntil(50);
        assertThat(ran).containsExactly("a@105", "b@105", "c@105");
        assertThat(loop.nowNanos()).isEqualTo(105);
        loop.run();
        assertThat(ran).endsWith("d@106");
    }

    @Test
    void theSchedulerChoosesAmongTasksOfOneInstant() {
        LastFirst scheduler = new LastFirst();
        EventLoop loop = new EventLoop(scheduler);
        add(loop, 5, "a");
        add(loop, 5, "b");
        add(loop, 5, "c");
        add(loop, 6, "d");
        loop.run();
        assertThat(ran).containsExactly("c@5", "b@5", "a@5", "d@6");
        assertThat(scheduler.choices).containsExactly(List.of("a", "b", "c"), List.of("a", "b"));
    }

    @Test
    void aTaskAddedForThisInstantIsAmongTheChoices() {
        LastFirst scheduler = new LastFirst();
        EventLoop loop = new EventLoop(scheduler);
        loop.at(5, "first", () -> add(loop, 0, "added"));
        add(loop, 5, "a");
        loop.at(5, "b", () -> add(loop, 5, "late"));
        loop.run();
        assertThat(ran).containsExactly("late@5", "a@5", "added@5");
    }

    @Test
    void timeOnlyMovesBetweenTasks() {
        EventLoop loop = new EventLoop(new SeededScheduler(1));
        add(loop, 10, "a");
        loop.runUntil(7);
        assertThat(loop.nowNanos()).isEqualTo(7);
        assertThat(ran).isEmpty();
        loop.runUntil(10);
        assertThat(ran).containsExactly("a@10");
        loop.run();
        assertThat(loop.nowNanos()).isEqualTo(10);
    }

    @Test
    void aDelayBeyondTheEndOfTimeNeverComes() {
        EventLoop loop = new EventLoop(new SeededScheduler(1));
        loop.at(100, "a", () -> loop.after(Long.MAX_VALUE, "never", () -> ran.add("never")));
        loop.run();
        assertThat(ran).isEmpty();
    }

    @Test
    void aNegativeDelayIsRefused() {
        EventLoop loop = new EventLoop(new SeededScheduler(1));
        assertThatThrownBy(() -> loop.after(-1, "early", () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("early");
    }

    @Test
    void whoListensIsToldAfterEachTask() {
        EventLoop loop = new EventLoop(new SeededScheduler(1), () -> ran.add("-"));
        add(loop, 1, "a");
        add(loop, 2, "b");
        loop.run();
        assertThat(ran).containsExactly("a@1", "-", "b@2", "-");
    }

    @Test
    void whatGoesOnForEverIsCutAfterSoManyTasks() {
        EventLoop loop = new EventLoop(new SeededScheduler(1), () -> {}, 3);
        goOn(loop);
        loop.runUntil(1_000);
        assertThat(ran).containsExactly("on@1", "on@2", "on@3");
        assertThat(loop.isCut()).isTrue();
        assertThat(loop.nowNanos()).isEqualTo(3);
    }

    private void goOn(EventLoop loop) {
        loop.after(1, "on", () -> {
            ran.add("on@" + loop.nowNanos());
            goOn(loop);
        });
    }

    @Test
    @Tag("S8")
    void timersAreTasksAmongTheChoices() {
        LastFirst scheduler = new LastFirst();
        EventLoop loop = new EventLoop(scheduler);
        Timers timers = loop.timers("watchdog");
        timers.at(5, () -> ran.add("timer@" + timers.nowNanos()));
        add(loop, 5, "a");
        loop.run();
        assertThat(ran).containsExactly("a@5", "timer@5");
        assertThat(scheduler.choices).containsExactly(List.of("watchdog", "a"));
    }

    @Test
    @Tag("S8")
    void aCancelledTimerIsNoChoiceAndMovesNoClock() {
        LastFirst scheduler = new LastFirst();
        EventLoop loop = new EventLoop(scheduler, () -> ran.add("-"));
        Timer far = loop.timers("far").at(1_000, () -> ran.add("far"));
        Timer same = loop.timers("same").at(5, () -> ran.add("same"));
        loop.at(5, "canceller", () -> ran.add(far.cancel() + " " + same.cancel()));
        loop.run();
        assertThat(ran).containsExactly("true true", "-");
        assertThat(scheduler.choices).containsExactly(List.of("same", "canceller"));
        assertThat(loop.nowNanos()).isEqualTo(5);
        assertThat(far.cancel()).isFalse();
        assertThat(same.cancel()).isFalse();
    }

    @Test
    @Tag("S8")
    void aTimerThatRanCannotBeCancelled() {
        EventLoop loop = new EventLoop(new SeededScheduler(1));
        Timer timer = loop.timers("t").at(-1, () -> ran.add("t@" + loop.nowNanos()));
        loop.run();
        assertThat(ran).containsExactly("t@0");
        assertThat(timer.cancel()).isFalse();
    }

    @Test
    @Tag("S8")
    void aTimerForNeverIsNoTask() {
        EventLoop loop = new EventLoop(new SeededScheduler(1));
        Timer never = loop.timers("never").at(Long.MAX_VALUE, () -> ran.add("never"));
        loop.timers("last").at(Long.MAX_VALUE - 1, () -> ran.add("last"));
        loop.run();
        assertThat(ran).containsExactly("last");
        assertThat(never.cancel()).isFalse();
    }

    @Test
    void oneSeedOneRun() {
        assertThat(orderOf(7)).isEqualTo(orderOf(7));
        assertThat(orderOf(7)).isNotEqualTo(orderOf(8));
    }

    private List<String> orderOf(long seed) {
        ran.clear();
        EventLoop loop = new EventLoop(new SeededScheduler(seed));
        for (int i = 0; i < 20; i++) {
            add(loop, i / 10, "t" + i + "/" + loop.nextNumber(1000));
        }
        loop.run();
        return List.copyOf(ran);
    }
}
