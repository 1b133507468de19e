package dev.baton.explore.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.explore.Failure;
import dev.baton.explore.Search;
import dev.baton.explore.step.JobBuilder;
import dev.baton.explore.step.Relation;
import dev.baton.explore.step.StepProgram;
import dev.baton.sim.Scheduler;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

class ExhaustiveTest {
    private static final int PROGRAMS = 300;
    private static final int STEPS = 3;

    /** Two jobs of three increments: all but the last of the four by four states leave something to do. */
    @Test
    void everyStateIsMetAndSearchedOnce() {
        UnaryOperator<JobBuilder> increments =
                job -> job.add("x", 1).add("x", 1).add("x", 1);
        StepProgram program = StepProgram.named("conflicts")
                .job("one", increments)
                .job("two", increments)
                .build();
        Search search = new Search(List.of(Strategy.EXHAUSTIVE), 1);

        assertThat(search.find(program, () -> true)).isEmpty();

        assertThat(search.states()).isEqualTo(15);
        assertThat(search.executions() - search.abandoned()).isEqualTo(2); // by either's last step
    }

    /** Against every schedule there is: nothing that can fail is left out. */
    @Test
    void nothingThatFailsIsLeftOut() {
        int failing = 0;
        for (int seed = 0; seed < PROGRAMS; seed++) {
            StepProgram program = random(new SplittableRandom(seed));
            Set<String> all = failures(program, new Blind(new Exhaustive(1)));
            Set<String> found = failures(program, new Exhaustive(1));

            assertThat(found).as(program.source()).isSubsetOf(all);
            if (all.stream().allMatch(failure -> failure.startsWith("DEADLOCK"))) {
                assertThat(found).as(program.source()).isEqualTo(all);
            }
            assertThat(found.isEmpty()).as(program.source()).isEqualTo(all.isEmpty());
            failing += all.isEmpty() ? 0 : 1;
        }

        assertThat(failing).isBetween(PROGRAMS / 5, PROGRAMS - PROGRAMS / 5);
    }

    /** G5's three clients with two jobs each over two buffers, of one choice of modes. */
    @Tag("S2")
    @Test
    void threeClientsOfTwoJobsOnTwoBuffersAreFewStates() {
        UnaryOperator<JobBuilder> twice = job -> job.take("A")
                .takeShared("B")
                .release("A")
                .release("B")
                .takeShared("A")
                .take("B")
                .release("A")
                .release("B");
        StepProgram program = StepProgram.named("clients")
                .job("one", twice)
                .job("two", twice)
                .job("three", twice)
                .build()
                .onDispatcher();
        Search search = new Search(List.of(Strategy.EXHAUSTIVE), 1);

        assertThat(search.find(program, () -> true)).isEmpty();

        assertThat(search.isExhausted()).isTrue();
        assertThat(search.states()).isBetween(100, 2_000);
    }

    private static Set<String> failures(StepProgram program, Scheduler scheduler) {
        Set<String> failures = new TreeSet<>();
        while (scheduler.newExecution()) {
            try {
                program.run(scheduler).ifPresent(failure -> failures.add(words(failure)));
            } catch (AbandonedException e) {
                continue; // it led nowhere new
            }
        }
        return failures;
    }

    private static String words(Failure failure) {
        return failure.kind() + " " + failure.signature();
    }

    private static StepProgram random(SplittableRandom random) {
        StepProgram.Builder program = StepProgram.named("random");
        for (String job : List.of("one", "two", "three")) {
            program.job(job, steps -> {
                Set<String> taken = new TreeSet<>();
                for (int i = 0; i < STEPS; i++) {
                    add(steps, taken, random);
                }
                return steps;
            });
        }
        return program.build();
    }

    /** Gives back what was taken, at most; a branch may have left it untaken. */
    private static JobBuilder add(JobBuilder job, Set<String> taken, SplittableRandom random) {
        String buffer = random.nextBoolean() ? "A" : "B";
        String variable = random.nextBoolean() ? "x" : "y";
        int choice = random.nextInt(14);
        if (choice < 5 || choice == 9) {
            taken.add(buffer);
        }
        boolean has = taken.contains(buffer);
        return switch (choice) {
            case 0, 1, 2 -> job.take(buffer);
            case 3, 4 -> job.takeShared(buffer);
            case 5 -> taken.remove(buffer) ? job.release(buffer) : job.work();
            case 6 -> job.set(variable, 1);
            case 7 -> job.add(variable, 1);
            case 8 -> job.copy(variable, random.nextBoolean() ? "x" : "z");
            case 9 -> job.when(variable, Relation.EQUAL, 1, then -> then.take(buffer));
            case 10 -> job.put("q");
            case 11 -> job.get("q").put("q");
            case 12 -> job.expect(variable, Relation.LESS, 2);
            default -> has && random.nextBoolean() ? job.waitFor("c", buffer) : job.signal("c");
        };
    }

    /** Hides everything but the names: then nothing is left out. */
    private record Blind(Scheduler scheduler) implements Scheduler {
        @Override
        public boolean newExecution() {
            return scheduler.newExecution();
        }

        @Override
        public int nextTask(List<? extends Task> ready) {
            return scheduler.nextTask(
                    ready.stream().<Task>map(task -> () -> task.name()).toList());
        }

        @Override
        public long nextNumber(long bound) {
            return scheduler.nextNumber(bound);
        }
    }
}
