package dev.baton.sim.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.CancelReason;
import dev.baton.engine.Client;
import dev.baton.engine.HardwareDomain;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.PoisonPolicy;
import dev.baton.engine.SyncQueue;
import dev.baton.sim.Interrupt;
import dev.baton.sim.Latency;
import dev.baton.sim.gpu.Bench.Noted;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Rings that wait for one another by semaphores, and not for the CPU (S12). */
@Tag("S12")
class HardwareRingsTest {
    private static final GpuOptions OPTIONS = GpuOptions.named("gpu")
            .withRings(2, 2)
            .withTimeout(1_000, 50, TimeoutHandler.RESET)
            .withInterrupt(new Latency(100, 100));

    private final List<Job> interrupts = new ArrayList<>();
    private final Bench bench = new Bench(OPTIONS, (job, error) -> {
        interrupts.add(job);
        Interrupt.SOUND.done(job, error);
    });
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");
    private final GpuContext draw;
    private final GpuContext post;

    HardwareRingsTest() {
        bench.gpu.joins(new HardwareDomain<>("soc"));
        draw = bench.context("draw");
        post = bench.gpu.context("post", 1, Priority.HIGH);
    }

    private Job submit(GpuContext context, String name, SyncQueue queue) {
        return submit(context, name, queue, JobOptions.DEFAULT);
    }

    private Job submit(GpuContext context, String name, SyncQueue queue, JobOptions options) {
        return bench.submit(context, new Noted(bench, name, 10, 1), queue, options);
    }

    private static JobOptions policy(PoisonPolicy policy) {
        return JobOptions.DEFAULT.onPoison(policy);
    }

    @Test
    void nextJobBeginsWhenTheOneBeforeIsDoneAndOneInterruptTellsOfBoth() {
        Job first = submit(draw, "first", a);
        Job second = submit(post, "second", a);

        bench.loop.runUntil(119);
        assertThat(first.isGranted()).isTrue();
        assertThat(second.isGranted()).isFalse();
        bench.endWell();
        assertThat(bench.log).contains("first 0-10", "second 10-20");
        assertThat(interrupts).containsExactly(second);
        assertThat(bench.loop.nowNanos()).isGreaterThanOrEqualTo(120);
    }

    @Test
    void clientOutsideIsCalledAtOnceIfNobodyInHardwareWaits() {
        submit(draw, "first", a);
        List<Long> granted = new ArrayList<>();
        Client cpu = job -> {
            granted.add(bench.loop.nowNanos());
            job.release();
        };
        bench.dispatcher.submit(AccessSet.exclusive(a), cpu);
        bench.endWell();
        assertThat(granted).containsExactly(110L);
    }

    /** More than both rings hold, from contexts of two priorities, back and forth. */
    @Test
    void longChainAcrossRingsAndPrioritiesGoesOn() {
        for (int i = 0; i < 100; i++) {
            submit(i % 3 == 0 ? draw : post, "job " + i, a);
        }
        bench.endWell();
        assertThat(bench.log).contains("job 99 990-1000");
        assertThat(interrupts).hasSize(1);
    }

    /** It would stand before the job that it waits for, on one ring, for ever. */
    @Test
    void jobOfMorePriorityDoesNotComeToTheRingBeforeTheOneItWaitsFor() {
        GpuContext urgent = bench.gpu.context("urgent", 0, Priority.HIGH);
        submit(draw, "x", b);
        submit(draw, "y", b);
        submit(draw, "first", a);
        submit(urgent, "second", a);
        bench.endWell();
        assertThat(bench.log).containsSubsequence("first 20-30", "second 30-40");
    }

    @Test
    @Tag("S15")
    void failureOfTheOneBeforeRunsSkipsOrFailsOn() {
        Job guilty = submit(draw, "guilty", a);
        bench.gpu.hang(guilty);
        Job skipped = submit(post, "skipped", a, policy(PoisonPolicy.SKIP));
        Job failed = submit(draw, "failed", a, policy(PoisonPolicy.FAIL));
        Job runs = submit(post, "runs", a);

        bench.end();

        assertThat(guilty.cause()).isInstanceOf(GpuHangException.class);
        assertThat(skipped.ending().reason()).isEqualTo(CancelReason.SKIPPED);
        assertThat(failed.cause()).isSameAs(guilty.cause());
        assertThat(runs.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(bench.log)
                .contains("runs 1050-1060")
                .noneMatch(line -> line.startsWith("skipped") || line.startsWith("failed"));
    }

    @Test
    @Tag("S16")
    void waitInTheRingIsNoHangAndNoHold() {
        Job slow = bench.submit(draw, new Noted(bench, "slow", 900, 1), a);
        for (int i = 0; i < 4; i++) {
            bench.submit(draw, new Noted(bench, "slow " + i, 900, 1), a);
        }
        JobOptions held = JobOptions.DEFAULT.hold(Duration.ofNanos(500));
        submit(post, "waits", a, held);
        bench.endWell();
        assertThat(slow.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(bench.log)
                .contains("waits 4500-4510")
                .noneMatch(line -> line.contains("stopped"));
    }

    /** Its watchdog asks while another in hardware was to tell of it: the GPU looks in memory. */
    @Test
    @Tag("S16")
    void jobThatIsDoneIsNotTakenForHungWhileOthersWaitInHardware() {
        JobOptions held = JobOptions.DEFAULT.hold(Duration.ofNanos(50));
        Job first = submit(draw, "first", a, held);
        Job second = bench.submit(post, new Noted(bench, "second", 500, 1), a);
        bench.endWell();
        assertThat(first.cause()).isNull();
        assertThat(second.poison()).isNull();
    }

    @Test
    @Tag("S16")
    void watchdogTakesAHungJobAndTheRestGoesOn() {
        JobOptions held = JobOptions.DEFAULT.hold(Duration.ofNanos(50));
        Job hung = submit(draw, "hung", a, held);
        bench.gpu.hang(hung);
        Job second = submit(post, "second", a);
        bench.end();
        assertThat(hung.cause()).isInstanceOf(TimeoutException.class);
        assertThat(second.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(bench.log).contains("second 50-60");
    }

    @Test
    @Tag("S17")
    void closedContextLeavesTheRingsWorking() {
        submit(draw, "first", a);
        Job closed = submit(post, "closed", a);
        Job last = submit(draw, "last", a);
        bench.loop.runUntil(5);

        bench.close(post);

        assertThat(closed.outcome()).isEqualTo(Outcome.CANCELLED);
        bench.end();
        assertThat(last.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(bench.log).contains("last 10-20").noneMatch(line -> line.startsWith("closed"));
    }
}
