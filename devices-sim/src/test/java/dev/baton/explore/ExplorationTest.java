package dev.baton.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.explore.step.Rings;
import dev.baton.explore.step.StepProgram;
import dev.baton.explore.strategy.Exhaustive;
import dev.baton.explore.strategy.Strategy;
import dev.baton.explore.strategy.TooManyJobsException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class ExplorationTest {
    /** What a user writes: a pipeline as it is, and one line. */
    private static void pipelineNeverDeadlocks() {
        StepProgram pipeline = StepProgram.named("camera to screen")
                .queue("frames", 2)
                .job(
                        "camera",
                        job -> job.lock("pool")
                                .lock("buffer")
                                .work(5)
                                .put("frames")
                                .unlock("buffer")
                                .unlock("pool"))
                .job("encoder", job -> job.get("frames").lock("buffer").work(3).unlock("buffer"))
                .job(
                        "screen",
                        job -> job.lock("buffer")
                                .work()
                                .lock("pool")
                                .work()
                                .unlock("pool")
                                .unlock("buffer"))
                .build();
        Exploration.of(pipeline).check();
    }

    @Test
    void userIsToldWhatIsWrongHowAndHowToSeeItAgain() {
        assertThatThrownBy(ExplorationTest::pipelineNeverDeadlocks)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("camera to screen, DEADLOCK: ")
                .hasMessageContaining(" waits for lock pool held by camera")
                .hasMessageContaining("job -> job.lock(\"pool\").lock(\"buffer\")")
                .hasMessageContaining("schedule: ")
                .hasMessageContaining("Token.parse(\"b2.camera-to-screen.")
                .message()
                .doesNotContain("encoder");
    }

    @Tag("S1")
    @Test
    void exhaustiveSaysThatAllWasTried() {
        Bound bound = Exploration.of(Rings.of(3, 1).onDispatcher())
                .by(Strategy.EXHAUSTIVE)
                .check();

        assertThat(bound.exhausted()).isTrue();
        assertThat(bound.missBound()).isZero();
        assertThat(bound.inWords())
                .startsWith("exhaustive: all ")
                .contains(" states that schedules lead to, in ");
    }

    @Test
    void searchThatFindsNothingSaysHowMuchThatMeans() {
        StepProgram fine = StepProgram.named("fine")
                .job("one", job -> job.lock("a").lock("b"))
                .job("two", job -> job.lock("a").lock("b"))
                .build();
        List<Long> told = new ArrayList<>();

        Exploration.Result result =
                Exploration.of(fine).schedules(3_000).telling(told::add).run();

        assertThat(result.first()).isEmpty();
        assertThat(result.token()).isEmpty();
        assertThat(result.bound().schedules()).isEqualTo(3_000);
        assertThat(result.bound().missBound()).isEqualTo(0.001);
        assertThat(result.report()).contains("3,000 schedules by hold, walk, pos, pct, random");
        assertThat(told).hasSize(3_001).startsWith(0L, 1L);
    }

    @Test
    void moreJobsThanTheExhaustiveStrategyTakesAreRefused() {
        StepProgram.Builder many = StepProgram.named("many");
        for (int i = 0; i <= Exhaustive.JOBS_MAX; i++) {
            many.job("job " + i, job -> job.add("x", 1));
        }

        assertThatThrownBy(() ->
                        Exploration.of(many.build()).by(Strategy.EXHAUSTIVE).run())
                .isInstanceOf(TooManyJobsException.class)
                .hasMessageContaining("exhaustive takes at most 64 jobs");
    }

    @Test
    void timeIsABudgetToo() {
        StepProgram fine =
                StepProgram.named("fine").job("one", job -> job.work(3)).build();

        assertThat(Exploration.of(fine).lasting(Duration.ZERO).run().bound().schedules())
                .isZero();
    }

    @Test
    void whatCouldNotHaveFailedIsVacuousUnlessSomebodyElseJudges() {
        StepProgram apart = StepProgram.named("apart")
                .job("one", job -> job.lock("a").add("x", 1))
                .job("two", job -> job.lock("b").add("x", 1))
                .build();
        List<Exploration.Result> heard = new ArrayList<>();

        assertThatThrownBy(() -> Exploration.of(apart).check())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("vacuous: no job of apart can wait for another one");
        assertThatThrownBy(() -> Exploration.of(Rings.of(2, 0).onDispatcher())
                        .schedules(0)
                        .check())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("vacuous: no schedule of ring was run");
        Exploration.listen(heard::add);
        try {
            Exploration.of(apart).schedules(7).check();
        } finally {
            Exploration.listen(null);
        }
        assertThat(heard).singleElement().matches(it -> it.bound().schedules() == 7);
    }

    @Test
    void sameSeedFindsTheSame() {
        assertThat(Exploration.of(Rings.of(5, 3)).seed(7).run().report())
                .isEqualTo(Exploration.of(Rings.of(5, 3)).seed(7).run().report());
    }
}
