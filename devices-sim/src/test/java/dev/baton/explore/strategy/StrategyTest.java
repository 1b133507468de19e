package dev.baton.explore.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.explore.Search;
import dev.baton.explore.step.Relation;
import dev.baton.explore.step.Rings;
import dev.baton.explore.step.StepProgram;
import dev.baton.sim.Scheduler;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class StrategyTest {
    private static final long EXECUTIONS_MAX = 5_000;

    @Test
    void holdFindsEveryRingInItsFirstExecution() {
        for (int jobs = 2; jobs <= 8; jobs++) {
            for (int work : List.of(0, 20)) {
                assertThat(executionsToFind(Rings.of(jobs, work), Strategy.HOLD, jobs))
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void everyStrategyFindsASmallRing() {
        for (Strategy strategy : Strategy.values()) {
            assertThat(executionsToFind(Rings.of(3, 1), strategy, 1))
                    .as(strategy.name())
                    .isBetween(1L, 200L);
        }
    }

    @Test
    void sameSeedChoosesTheSame() {
        for (Strategy strategy : Strategy.values()) {
            assertThat(choices(strategy, 7)).isEqualTo(choices(strategy, 7));
        }
        for (Strategy strategy : Strategy.PORTFOLIO) {
            assertThat(choices(strategy, 7)).as(strategy.name()).isNotEqualTo(choices(strategy, 8));
        }
    }

    @Test
    void weightedWalkFindsLostWakeUpsBehindPrivateWork() {
        StepProgram program = StepProgram.named("lost wake-up")
                .job("wait", job -> job.work(20).lock("m").waitFor("c", "m"))
                .job("notify", job -> job.signal("c"))
                .build();

        assertThat(executionsToFind(program, Strategy.WALK, 1)).isLessThan(10);
    }

    /** n increments of one variable by each of two jobs: as many orders as 2n choose n. */
    @Test
    void exhaustiveTriesEveryOrderOfConflictingSteps() {
        StepProgram program = StepProgram.named("conflicts")
                .job("one", job -> job.add("x", 1).add("x", 1).add("x", 1))
                .job("two", job -> job.add("x", 1).add("x", 1).add("x", 1))
                .build();

        assertThat(distinct(program)).isEqualTo(20);
    }

    @Test
    void exhaustiveTriesNoOrderTwiceThatMakesNoDifference() {
        StepProgram apart = StepProgram.named("apart")
                .job("one", job -> job.work(10).add("x", 1).add("x", 1).take("A"))
                .job("two", job -> job.work(10).add("y", 1).add("y", 1).take("B"))
                .job("three", job -> job.work(10).add("z", 1))
                .build();
        StepProgram readers = StepProgram.named("readers")
                .job("one", job -> job.takeShared("A").await("x", Relation.EQUAL, 0))
                .job("two", job -> job.takeShared("A").await("x", Relation.EQUAL, 0))
                .build();

        assertThat(distinct(apart)).isEqualTo(1);
        assertThat(distinct(readers)).isEqualTo(1);
    }

    /** Two steps of each of two jobs, of which only the middle ones meet. */
    @Test
    void exhaustiveKeepsWhatIsIndependentAsleep() {
        StepProgram program = StepProgram.named("meets once")
                .job("one", job -> job.set("x", 1).add("y", 1))
                .job("two", job -> job.set("x", 2).add("z", 1))
                .job("three", job -> job.add("y", 1))
                .build();

        assertThat(distinct(program)).isEqualTo(4); // x: 2 orders, y: 2 orders, z: nobody else's
    }

    @Test
    void exhaustiveTriesEverythingAmongTasksThatSayNothing() {
        Scheduler exhaustive = Strategy.EXHAUSTIVE.scheduler(1, 0);
        List<List<Integer>> executions = new ArrayList<>();
        while (exhaustive.newExecution()) {
            List<Scheduler.Task> ready = new ArrayList<>(List.of(() -> "a", () -> "b", () -> "c"));
            List<Integer> execution = new ArrayList<>();
            while (ready.size() > 1) {
                execution.add(exhaustive.nextTask(ready));
                ready.remove((int) execution.get(execution.size() - 1));
            }
            executions.add(execution);
        }

        assertThat(executions).doesNotHaveDuplicates().hasSize(6);
    }

    @Test
    void exhaustiveRefusesMoreJobsThanItCanTellApart() {
        assertThatThrownBy(() -> distinct(ring65()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("exhaustive takes at most 64 jobs, and there are at least 65;"
                        + " the other strategies take them");
    }

    private static StepProgram ring65() {
        StepProgram.Builder many = StepProgram.named("many");
        for (int i = 0; i < 65; i++) {
            many.job("job " + i, job -> job.add("x", 1));
        }
        return many.build();
    }

    /** How many schedules differ, where nobody tells in what state the jobs are. */
    private static long distinct(StepProgram program) {
        Exhaustive exhaustive = new Exhaustive(1);
        long distinct = 0;
        while (exhaustive.newExecution() && distinct < EXECUTIONS_MAX) {
            try {
                assertThat(program.run(new Stateless(exhaustive))).isEmpty();
                distinct++;
            } catch (AbandonedException e) {
                continue; // it led nowhere new
            }
        }
        return distinct;
    }

    private static long executionsToFind(StepProgram program, Strategy strategy, long seed) {
        Search search = new Search(List.of(strategy), seed);
        assertThat(search.find(program, () -> search.executions() < EXECUTIONS_MAX))
                .isPresent();
        return search.executions();
    }

    private static List<Integer> choices(Strategy strategy, long seed) {
        Scheduler scheduler = strategy.scheduler(seed, 20);
        scheduler.newExecution();
        List<Scheduler.Task> ready = List.of(() -> "a", () -> "b", () -> "c", () -> "d");
        List<Integer> choices = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            choices.add(scheduler.nextTask(ready));
        }
        return choices;
    }
}
