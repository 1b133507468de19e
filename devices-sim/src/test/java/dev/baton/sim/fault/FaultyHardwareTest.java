package dev.baton.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.HardwareClient;
import dev.baton.engine.HardwareDomain;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.sim.Breakable;
import dev.baton.sim.EventLoop;
import dev.baton.sim.Interrupt;
import dev.baton.sim.Latency;
import dev.baton.sim.SeededScheduler;
import dev.baton.sim.Semaphore;
import dev.baton.sim.cpu.Cpu;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Faults between the engine and a device that waits for others by itself. */
@Tag("S12")
class FaultyHardwareTest {
    private final EventLoop loop = new EventLoop(new SeededScheduler(1));
    private final Dispatcher dispatcher = new Dispatcher(null, loop.timers("engine"));
    private final HardwareDomain<Semaphore> domain = new HardwareDomain<>("soc");
    private final Faults faults = new Faults(loop, List.of());
    private final SyncQueue a = new SyncQueue("a");
    private final List<Job> had = new ArrayList<>();
    private final Breakable whole = new Cpu(loop, "whole", new Latency(1, 1), Interrupt.SOUND);
    private final Client ring = FaultyClient.of(faults, new Ring(), whole, (c, fault) -> {});

    private final class Ring implements HardwareClient<Semaphore> {
        @Override
        public HardwareDomain<Semaphore> domain() {
            return domain;
        }

        @Override
        public Semaphore handOver(Job job, List<Semaphore> waits) {
            had.add(job);
            return new Semaphore(domain, job, waits);
        }
    }

    private Job write() {
        return dispatcher.submit(AccessSet.exclusive(a), ring, null, JobOptions.DEFAULT);
    }

    @Test
    void deviceWithFaultsIsStillOfItsDomain() {
        Job first = write();
        Job second = write();
        assertThat(had).containsExactly(first, second);
        assertThat(second.isGranted()).isFalse();
    }

    @Test
    void nobodyOvertakesAFrozenHandOver() {
        Job first = write();
        faults.arm(Fault.F9_FREEZE);
        Job frozen = write();
        Job behind = write();
        assertThat(had).containsExactly(first);
        first.release();
        assertThat(frozen.isGranted()).isTrue();

        frozen.release();
        loop.runUntil(loop.nowNanos());

        assertThat(had).containsExactly(first, frozen, behind);
        assertThat(behind.isGranted()).isTrue();
    }

    @Test
    @Tag("S18")
    void whatIsThrownOrRejectedInAHandOverEndsThatJobAlone() {
        Job first = write();
        faults.arm(Fault.F8_THROW);
        Job thrown = write();
        faults.arm(Fault.F12_REJECT);
        Job rejected = write();
        Job last = write();
        assertThat(thrown.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(rejected.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(had).containsExactly(first, last);
        first.release();
        assertThat(last.isGranted()).isTrue();
    }

    @Test
    @Tag("S5")
    void completionBeforeTheGrantIsRefused() {
        write();
        faults.arm(Fault.F5_EARLY_COMPLETION);
        Job early = write();
        assertThat(faults.injected()).containsEntry(Fault.F5_EARLY_COMPLETION, 1L);
        assertThat(early.outcome()).isNull();
        assertThat(early.isGranted()).isFalse();
    }
}
