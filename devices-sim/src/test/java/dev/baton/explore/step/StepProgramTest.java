package dev.baton.explore.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.explore.Failure;
import dev.baton.explore.Failure.Kind;
import dev.baton.sim.Scheduler;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

class StepProgramTest {
    private static final UnaryOperator<JobBuilder> NOTHING = job -> job;

    @Test
    void cycleIsPutInWords() {
        Failure failure = run(Rings.of(2, 0), "job 1", "job 2").orElseThrow();

        assertThat(failure.kind()).isEqualTo(Kind.DEADLOCK);
        assertThat(failure.signature()).isEqualTo("cycle [buffer]");
        assertThat(failure.inWords())
                .isEqualTo("job 1 waits for buffer B held by job 2,"
                        + " which waits for buffer A held by job 1");
    }

    @Test
    void jobsOneAfterTheOtherDoNotDeadlock() {
        assertThat(run(Rings.of(2, 0), "job 1", "job 1", "job 2", "job 2")).isEmpty();
    }

    @Test
    void readersDoNotWaitForEachOther() {
        StepProgram readers = two(
                job -> job.takeShared("A").takeShared("B"),
                job -> job.takeShared("B").takeShared("A"));

        assertThat(run(readers, "one", "two")).isEmpty();
    }

    @Test
    void writerWaitsForReadersAndIsInTheirWay() {
        StepProgram mixed = two(
                job -> job.takeShared("A").take("B"), job -> job.takeShared("B").take("A"));

        assertThat(run(mixed, "one", "two").orElseThrow().kind()).isEqualTo(Kind.DEADLOCK);
    }

    @Test
    void locksQueuesAndVariablesAreNoBuffers() {
        StepProgram program = two(
                job -> job.set("x", 1).lock("m").put("q"),
                job -> job.take("A").release("A").takeShared("A"));

        assertThat(program.size().buffers()).isEqualTo(1);
        assertThat(program.onDispatcher().size().buffers()).isEqualTo(1);
    }

    @Test
    void whatIsGivenBackIsFree() {
        StepProgram program = two(
                job -> job.take("A").release("A").take("B"),
                job -> job.take("B").take("A"));

        assertThat(run(program, "one", "one", "two", "two", "one")).isEmpty();
    }

    @Test
    void lockTakenTwiceIsGivenBackTwice() {
        StepProgram program = two(
                job -> job.lock("m").lock("m").unlock("m").set("inside", 1).set("inside", 0),
                job -> job.lock("m").expect("inside", Relation.EQUAL, 0));

        assertThat(run(program, "one", "one", "one", "one", "two")).isEmpty();
    }

    @Test
    void twoReadersThatBothWantToWriteWaitForEachOther() {
        StepProgram upgrade = two(
                job -> job.takeShared("A").take("A"), job -> job.takeShared("A").take("A"));

        assertThat(run(upgrade, "one", "two").orElseThrow().signature())
                .isEqualTo("cycle [upgrade]");
        assertThat(run(upgrade, "one", "one", "two")).isEmpty();
    }

    @Test
    void signalThatNobodySleepsForIsLost() {
        StepProgram program =
                two(job -> job.lock("m").waitFor("c", "m").unlock("m"), job -> job.signal("c"));

        assertThat(run(program, "one", "one", "two")).isEmpty();
        assertThat(run(program, "two", "one").orElseThrow().inWords())
                .isEqualTo("one waits for signal c, and nobody is left to give it");
    }

    @Test
    void sleeperGivesItsLockBackAndTakesItAgain() {
        StepProgram program = two(
                job -> job.lock("m").waitFor("c", "m").expect("x", Relation.EQUAL, 2),
                job -> job.lock("m").set("x", 1).signal("c").set("x", 2).unlock("m"));

        assertThat(run(program, "one", "one", "two", "two", "two", "one", "two", "one"))
                .isEmpty();
    }

    @Test
    void signalWakesOneAndSignalAllEverybody() {
        StepProgram.Builder three = StepProgram.named("sleepers")
                .job("one", job -> job.lock("m").waitFor("c", "m"))
                .job("two", job -> job.lock("m").waitFor("c", "m"));
        StepProgram all = three.job("three", job -> job.signalAll("c")).build();

        assertThat(run(all, "one", "one", "two", "two", "three")).isEmpty();

        StepProgram single = StepProgram.named("sleepers")
                .job("one", job -> job.lock("m").waitFor("c", "m"))
                .job("two", job -> job.lock("m").waitFor("c", "m").set("woken", 2))
                .job("three", job -> job.signal("c"))
                .build();
        assertThat(run(single, "two", "two", "one", "one", "three")
                        .orElseThrow()
                        .inWords())
                .startsWith("one waits for signal c"); // the one that sleeps longest was woken
    }

    @Test
    void queueBlocksWhenItIsFullAndWhenItIsEmpty() {
        StepProgram program = StepProgram.named("queue")
                .queue("q", 2)
                .job("producer", job -> job.put("q").put("q").put("q"))
                .job("consumer", job -> job.get("q"))
                .build();

        assertThat(run(program, "consumer", "producer", "producer", "producer")).isEmpty();
        assertThat(run(two(job -> job.get("q"), NOTHING)).orElseThrow().inWords())
                .isEqualTo("one waits for items in q, and nobody is left to give it");
    }

    @Test
    void branchIsSkippedUnlessItsComparisonHolds() {
        StepProgram program = two(
                job -> job.when("x", Relation.EQUAL, 1, then -> then.set("y", 1))
                        .expect("y", Relation.EQUAL, 0),
                job -> job.set("x", 1));

        assertThat(run(program, "one", "two", "one")).isEmpty();
        assertThat(run(program, "two", "one").orElseThrow().inWords())
                .isEqualTo("one expects y = 0, but it is 1");
    }

    @Test
    void whatMustHoldAtTheEndIsCheckedThere() {
        StepProgram program = StepProgram.named("end")
                .job("one", job -> job.set("x", 1).set("x", 2))
                .expect("x", Relation.EQUAL, 1)
                .build();

        assertThat(run(program).orElseThrow().inWords())
                .isEqualTo("at the end expects x = 1, but it is 2");
    }

    @Tag("S1")
    @Test
    void onTheDispatcherTheOrderOfTakingDoesNotMatter() {
        StepProgram cured = Rings.of(3, 1).onDispatcher();

        assertThat(run(cured, "job 1", "job 2", "job 3", "job 1", "job 2", "job 3"))
                .isEmpty();
        assertThat(cured.source()).endsWith(".onDispatcher()");
    }

    @Test
    void whatHasNoSetIsRefusedOnTheDispatcher() {
        List<UnaryOperator<JobBuilder>> refused = List.of(
                job -> job.lock("m").waitFor("c", "m"),
                job -> job.take("A").take("B").release("A").take("A"),
                job -> job.when("x", Relation.EQUAL, 0, then -> then.take("A")));

        for (UnaryOperator<JobBuilder> steps : refused) {
            assertThatThrownBy(() -> two(steps, NOTHING).onDispatcher())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("job one: ")
                    .hasMessageContaining("(S1)");
        }
    }

    @Test
    void givingBackWhatTheJobCannotHaveIsRefused() {
        Map<String, UnaryOperator<JobBuilder>> refused = Map.of(
                "job one, unlock(\"x\"): x is no buffer or lock that the job has here; there is none",
                job -> job.unlock("x"),
                "job one, release(\"x\"): x is no buffer or lock that the job has here; there is y",
                job -> job.take("x").take("y").release("x").release("x"),
                "job one, unlock(\"z\"): z is no buffer or lock that the job has here; there is x, y",
                job -> job.lock("x")
                        .when("a", Relation.EQUAL, 1, then -> then.lock("y"))
                        .unlock("z"),
                "job one, waitFor(\"c\", \"m\"): m is no buffer or lock that the job has here;",
                job -> job.waitFor("c", "m"));

        refused.forEach((words, steps) -> assertThatThrownBy(() -> two(steps, NOTHING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(words));
    }

    @Test
    void queueIsDeclaredIfAnotherIs() {
        StepProgram.Builder program =
                StepProgram.named("queues").queue("q", 1).job("one", job -> job.put("r"));

        assertThatThrownBy(program::build)
                .hasMessage("job one, put(\"r\"): r is no queue that is declared; there is q");
        assertThat(program.queue("r", 1).build().name()).isEqualTo("queues");
    }

    @Test
    void executionFailsWhoseBranchesLeftNothingToGiveBack() {
        StepProgram program = two(
                job -> job.when("x", Relation.EQUAL, 1, then -> then.lock("m")).unlock("m"),
                job -> job.set("x", 1));
        StepProgram sleeper = two(
                job -> job.when("x", Relation.EQUAL, 1, then -> then.lock("m")).waitFor("c", "m"),
                job -> job.set("x", 1));

        assertThat(run(program, "two", "one", "one", "one")).isEmpty();
        assertThat(run(program, "one", "one").orElseThrow().inWords())
                .isEqualTo("one gives back m, which it does not have");
        assertThat(run(sleeper, "one", "one").orElseThrow().kind()).isEqualTo(Kind.EXPECTATION);
        assertThat(program.canFail()).isTrue();
    }

    @Test
    void branchThatGivesBackWhatItTookCannotFail() {
        StepProgram program = two(
                job -> job.when("x", Relation.EQUAL, 1, then -> then.lock("m").unlock("m")),
                job -> job.set("x", 1));

        assertThat(program.canFail()).isFalse();
    }

    @Test
    void editsGiveBackNothingThatIsNotTakenAnyMore() {
        StepProgram program =
                two(job -> job.take("A").take("B").release("B").release("A"), NOTHING);

        assertThat(program.edits())
                .anyMatch(edit -> edit.source().contains("job -> job.take(\"B\").release(\"B\"))"));
    }

    @Test
    void namesThatWouldNeedEscapesAreRefused() {
        assertThatThrownBy(() -> StepProgram.named("x\")"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StepProgram.named("x").job("j", job -> job.take("")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StepProgram.named("x").job("j", NOTHING).job("j", NOTHING))
                .hasMessage("two jobs are called j");
        assertThatThrownBy(() -> StepProgram.named("x").queue("q", 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void editsLeaveTheProgramAsItWasAndNeverGrowIt() {
        StepProgram ring = Rings.of(3, 1);
        String before = ring.source();

        List<StepProgram> edits = ring.edits();

        assertThat(ring.source()).isEqualTo(before);
        assertThat(edits)
                .allMatch(edit -> edit.size().jobs() <= 3 && edit.size().steps() <= 9)
                .noneMatch(edit -> edit.source().equals(before))
                .anyMatch(edit -> edit.size().jobs() == 2)
                .anyMatch(edit -> edit.source()
                        .contains("\"job 1\", job -> job.take(\"A\").work()"
                                + ".take(\"A\")")); // B is A: merging shortens a ring
    }

    @Test
    void editsReachIntoBranches() {
        StepProgram program = two(
                job -> job.when("x", Relation.EQUAL, 0, then -> then.work().set("y", 1)), NOTHING);

        assertThat(program.edits())
                .anyMatch(edit -> edit.source().contains("then -> then.set(\"y\", 1)"))
                .anyMatch(edit -> edit.source().contains("job -> job.work().set(\"y\", 1)"));
    }

    private static StepProgram two(UnaryOperator<JobBuilder> one, UnaryOperator<JobBuilder> two) {
        return StepProgram.named("two").job("one", one).job("two", two).build();
    }

    /** Runs with these jobs going in this order as far as they can, and then anyhow. */
    private static Optional<Failure> run(StepProgram program, String... order) {
        int[] position = {0};
        return program.run(new Scheduler() {
            @Override
            public boolean newExecution() {
                return true;
            }

            @Override
            public int nextTask(List<? extends Task> ready) {
                while (position[0] < order.length) {
                    String next = order[position[0]++];
                    for (int i = 0; i < ready.size(); i++) {
                        if (ready.get(i).name().equals(next)) {
                            return i;
                        }
                    }
                }
                return 0;
            }

            @Override
            public long nextNumber(long bound) {
                return 0;
            }
        });
    }
}
