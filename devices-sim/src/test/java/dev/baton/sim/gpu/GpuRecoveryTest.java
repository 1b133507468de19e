package dev.baton.sim.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.sim.Interrupt;
import dev.baton.sim.Latency;
import dev.baton.sim.fault.Fault;
import dev.baton.sim.fault.Faults;
import dev.baton.sim.fault.FaultyClient;
import dev.baton.sim.gpu.Bench.Noted;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class GpuRecoveryTest {
    private static final GpuOptions OPTIONS =
            GpuOptions.named("gpu").withTimeout(100, 50, TimeoutHandler.RESET);

    @Test
    @Tag("S13")
    void ofJobsInFlightTheGuiltyOneFailsAndTheInnocentRunAgain() {
        Bench bench = new Bench(OPTIONS.withRings(2, 2));
        GpuContext bad = bench.context("bad");
        GpuContext good = bench.gpu.context("good", 1, Priority.NORMAL);
        Job guilty = bench.submit(bad, "guilty", 10);
        bench.gpu.hang(guilty);
        Job behind = bench.submit(bad, "behind", 10);
        bench.loop.runUntil(70);
        Job elsewhere =
                bench.submit(good, new Noted(bench, "elsewhere", 80, 2), new SyncQueue("e"));

        bench.loop.runUntil(100);
        assertThat(guilty.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(guilty.cause())
                .isInstanceOf(GpuHangException.class)
                .hasMessage(
                        "job 1 (bad) of context bad hung on ring 0: no progress for 0.0001 ms; the"
                                + " GPU was reset");
        assertThat(List.of(behind, elsewhere)).allMatch(Job::isGranted);

        bench.end();
        assertThat(behind.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(elsewhere.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(bench.log)
                .contains("elsewhere stopped@100", "behind 150-160", "elsewhere 150-230")
                .doesNotContain("guilty0@10");
        assertThat(bench.gpu.tally.hangs).isEqualTo(1);
        assertThat(bench.gpu.tally.resets).isEqualTo(1);
    }

    /** As a thread that got no time: by its clock everything took long when it looks. */
    @Test
    void aLateLookBlamesNoJobThatWasNotDueWhenItShouldHaveLooked() {
        Bench bench = new Bench(OPTIONS);
        GpuContext context = bench.context("c");
        bench.submit(context, "one", 10);
        bench.loop.at(95, "test", () -> bench.submit(context, "two", 10));
        bench.loop.at(99, "test", () -> bench.loop.stall(200));
        bench.loop.runUntil(95);
        bench.endWell();
        assertThat(bench.gpu.tally.hangs).isZero();
        assertThat(bench.jobs).hasSize(2);
    }

    @Test
    void aFaultThatHangsAGrantedJobBlamesThatJobAlone() {
        Bench bench = new Bench(OPTIONS.withRings(2, 2));
        GpuContext context = bench.context("c");
        GpuContext other = bench.gpu.context("other", 1, Priority.NORMAL);
        List<Job> innocent = List.of(
                bench.submit(context, "running", 30),
                bench.submit(other, "elsewhere", 30),
                bench.submit(context, "between", 30));
        Faults faults =
                new Faults(bench.loop, List.of(Faults.Rule.chance(Fault.F1_HUNG, Faults.PPM)));
        FaultyClient faulty = FaultyClient.of(faults, context, bench.gpu, (client, fault) -> {});
        Job guilty = bench.dispatcher.submit(
                AccessSet.exclusive(new SyncQueue("x")),
                faulty,
                new Noted(bench, "guilty", 30, 1),
                Bench.PLAIN);
        bench.end();
        assertThat(guilty.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(guilty.cause()).isInstanceOf(GpuHangException.class);
        assertThat(innocent).extracting(Job::outcome).containsOnly(Outcome.COMPLETED);
        assertThat(bench.gpu.tally.hangs).isEqualTo(1);
    }

    @Test
    void aJobThatWasHalfDoneIsDoneAgainFromItsStartAfterAReset() {
        Bench bench = new Bench(OPTIONS);
        bench.submit(bench.context("c"), new Noted(bench, "x", 90, 3), new SyncQueue("x"));
        bench.loop.runUntil(60);
        bench.gpu.reset();
        bench.gpu.reset();
        bench.endWell();
        assertThat(bench.log)
                .containsExactly(
                        "x begins@0",
                        "x0@30",
                        "x1@60",
                        "x stopped@60",
                        "x begins@110",
                        "x0@140",
                        "x1@170",
                        "x2@200",
                        "x 110-200");
        assertThat(bench.gpu.tally.hangs).isZero();
    }

    @Test
    void aBandThatWasDueBeforeAResetIsNotDrawnAfterIt() {
        Bench bench = new Bench(OPTIONS);
        bench.submit(bench.context("c"), "x", 95);
        bench.loop.runUntil(10);
        bench.gpu.reset();
        bench.endWell();
        assertThat(bench.log).contains("x0@155").doesNotContain("x0@95");
    }

    @Test
    @Tag("S13")
    void aJobWhoseInterruptWasLostIsFoundFinished() {
        List<Job> lost = new ArrayList<>();
        Interrupt deaf = (job, error) -> lost.add(job);
        Bench bench = new Bench(OPTIONS.withRings(1, 1), deaf);
        GpuContext context = bench.context("c");
        Job first = bench.submit(context, "x", 10);
        Job second = bench.submit(context, "y", 10);
        bench.loop.runUntil(109);
        assertThat(lost).containsExactly(first);
        assertThat(first.isGranted()).isTrue();
        bench.loop.runUntil(110);
        assertThat(first.outcome()).isEqualTo(Outcome.COMPLETED);
        bench.endWell();
        assertThat(bench.log).contains("y 110-120");
        assertThat(second.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(bench.gpu.tally.foundFinished).isEqualTo(2);
        assertThat(bench.gpu.tally.resets).isZero();
    }

    @Test
    void aLateInterruptOfAJobFoundFinishedIsInertAndCounted() {
        Bench[] bench = new Bench[1];
        Interrupt slow = (job, error) ->
                bench[0].loop.after(500, "slow", () -> Interrupt.SOUND.done(job, error));
        bench[0] = new Bench(OPTIONS, slow);
        bench[0].submit(bench[0].context("c"), "x", 10);
        bench[0].endWell();
        assertThat(bench[0].gpu.tally.foundFinished).isEqualTo(1);
        assertThat(bench[0].dispatcher.lateReleases()).isEqualTo(1);
    }

    @Test
    void withoutATimeoutTheCreditOfALostInterruptComesBackWithTheEndOfItsJob() {
        Bench bench = new Bench(GpuOptions.named("gpu").withRings(1, 1), (job, error) -> {
            if (error == null && job.id() > 1) {
                job.release();
            }
        });
        GpuContext context = bench.context("c");
        Job lost = bench.submit(context, "x", 10);
        bench.submit(context, "y", 10);
        bench.loop.runUntil(100);
        lost.release(); // as a driver that polls
        bench.endWell();
        assertThat(bench.log).contains("y 100-110");
    }

    @Test
    void aRingThatNeverBeganIsResetAndNobodyIsGuilty() {
        Bench bench = new Bench(OPTIONS);
        bench.gpu.hang();
        bench.submit(bench.context("c"), "x", 10);
        bench.endWell();
        assertThat(bench.log).containsExactly("x begins@150", "x0@160", "x 150-160");
        assertThat(bench.gpu.tally.hangs).isZero();
    }

    @Test
    void theTimeOfAResetDoesNotCountAgainstWhatWaitsForIt() {
        Bench bench = new Bench(OPTIONS);
        GpuContext context = bench.context("c");
        bench.gpu.hang(bench.submit(context, "guilty", 10));
        Job behind = bench.submit(context, "behind", 10);
        bench.loop.runUntil(120);
        bench.gpu.hang(); // in the reset that ends at 150
        bench.end();
        assertThat(behind.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(bench.log).contains("behind begins@300");
    }

    @Test
    void onlyTimeOnTheRingCountsAndEachBandIsProgress() {
        Bench bench = new Bench(OPTIONS.withRings(1, 8));
        GpuContext context = bench.context("c");
        for (int i = 0; i < 8; i++) {
            bench.submit(context, "x" + i, 90);
        }
        bench.submit(context, new Noted(bench, "long", 900, 10), new SyncQueue("long"));
        bench.endWell();
        assertThat(bench.gpu.tally.resets).isZero();
    }

    @Test
    void afterAHangTheNextJobWorks() {
        Bench bench = new Bench(OPTIONS.withInterrupt(new Latency(3, 9)));
        GpuContext context = bench.context("c");
        SyncQueue queue = new SyncQueue("x");
        for (int i = 0; i < 20; i++) {
            Job job = bench.submit(context, new Noted(bench, "x" + i, 10, 2), queue);
            if (i % 2 == 0) {
                bench.gpu.hang(job);
            }
        }
        bench.end();
        assertThat(bench.jobs)
                .extracting(Job::outcome)
                .filteredOn(Outcome.COMPLETED::equals)
                .hasSize(10);
        assertThat(bench.gpu.tally.hangs).isEqualTo(10);
    }

    @Test
    @Tag("S16")
    void aJobTakenFromTheGpuIsStoppedBeforeItsBufferGoesOn() {
        Bench bench = new Bench(GpuOptions.named("gpu"));
        GpuContext first = bench.context("first");
        GpuContext other = bench.context("other");
        SyncQueue queue = new SyncQueue("x");
        Job taken = bench.submit(
                first,
                new Noted(bench, "taken", 100, 10),
                queue,
                JobOptions.DEFAULT.hold(Duration.ofNanos(45)));
        bench.gpu.hang(taken);
        bench.submit(other, new Noted(bench, "next", 10, 1), queue);
        bench.end();
        assertThat(taken.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(bench.log)
                .containsExactly(
                        "taken begins@0",
                        "taken stopped@45",
                        "next begins@45",
                        "next0@55",
                        "next 45-55");
    }

    @Test
    @Tag("S16")
    void theWatchdogLearnsThatAJobStillWaitsForItsTurn() {
        Bench bench = new Bench(GpuOptions.named("gpu"));
        GpuContext context = bench.context("c");
        bench.submit(context, "long", 1_000);
        bench.submit(
                context,
                new Noted(bench, "patient", 10, 1),
                new SyncQueue("p"),
                JobOptions.DEFAULT.hold(Duration.ofNanos(100)));
        bench.endWell();
    }

    @Test
    @Tag("S16")
    void aFinishedJobLosesNotItsHoldWhileItsInterruptIsInFlight() {
        Bench bench = new Bench(GpuOptions.named("gpu").withInterrupt(new Latency(40, 40)));
        Job job = bench.submit(
                bench.context("c"),
                new Noted(bench, "x", 90, 1),
                new SyncQueue("x"),
                JobOptions.DEFAULT.hold(Duration.ofNanos(100)));
        bench.endWell();
        assertThat(job.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    @Tag("S16")
    void aRingThatHangsBeforeItsNextJobGoesOnWhenThatIsTaken() {
        Bench bench = new Bench(GpuOptions.named("gpu"));
        GpuContext context = bench.context("c");
        bench.gpu.hang();
        JobOptions held = JobOptions.DEFAULT.hold(Duration.ofNanos(100));
        Job next = bench.submit(context, new Noted(bench, "x", 10, 1), new SyncQueue("x"), held);
        Job later = bench.submit(context, new Noted(bench, "y", 10, 1), new SyncQueue("y"), held);
        bench.end();
        assertThat(next.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(later.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(bench.log).containsExactly("y begins@100", "y0@110", "y 100-110");
    }

    @Test
    void oneThatHasDiedAndIsResetBeginsWhatWasNotTakenAgain() {
        Bench bench = new Bench(OPTIONS.withInterrupt(new Latency(20, 20)).withRings(2, 2));
        GpuContext victim = bench.context("victim");
        GpuContext other = bench.gpu.context("other", 1, Priority.NORMAL);
        Job taken = bench.submit(victim, "taken", 80);
        Job done = bench.submit(other, "done", 10);
        Job begun = bench.submit(other, "begun", 80);
        bench.loop.runUntil(20);
        bench.gpu.kill();
        bench.loop.runUntil(60);
        bench.close(victim);
        bench.gpu.reset();
        bench.end();
        assertThat(taken.outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(List.of(done, begun)).allMatch(job -> job.outcome() == Outcome.COMPLETED);
        assertThat(bench.log).contains("begun begins@110").doesNotContain("taken 110-190");
        assertThat(bench.gpu.tally.lateCompletions).isZero();
    }
}
