package dev.baton.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.sim.EventLoop;
import dev.baton.sim.Interrupt;
import dev.baton.sim.SeededScheduler;
import dev.baton.sim.cpu.Cpu;
import dev.baton.sim.cpu.CpuWork;
import dev.baton.sim.cpu.CpuWorks;
import dev.baton.sim.fault.Faults.Rule;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;

class FaultyLinesTest {
    private final EventLoop loop = new EventLoop(new SeededScheduler(1));
    private final Dispatcher dispatcher = new Dispatcher(null, loop.timers("engine"));

    private FaultyClient client(Faults faults) {
        Cpu cpu = new Cpu(loop, "cpu", null, new FaultyInterrupt(faults, Interrupt.SOUND));
        return FaultyClient.of(faults, cpu, cpu, (client, fault) -> {});
    }

    private Job submit(FaultyClient client) {
        CpuWork work = CpuWorks.of(10, () -> {});
        return dispatcher.submit(AccessSet.empty(), client, work, JobOptions.DEFAULT);
    }

    @Test
    void faultsHaveTheirNamesInScenariosAndTheirNumbersInOrder() {
        assertThat(Pairs.MATRIX.stream().map(Fault::word))
                .containsExactly(
                        "hang",
                        "lost-completion",
                        "double-completion",
                        "spurious-completion",
                        "early-completion",
                        "crash",
                        "zombie",
                        "throw",
                        "freeze",
                        "clock-jump",
                        "reset",
                        "reject");
        assertThat(Pairs.MATRIX)
                .allMatch(fault -> fault.name().startsWith("F" + (fault.ordinal() + 1) + "_"));
    }

    @Test
    void anArmedFaultStrikesOnceAndIsCounted() {
        Faults faults = new Faults(loop, List.of());
        FaultyClient client = client(faults);
        Job before = submit(client);
        faults.arm(Fault.F8_THROW);
        List<Job> jobs = List.of(before, submit(client), submit(client));
        loop.run();
        assertThat(jobs)
                .extracting(Job::outcome)
                .containsExactly(Outcome.COMPLETED, Outcome.FAILED, Outcome.COMPLETED);
        assertThat(faults.injected())
                .containsExactlyEntriesOf(java.util.Map.of(Fault.F8_THROW, 1L));
    }

    @Test
    void aRuleStrikesCertainJobs() {
        for (Fault fault : List.of(Fault.F8_THROW, Fault.F12_REJECT)) {
            Faults faults = new Faults(
                    loop, List.of(Rule.when(fault, job -> job.options().outFence())));
            FaultyClient client = client(faults);
            Job spared = submit(client);
            Job struck = dispatcher.submit(
                    AccessSet.empty(), client, null, JobOptions.DEFAULT.withOutFence());
            loop.run();
            assertThat(spared.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(struck.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(faults.injected()).containsEntry(fault, 1L);
        }
    }

    @Test
    void chanceIsDrawnFromTheSeed() {
        assertThat(struckByChance(7)).isEqualTo(struckByChance(7)).isBetween(50L, 150L);
        assertThat(struckByChance(8)).isNotEqualTo(struckByChance(7));
    }

    private long struckByChance(long seed) {
        EventLoop seeded = new EventLoop(new SeededScheduler(seed));
        Faults faults = new Faults(seeded, List.of(Rule.chance(Fault.F1_HUNG, 100_000)));
        for (int i = 0; i < 1000; i++) {
            faults.strikes(Fault.F1_HUNG, null);
        }
        return faults.injected().get(Fault.F1_HUNG);
    }

    @Test
    @Tag("S18")
    void aRejectedGrantEndsItsJobFailedWithTheRejectionAsCause() {
        FaultyClient client = client(new Faults(loop, List.of()));
        client.strike(Fault.F12_REJECT);
        Job job = submit(client);
        assertThat(job.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(job.cause()).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    @Tag("S18")
    void whateverACallbackThrowsFailsItsJob() {
        FaultyClient client =
                client(new Faults(loop, List.of(Rule.chance(Fault.F8_THROW, Faults.PPM))));
        List<Class<?>> thrown = new java.util.ArrayList<>();
        for (int i = 0; i < 40; i++) {
            thrown.add(submit(client).cause().getClass());
        }
        assertThat(thrown)
                .contains(
                        IllegalStateException.class,
                        AssertionError.class,
                        StackOverflowError.class,
                        OutOfMemoryError.class);
    }

    @Test
    @Tag("S5")
    void aForgedCompletionOfAJobThatWaitsIsRefused() {
        Faults faults = new Faults(loop, List.of());
        FaultyInterrupt interrupt = new FaultyInterrupt(faults, Interrupt.SOUND);
        AccessSet set = AccessSet.exclusive(new SyncQueue("a"));
        Job owner = dispatcher.submit(set, job -> {});
        Job waiter = dispatcher.submit(set, job -> {});
        interrupt.forge(waiter);
        assertThat(interrupt.refused()).isEqualTo(1);
        assertThat(waiter.isGranted()).isFalse();
        owner.release();
        interrupt.forge(owner);
        assertThat(dispatcher.lateReleases()).isEqualTo(1);
        assertThat(faults.injected()).containsEntry(Fault.F4_SPURIOUS_COMPLETION, 2L);
    }

    @Test
    void afterTheStopNothingStrikes() {
        Faults faults = new Faults(loop, List.of(Rule.chance(Fault.F8_THROW, Faults.PPM)));
        faults.arm(Fault.F12_REJECT);
        faults.stop();
        Job job = submit(client(faults));
        loop.run();
        assertThat(job.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(faults.injected()).isEmpty();
    }

    @Test
    void noChanceBeyondCertaintyIsTaken() {
        assertThatThrownBy(() -> Rule.chance(Fault.F1_HUNG, Faults.PPM + 1))
                .hasMessageContaining("hang with a chance of 1000001 ppm");
        assertThatThrownBy(() -> Rule.chance(Fault.F1_HUNG, -1)).hasMessageContaining("-1");
    }
}
