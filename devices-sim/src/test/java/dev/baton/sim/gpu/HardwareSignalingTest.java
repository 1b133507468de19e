package dev.baton.sim.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.CancelReason;
import dev.baton.engine.Client;
import dev.baton.engine.HardwareDomain;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.PoisonPolicy;
import dev.baton.engine.SyncQueue;
import dev.baton.fence.Fence;
import dev.baton.sim.Interrupt;
import dev.baton.sim.Latency;
import dev.baton.sim.gpu.Bench.Noted;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * A ring that never idles interrupts for what only hardware waits for as rarely as it likes; whoever
 * else waits hears at once (S12).
 */
@Tag("S12")
class HardwareSignalingTest {
    private static final int BACKLOG = 40;

    private final List<Job> interrupts = new ArrayList<>();
    private final Bench bench = new Bench(
            GpuOptions.named("gpu")
                    .withRings(2, 2)
                    .withTimeout(100_000, 50, TimeoutHandler.RESET)
                    .withInterrupt(new Latency(5, 5)),
            (job, error) -> {
                interrupts.add(job);
                Interrupt.SOUND.done(job, error);
            });
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");
    private final List<Long> granted = new ArrayList<>();
    private final Client cpu = job -> {
        granted.add(bench.loop.nowNanos());
        job.release();
    };
    private final GpuContext draw;
    private final GpuContext post;

    HardwareSignalingTest() {
        bench.gpu.joins(new HardwareDomain<>("soc"));
        draw = bench.context("draw");
        post = bench.gpu.context("post", 1, Priority.NORMAL);
    }

    private Job write(GpuContext context, JobOptions options, SyncQueue... queues) {
        Noted work = new Noted(bench, "job " + bench.jobs.size(), 10, 1);
        Job job = bench.dispatcher.submit(AccessSet.exclusive(queues), context, work, options);
        bench.jobs.add(job);
        return job;
    }

    /** Done at 10, with others behind it in hardware until 410. */
    private Job writeBoth(JobOptions options) {
        Job both = write(draw, options, a, b);
        saturate();
        return both;
    }

    private void saturate() {
        for (int i = 0; i < BACKLOG; i++) {
            write(draw, JobOptions.DEFAULT, b);
        }
    }

    private void readByCpu(SyncQueue queue) {
        bench.dispatcher.submit(AccessSet.shared(queue), cpu);
    }

    @Test
    void clientOutsideIsCalledWhenTheJobIsDone() {
        writeBoth(JobOptions.DEFAULT);
        readByCpu(a);
        bench.endWell();
        assertThat(granted).containsExactly(15L);
        assertThat(interrupts).hasSize(2);
    }

    @Test
    void whoComesAfterTheJobIsDoneIsCalledAtOnce() {
        Job both = writeBoth(JobOptions.DEFAULT);
        bench.loop.runUntil(33);
        assertThat(both.outcome()).isNull();
        readByCpu(a);
        assertThat(granted).containsExactly(33L);
        bench.endWell();
        assertThat(interrupts).hasSize(1);
    }

    /** Behind a job in hardware that is taken back, it waits for the one before that. */
    @Test
    void clientBehindAJobThatIsTakenBackIsCalled() {
        writeBoth(JobOptions.DEFAULT);
        Job taken = write(post, JobOptions.DEFAULT, a);
        readByCpu(a);
        bench.loop.runUntil(5);
        bench.close(post);
        assertThat(taken.outcome()).isEqualTo(Outcome.CANCELLED);
        bench.end();
        assertThat(granted).containsExactly(15L);
    }

    @Test
    void whoAsksForTheEndHearsOfIt() {
        Job both = writeBoth(JobOptions.DEFAULT);
        both.whenEnded().thenRun(() -> granted.add(bench.loop.nowNanos()));
        bench.endWell();
        assertThat(granted).containsExactly(15L);
    }

    @Test
    @Tag("S10")
    void fencesOfTheEndSignal() {
        Job both = writeBoth(JobOptions.DEFAULT.withOutFence());
        Fence queue = bench.dispatcher.exportFence(a, AccessMode.SHARED);
        queue.add(fence -> granted.add(bench.loop.nowNanos()));
        both.outFence().add(fence -> granted.add(bench.loop.nowNanos()));
        bench.endWell();
        assertThat(granted).containsExactly(15L, 15L);
    }

    /** It ended at once; its fence waits for what is ahead of it (S14). */
    @Test
    @Tag("S14")
    void fenceOfAJobThatIsTakenBackSignals() {
        writeBoth(JobOptions.DEFAULT);
        Job taken = write(post, JobOptions.DEFAULT.withOutFence(), a);
        taken.outFence().add(fence -> granted.add(bench.loop.nowNanos()));
        bench.loop.runUntil(5);
        bench.close(post);
        bench.end();
        assertThat(granted).containsExactly(15L);
    }

    /** Jobs that are handed over at their grant, in the same hardware. */
    @Test
    @Tag("S8")
    void jobWithAnExpiryIsGrantedInTime() {
        writeBoth(JobOptions.DEFAULT);
        Job expires = write(post, JobOptions.DEFAULT.expiry(100), a);
        bench.endWell();
        assertThat(expires.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    /** Its hold begins when the one before it is done, not when somebody happens to say so. */
    @Test
    @Tag("S16")
    void watchdogTakesAHungJobBehindOneThatNobodyToldOf() {
        writeBoth(JobOptions.DEFAULT);
        Job hung = write(post, JobOptions.DEFAULT.hold(Duration.ofNanos(50)), a);
        bench.gpu.hang(hung);
        bench.loop.runUntil(100);
        assertThat(hung.cause()).isInstanceOf(TimeoutException.class);
    }

    /** It stopped in its ring at the error, and is granted when the others are told of, too. */
    @Test
    @Tag("S15")
    void jobBehindAFailureIsDecidedThoughOthersAheadWereNotToldOf() {
        Job guilty = write(post, JobOptions.DEFAULT, a);
        write(draw, JobOptions.DEFAULT, b, new SyncQueue("c"));
        Job doubtful = write(draw, JobOptions.DEFAULT.onPoison(PoisonPolicy.SKIP), a, b);
        bench.gpu.hang(guilty);
        bench.loop.runUntil(50);
        guilty.fail(new IllegalStateException("hung"));
        bench.loop.runUntil(60);
        assertThat(doubtful.ending().reason()).isEqualTo(CancelReason.SKIPPED);
    }

    @Test
    void backlogBeyondWhatTheHardwareHoldsEndsWellAndTellsNowAndThen() {
        for (int i = 0; i < 20 * Gpu.EARLY_MAX; i++) {
            write(i % 3 == 0 ? draw : post, JobOptions.DEFAULT, a);
        }
        bench.endWell();
        assertThat(interrupts).hasSizeBetween(2, 40);
        assertThat(bench.dispatcher.lateReleases()).isZero();
    }
}
