package dev.baton.sim.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Job;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.sim.Latency;
import dev.baton.sim.gpu.Bench.Noted;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

class GpuTest {
    private static final GpuOptions ONE_RING = GpuOptions.named("gpu");

    private static List<String> finished(Bench bench) {
        return bench.log.stream().filter(line -> line.contains("-")).toList();
    }

    @Test
    void aJobDrawsItsBandsWhileItRunsAndThenReleases() {
        Bench bench = new Bench(ONE_RING);
        Job job =
                bench.submit(bench.context("c"), new Noted(bench, "x", 100, 4), new SyncQueue("a"));
        bench.loop.runUntil(99);
        assertThat(bench.log).containsExactly("x begins@0", "x0@25", "x1@50", "x2@75");
        assertThat(job.isGranted()).isTrue();
        bench.endWell();
        assertThat(bench.log).endsWith("x3@100", "x 0-100");
    }

    @Test
    void theRingWorksOnOneJobAtATimeInTheOrderOfGrants() {
        Bench bench = new Bench(ONE_RING);
        GpuContext context = bench.context("c");
        bench.submit(context, "x", 10);
        bench.submit(context, "y", 10);
        bench.submit(context, "z", 10);
        bench.endWell();
        assertThat(finished(bench)).containsExactly("x 0-10", "y 10-20", "z 20-30");
    }

    @Test
    void aJobBehindAnotherInItsQueueFollowsIt() {
        Bench bench = new Bench(ONE_RING);
        GpuContext context = bench.context("c");
        SyncQueue shared = new SyncQueue("a");
        bench.submit(context, new Noted(bench, "x", 10, 1), shared);
        bench.submit(context, new Noted(bench, "y", 10, 1), shared);
        bench.endWell();
        assertThat(finished(bench)).containsExactly("x 0-10", "y 10-20");
    }

    @Test
    @Tag("S18")
    void aJobWithoutWorkFailsAlone() {
        Bench bench = new Bench(ONE_RING);
        GpuContext context = bench.context("c");
        SyncQueue queue = new SyncQueue("a");
        Job bad = bench.dispatcher.submit(AccessSet.exclusive(queue), context);
        bench.submit(context, new Noted(bench, "x", 10, 1), queue);
        bench.endWell();
        assertThat(bad.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(bad.cause()).hasMessageContaining("no GpuWork");
    }

    @Test
    void whatTheWorkThrowsFailsItsOwnJobAlone() {
        Bench bench = new Bench(ONE_RING);
        GpuContext context = bench.context("c");
        RuntimeException fault = new IllegalStateException("illegal access");
        GpuWork bad = new GpuWork() {
            @Override
            public long durationNanos() {
                return 10;
            }

            @Override
            public int bands() {
                return 2;
            }

            @Override
            public void draw(int band) {
                throw fault;
            }
        };
        Job failed = bench.dispatcher.submit(
                AccessSet.exclusive(new SyncQueue("a")), context, bad, Bench.PLAIN);
        bench.submit(context, "x", 10);
        bench.endWell();
        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.cause()).isSameAs(fault);
        assertThat(finished(bench)).containsExactly("x 5-15");
    }

    @Test
    void theContextOfHigherPriorityGoesFirstAndEqualsInTheOrderOfEntry() {
        Bench bench = new Bench(ONE_RING.withRings(1, 1));
        GpuContext low = bench.gpu.context("low", 0, Priority.LOW);
        GpuContext one = bench.context("one");
        GpuContext other = bench.context("other");
        GpuContext high = bench.gpu.context("high", 0, Priority.HIGH);
        for (int i = 0; i < 2; i++) {
            bench.submit(low, "l" + i + " ", 10);
            bench.submit(other, "o" + i + " ", 10);
            bench.submit(one, "i" + i + " ", 10);
            bench.submit(high, "h" + i + " ", 10);
        }
        bench.endWell();
        assertThat(finished(bench))
                .extracting(line -> line.substring(0, 2))
                .containsExactly("l0", "h0", "h1", "o0", "i0", "o1", "i1", "l1");
    }

    @Test
    void ringsWorkSideBySide() {
        Bench bench = new Bench(ONE_RING.withRings(2, 1));
        bench.submit(bench.gpu.context("a", 0, Priority.NORMAL), "x", 10);
        bench.submit(bench.gpu.context("b", 1, Priority.NORMAL), "y", 10);
        bench.endWell();
        assertThat(finished(bench)).containsExactlyInAnyOrder("x 0-10", "y 0-10");
    }

    @Test
    void whatWaitsFollowsItsContextToAnotherRingWhenWhatIsScheduledIsDone() {
        Bench bench = new Bench(ONE_RING.withRings(2, 1));
        GpuContext context = bench.context("c");
        bench.submit(context, "x", 10);
        bench.submit(context, "y", 10);
        context.move(1);
        bench.submit(bench.context("other"), "z", 10);
        bench.endWell();
        assertThat(finished(bench)).containsExactlyInAnyOrder("x 0-10", "y 10-20", "z 10-20");
    }

    @Test
    void theRingGoesOnWhileAnInterruptIsOnItsWayIfThereIsACredit() {
        long[] ends = new long[2];
        for (int credits = 1; credits <= 2; credits++) {
            Bench bench =
                    new Bench(ONE_RING.withRings(1, credits).withInterrupt(new Latency(5, 5)));
            GpuContext context = bench.context("c");
            bench.submit(context, "x", 10);
            bench.submit(context, "y", 10);
            bench.endWell();
            ends[credits - 1] = bench.loop.nowNanos();
        }
        assertThat(ends).containsExactly(30, 25);
    }

    private static GpuOptions holding(int commandsMax) {
        return new GpuOptions(
                ONE_RING.device(), 1, 2, commandsMax, null, 0, 0, TimeoutHandler.RESET);
    }

    @Test
    void aGpuThatHoldsAllItMayFailsTheNextJobByName() {
        Bench bench = new Bench(holding(2));
        GpuContext context = bench.context("c");
        bench.submit(context, "x", 10);
        bench.submit(context, "y", 10);
        Job third = bench.dispatcher.submit(
                AccessSet.exclusive(new SyncQueue("z")),
                context,
                new Noted(bench, "z", 10, 1),
                Bench.PLAIN);
        assertThat(third.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(third.cause())
                .isInstanceOf(RingFullException.class)
                .hasMessage("gpu: the command ring is full with 2 commands; submit less ahead, or"
                        + " give the GPU more commandsMax");
        bench.loop.runUntil(20);
        bench.submit(context, "w", 10);
        bench.endWell();
    }

    @Test
    void aJobThatAnotherHasEndedIsNotBegunAndOneThatRunsGoesOnUnaware() {
        Bench bench = new Bench(ONE_RING.withRings(1, 3));
        GpuContext context = bench.context("c");
        Job running = bench.submit(context, new Noted(bench, "x", 10, 2), new SyncQueue("x"));
        Job scheduled = bench.submit(context, "y", 10);
        bench.loop.runUntil(2);
        running.release();
        scheduled.release();
        Client early = new Client() {
            @Override
            public void granted(Job job) {
                job.release();
                context.granted(job);
            }
        };
        bench.dispatcher.submit(
                AccessSet.exclusive(new SyncQueue("z")), early, bench.log, Bench.PLAIN);
        bench.endWell();
        assertThat(bench.log).containsExactly("x begins@0", "x0@5", "x1@10", "x 0-10");
        assertThat(bench.gpu.tally.lateCompletions).isEqualTo(1);
        assertThat(bench.dispatcher.lateReleases()).isEqualTo(1);
    }

    @Test
    void optionsAndRingsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> ONE_RING.withRings(0, 1))
                .hasMessage("gpu: rings 0; use 1 to " + GpuOptions.RINGS_MAX);
        assertThatThrownBy(() -> ONE_RING.withRings(1, 0)).hasMessageContaining("creditsMax 0");
        assertThatThrownBy(() -> holding(-1)).hasMessageContaining("commandsMax");
        assertThatThrownBy(() -> ONE_RING.withTimeout(-1, 0, TimeoutHandler.RESET))
                .hasMessageContaining("timeout");
        Bench bench = new Bench(ONE_RING);
        assertThatThrownBy(() -> bench.gpu.context("c", 1, Priority.LOW))
                .hasMessage("gpu has no ring 1; use 0 to 0");
    }
}
