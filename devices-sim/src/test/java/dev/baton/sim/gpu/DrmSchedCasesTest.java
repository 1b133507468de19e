package dev.baton.sim.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.CancelReason;
import dev.baton.engine.Ending;
import dev.baton.engine.Gate;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.sim.gpu.Bench.Noted;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The kernel's own tests of its GPU scheduler, {@code tests_basic.c}. */
class DrmSchedCasesTest {
    private static final long TIMEOUT = 200_000_000;
    private static final long MILLI = 1_000_000;
    private static final GpuOptions ENDLESS = GpuOptions.named("gpu").withRings(1, 1000);

    private static Job untimed(Bench bench, GpuContext context, String name) {
        return bench.submit(context, name, GpuWork.UNTIMED);
    }

    private static void assertScheduled(Bench bench, String name) {
        assertThat(bench.log).anyMatch(line -> line.startsWith(name + " begins"));
    }

    @Test
    @Tag("drm_sched_basic_submit")
    void aJobIsScheduledAndNotFinishedUntilTheHardwareAdvances() {
        Bench bench = new Bench(ENDLESS);
        Job job = untimed(bench, bench.context("c"), "x");
        bench.loop.runUntil(1_000 * MILLI);
        assertScheduled(bench, "x");
        assertThat(job.outcome()).isNull();
        assertThat(bench.gpu.advance(0, 5)).isEqualTo(1);
        assertThat(job.outcome()).isEqualTo(Outcome.COMPLETED);
        bench.endWell();
    }

    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "4, false", "4, true"})
    @Tag("drm_sched_basic_test")
    void queuesOfJobsEndInTime(int contexts, boolean chained) {
        Bench bench = new Bench(ENDLESS);
        submitInTurns(bench, contexts(bench, contexts), 100, chained);
        bench.endWell();
        assertThat(bench.loop.nowNanos()).isEqualTo(100 * MILLI);
    }

    private static List<GpuContext> contexts(Bench bench, int count) {
        List<GpuContext> contexts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            contexts.add(bench.context("c" + i));
        }
        return contexts;
    }

    /** Dependent jobs wait for the fence of the one before. */
    private static void submitInTurns(
            Bench bench, List<GpuContext> contexts, int count, boolean chained) {
        for (int i = 0; i < count; i++) {
            JobOptions options = JobOptions.DEFAULT.withOutFence();
            if (chained && i > 0) {
                options = options.gate(Gate.beforePlacing(bench.jobs.get(i - 1).outFence()));
            }
            bench.submit(
                    contexts.get(i % contexts.size()),
                    new Noted(bench, "x" + i, MILLI, 1),
                    new SyncQueue("x" + i),
                    options);
        }
    }

    @Test
    @Tag("drm_sched_basic_entity_cleanup")
    void contextsFreedWithHalfOfADependentQueuePendingLeaveNothing() {
        Bench bench = new Bench(ENDLESS);
        List<GpuContext> contexts = contexts(bench, 4);
        submitInTurns(bench, contexts, 100, true);
        bench.loop.runUntil(50 * MILLI);
        contexts.forEach(bench::close);
        bench.end();
        assertThat(bench.jobs.subList(0, 50))
                .extracting(Job::outcome)
                .containsOnly(Outcome.COMPLETED);
        assertThat(bench.jobs.subList(50, 100))
                .extracting(Job::outcome)
                .doesNotContainNull()
                .doesNotContain(Outcome.COMPLETED);
    }

    @Test
    @Tag("drm_sched_basic_cancel")
    void aTeardownEndsWhatIsPendingAndSaysSo() {
        Bench bench = new Bench(ENDLESS);
        SyncQueue queue = new SyncQueue("x");
        GpuContext context = bench.context("c");
        Noted work = new Noted(bench, "x", GpuWork.UNTIMED, 1);
        Job running = bench.submit(context, work, queue);
        Job pending = bench.submit(context, work, queue, JobOptions.DEFAULT.withOutFence());
        bench.dispatcher.close(java.time.Duration.ZERO);
        assertThat(running.outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(pending.ending())
                .isEqualTo(new Ending(Outcome.CANCELLED, CancelReason.CLIENT_CLOSED, null));
        assertThat(pending.outFence().error()).isNotNull();
        bench.end();
    }

    @Test
    @Tag("drm_sched_basic_timeout")
    void aJobIsNotFlaggedAtHalfOfItsTimeAndIsAfterIt() {
        Bench bench = new Bench(ENDLESS.withTimeout(TIMEOUT, 0, TimeoutHandler.RESET));
        Job job = untimed(bench, bench.context("c"), "x");
        bench.loop.runUntil(TIMEOUT / 2);
        assertThat(bench.gpu.tally.hangs).isZero();
        bench.loop.runUntil(TIMEOUT);
        assertThat(bench.gpu.tally.hangs).isEqualTo(1);
        assertThat(job.cause()).isInstanceOf(GpuHangException.class);
        GpuHangException hang = (GpuHangException) Objects.requireNonNull(job.cause());
        assertThat(hang.context()).isEqualTo("c");
        assertThat(hang.ring()).isZero();
        assertThat(hang.afterNanos()).isEqualTo(TIMEOUT);
        bench.end();
    }

    @Test
    @Tag("drm_sched_skip_reset")
    @Tag("S13")
    void aJobThatTheHandlerFindsRunningGoesOnAndCompletesLater() {
        Bench bench = new Bench(ENDLESS.withTimeout(TIMEOUT, 0, (job, ranNanos) -> true));
        untimed(bench, bench.context("c"), "x");
        bench.loop.runUntil(2 * TIMEOUT);
        assertThat(bench.gpu.tally.extended).isEqualTo(2);
        assertThat(bench.gpu.tally.resets).isZero();
        assertThat(bench.gpu.advance(0, 1)).isEqualTo(1);
        bench.endWell();
    }

    @Test
    @Tag("drm_sched_priorities")
    void jobsOfAllPrioritiesEnd() {
        Bench bench = new Bench(ENDLESS.withRings(1, 2));
        submitInTurns(bench, ofAllPriorities(bench), 100, false);
        bench.endWell();
    }

    @Test
    @Tag("drm_sched_change_priority")
    void jobsEndWhosePrioritiesChangeMeanwhile() {
        Bench bench = new Bench(ENDLESS.withRings(1, 2));
        List<GpuContext> contexts = ofAllPriorities(bench);
        submitInTurns(bench, contexts, 1000, false);
        for (int i = 0; bench.loop.nowNanos() < 1000 * MILLI; i++) {
            contexts.get(i % 3).prioritise(Priority.values()[(i / 3 + i) % 3]);
            bench.loop.runUntil(bench.loop.nowNanos() + MILLI / 3);
        }
        bench.endWell();
    }

    private static List<GpuContext> ofAllPriorities(Bench bench) {
        List<GpuContext> contexts = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            contexts.add(bench.gpu.context(priority.name(), 0, priority));
        }
        return contexts;
    }

    @Test
    @Tag("drm_sched_test_modify_sched")
    void contextsMovedBetweenRingsKeepTheirOrderAndLoseNothing() {
        Bench bench = new Bench(ENDLESS.withRings(3, 2));
        List<GpuContext> contexts = contexts(bench, 13);
        submitInTurns(bench, contexts, 1000, false);
        for (int i = 0; bench.jobs.get(999).outcome() == null; i++) {
            contexts.get(i % 13).move(i % 3);
            bench.loop.runUntil(bench.loop.nowNanos() + MILLI / 3);
        }
        bench.endWell();
        for (int context = 0; context < 13; context++) {
            int mine = context;
            assertThat(bench.log.stream()
                            .filter(line -> line.contains("begins"))
                            .map(line -> Integer.valueOf(line.substring(1, line.indexOf(' '))))
                            .filter(number -> number % 13 == mine))
                    .isSorted();
        }
        assertThat(bench.loop.nowNanos()).isLessThan(500 * MILLI);
    }

    @Test
    @Tag("drm_sched_test_credits")
    void withOneCreditTheSecondJobIsNotScheduledBeforeTheFirstIsDone() {
        Bench bench = new Bench(ENDLESS.withRings(1, 1));
        GpuContext context = bench.context("c");
        untimed(bench, context, "x");
        untimed(bench, context, "y");
        bench.loop.runUntil(1_000 * MILLI);
        assertThat(bench.log).containsExactly("x begins@0");
        assertThat(bench.gpu.advance(0, 1)).isEqualTo(1);
        assertScheduled(bench, "y");
        assertThat(bench.gpu.advance(0, 1)).isEqualTo(1);
        bench.endWell();
    }
}
