package dev.baton.sim.fault;

import static dev.baton.sim.fault.Fault.F12_REJECT;
import static dev.baton.sim.fault.Fault.F9_FREEZE;

import dev.baton.engine.HardwareClient;
import dev.baton.engine.HardwareDomain;
import dev.baton.engine.Job;
import dev.baton.sim.Breakable;
import dev.baton.sim.Loop;
import dev.baton.sim.Semaphore;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * A device that orders itself, with faults: what strikes at a grant strikes at the hand-over (S12),
 * of which each job has one.
 *
 * <p>A hand-over that freezes has those to come wait behind it, as the device must not have a job
 * before those that it waits for. What others wait for meanwhile passes as the job ends.
 */
final class FaultyHardware extends FaultyClient implements HardwareClient<Semaphore> {
    private final HardwareClient<Semaphore> device;

    /** The frozen one and those behind it. Guard: itself. */
    private final Queue<Runnable> held = new ArrayDeque<>();

    FaultyHardware(
            Faults faults,
            HardwareClient<Semaphore> device,
            Breakable actions,
            BreakListener listener) {
        super(faults, device, actions, listener);
        this.device = device;
    }

    @Override
    public HardwareDomain<Semaphore> domain() {
        return device.domain();
    }

    @Override
    public @Nullable Semaphore handOver(Job job, List<Semaphore> waits) {
        if (faults.strikes(F12_REJECT, null)) {
            throw rejection(); // no executor is asked for, which would
        }
        throwOrReject(job);
        boolean freezes = faults.strikes(F9_FREEZE, job);
        synchronized (held) {
            if (freezes || !held.isEmpty()) {
                held.add(freezes ? () -> device.handOver(job, waits) : () -> take(job, waits));
                if (freezes) {
                    freeze(job);
                }
                return new Semaphore(domain(), job, waits);
            }
        }
        return take(job, waits);
    }

    private @Nullable Semaphore take(Job job, List<Semaphore> waits) {
        Semaphore semaphore = device.handOver(job, waits);
        if (semaphore != null) {
            befall(job);
        }
        return semaphore;
    }

    /** Until its time is over, or its job. */
    private void freeze(Job job) {
        Loop loop = faults.loop();
        long nanos = freezeNanos();
        loop.post(() -> loop.after(nanos, "thaw", this::thaw));
        job.whenEnded().thenRun(() -> loop.post(this::thaw));
    }

    /** For the loop, so one at a time. Whoever comes meanwhile still sees the last one held. */
    private void thaw() {
        for (Runnable next = next(false); next != null; next = next(true)) {
            next.run();
        }
    }

    private @Nullable Runnable next(boolean isFirstTaken) {
        synchronized (held) {
            if (isFirstTaken) {
                held.remove();
            }
            return held.peek();
        }
    }

    @Override
    public void enableSignaling(Semaphore semaphore) {
        semaphore.enableSignaling();
    }

    @Override
    public void mayRun(Job job) {
        device.mayRun(job);
    }

    @Override
    public void granted(Job job) {
        handOver(job, List.of());
    }
}
