package dev.baton.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.explore.Failure.Kind;
import dev.baton.explore.step.Relation;
import dev.baton.explore.step.Rings;
import dev.baton.explore.step.StepProgram;
import dev.baton.explore.strategy.Strategy;
import dev.baton.sim.Scheduler;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

class ShrinkerTest {
    @Test
    void everyRingShrinksToTwoJobsTwoBuffersFourStepsAndOneSwitch() {
        for (int jobs = 2; jobs <= 8; jobs++) {
            for (int work : List.of(0, 20)) {
                Found found = find(Rings.of(jobs, work));

                Found smallest = new Shrinker(jobs).shrink(found);

                assertThat(smallest.workload().size()).isEqualTo(new Workload.Size(2, 2, 4, 0));
                assertThat(smallest.schedule().switches()).isEqualTo(1);
                assertThat(smallest.failure().signature())
                        .isEqualTo(found.failure().signature());
            }
        }
    }

    @Test
    void whatIsSmallestWhenItIsToldToStopIsTheResult() {
        Found found = find(Rings.of(8, 20));
        Shrinker stopped = new Shrinker(1, () -> false);
        AtomicInteger asked = new AtomicInteger();
        Shrinker soon = new Shrinker(1, () -> asked.incrementAndGet() < 200);

        assertThat(stopped.shrink(found)).isSameAs(found);
        assertThat(stopped.executions()).isZero();
        assertThat(stopped.isStopped()).isTrue();
        assertThat(soon.shrink(found).workload().size().jobs()).isLessThan(8);
        assertThat(soon.isStopped()).isTrue();
        assertThat(soon.rechecked()).isEmpty();
    }

    @Test
    void itTakesFewEvaluations() {
        Shrinker shrinker = new Shrinker(1);

        shrinker.shrink(find(Rings.of(8, 20)));

        assertThat(shrinker.evaluations()).isLessThan(150);
        assertThat(shrinker.executions()).isLessThan(3_000);
    }

    @Test
    void noEditOfTheSmallestStillFailsSo() {
        Found smallest = new Shrinker(1).shrink(find(Rings.of(4, 3)));

        for (Workload edit : smallest.workload().edits()) {
            Search search = new Search(List.of(Strategy.EXHAUSTIVE), 1);
            assertThat(search.find(edit, () -> true)).as(edit.source()).isEmpty();
            assertThat(search.isExhausted()).isTrue();
        }
    }

    /** Without the signal it would wait for ever just so: but under every schedule. */
    @Test
    void whatPassesWithOneJobAfterTheOtherStillDoes() {
        StepProgram program = StepProgram.named("lost wake-up")
                .job(
                        "wait",
                        job -> job.work()
                                .when(
                                        "done",
                                        Relation.EQUAL,
                                        0,
                                        then -> then.lock("m").waitFor("over", "m")))
                .job("notify", job -> job.work().set("done", 1).signal("over"))
                .build();

        Found smallest = new Shrinker(1).shrink(find(program));

        assertThat(smallest.workload().source())
                .contains("\"wait\", job -> job.when(\"done\", EQUAL, 0,")
                .contains("\"notify\", job -> job.set(\"done\", 1).signal(\"over\")");
        assertThat(smallest.schedule().inWords())
                .isEqualTo("wait (2 steps), notify (2 steps), wait");
    }

    @Test
    void whatAlwaysFailsShrinksToTheStepThatFails() {
        StepProgram program = StepProgram.named("always")
                .job("one", job -> job.take("A").set("x", 1).expect("x", Relation.EQUAL, 2))
                .job("two", job -> job.take("A").work())
                .build();

        assertThat(new Shrinker(1).shrink(find(program)).workload().source())
                .contains("\"one\", job -> job.expect(\"x\", EQUAL, 2))")
                .doesNotContain("two");
    }

    @Test
    void jobsObjectsAndWorkThatDoNotMatterAreDropped() {
        StepProgram program = StepProgram.named("more")
                .job("one", job -> job.take("C").take("A").work(9).take("B"))
                .job("two", job -> job.take("B").work(9).set("x", 1).take("A"))
                .job("three", job -> job.take("D").set("x", 2).work())
                .build();

        Found smallest = new Shrinker(1).shrink(find(program));

        assertThat(smallest.workload().size()).isEqualTo(new Workload.Size(2, 2, 4, 0));
        assertThat(smallest.workload().source()).doesNotContain("three", "\"C\"", "work");
    }

    @Test
    void buffersAreMergedAndAccessesMadeShared() {
        Workload smallest = new Shrinker(1).shrink(find(Rings.of(4, 0))).workload();

        assertThat(smallest.size()).isEqualTo(new Workload.Size(2, 2, 4, 0));
        assertThat(smallest.source().split("takeShared", -1)).hasSize(3);
    }

    @Test
    void queuesAreMadeSmaller() {
        StepProgram program = StepProgram.named("queue")
                .queue("q", 3)
                .job("one", job -> job.lock("m").put("q").put("q").put("q").put("q"))
                .job("two", job -> job.lock("m").get("q").get("q").get("q"))
                .build();

        assertThat(new Shrinker(1).shrink(find(program)).workload().source())
                .doesNotContain(".queue(");
    }

    /** Every schedule of this fails; the fewest switches are none but the one at the end. */
    @Test
    void scheduleIsThatOfTheFewestSwitches() {
        StepProgram program = StepProgram.named("switches")
                .job("one", job -> job.add("x", 1).add("x", 1).add("x", 1).add("x", 1))
                .job("two", job -> job.add("x", 1).add("x", 1).add("x", 1).add("x", 1))
                .expect("x", Relation.EQUAL, 7)
                .build();
        Found found = new Search(List.of(Strategy.RANDOM), 1)
                .find(program, () -> true)
                .orElseThrow();

        Found smallest = new Shrinker(1).shrink(found);

        assertThat(found.schedule().switches()).isPositive();
        assertThat(smallest.schedule().switches()).isZero();
    }

    /** Has more ready than the exhaustive strategy takes; one edit of it passes. */
    private record Crowd(boolean fails) implements Workload {
        @Override
        public Optional<Failure> run(Scheduler scheduler) {
            scheduler.nextTask(Collections.nCopies(100, () -> "one of many"));
            return fails
                    ? Optional.of(new Failure(Kind.EXPECTATION, "it fails", "", 0))
                    : Optional.empty();
        }

        @Override
        public String name() {
            return "crowd";
        }

        @Override
        public List<Crowd> edits() {
            return fails ? List.of(new Crowd(false)) : List.of();
        }

        @Override
        public Size size() {
            return new Size(100, 0, 1, 0);
        }

        @Override
        public String source() {
            return "crowd, " + fails;
        }

        @Override
        public Picture picture(Scheduler scheduler) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void whatHasTooManyJobsToBeEnumeratedIsRecheckedByTheOtherStrategies() {
        Shrinker shrinker = new Shrinker(1);

        shrinker.shrink(find(new Crowd(true)));

        assertThat(shrinker.rechecked())
                .isEqualTo("of its 1 edits none fails so in 50 schedules of each");
    }

    /** Fails if the third of eight numbers is large. */
    private record Numbers() implements Workload {
        @Override
        public Optional<Failure> run(Scheduler scheduler) {
            List<Long> drawn =
                    Stream.generate(() -> scheduler.nextNumber(100)).limit(8).toList();
            return drawn.get(2) < 50
                    ? Optional.empty()
                    : Optional.of(new Failure(Kind.EXPECTATION, "large", "", drawn.hashCode()));
        }

        @Override
        public String name() {
            return "numbers";
        }

        @Override
        public List<Numbers> edits() {
            return List.of();
        }

        @Override
        public Size size() {
            return new Size(1, 0, 0, 0);
        }

        @Override
        public String source() {
            return "eight numbers";
        }

        @Override
        public Picture picture(Scheduler scheduler) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void numbersThatNeedNotBeDrawnAreZeroAndTheTokenHasTheRest() throws TokenException {
        Found smallest = new Shrinker(1).shrink(find(new Numbers()));
        String token = Token.of(smallest, smallest).orElseThrow();

        assertThat(smallest.schedule().numbers())
                .filteredOn(number -> number != 0)
                .containsExactly(smallest.schedule().numbers().get(2));
        assertThat(Token.parse(token).reproduce(new Numbers()).failure())
                .isEqualTo(smallest.failure());
    }

    @Test
    void reportSaysHowItWasMadeSureThatNothingIsSmaller() {
        Shrinker shrinker = new Shrinker(1);

        shrinker.shrink(find(Rings.of(3, 1)));

        assertThat(shrinker.rechecked())
                .matches("of its \\d+ edits none fails so under any schedule");
    }

    private static Found find(Workload workload) {
        return new Search(Strategy.PORTFOLIO, 1).find(workload, () -> true).orElseThrow();
    }
}
