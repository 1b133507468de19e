package dev.baton.sim.gpu;

import dev.baton.engine.HardwareClient;
import dev.baton.engine.HardwareDomain;
import dev.baton.engine.Job;
import dev.baton.sim.Semaphore;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A context of a GPU whose rings wait for semaphores by themselves (S12). */
final class HardwareContext extends GpuContext implements HardwareClient<Semaphore> {
    private final HardwareDomain<Semaphore> domain;

    HardwareContext(Gpu gpu, String name, Ring ring, HardwareDomain<Semaphore> domain) {
        super(gpu, name, ring);
        this.domain = domain;
    }

    @Override
    public HardwareDomain<Semaphore> domain() {
        return domain;
    }

    @Override
    public @Nullable Semaphore handOver(Job job, List<Semaphore> waits) {
        boolean early = !job.isGranted();
        if (early && !gpu.hasRoomAhead()) {
            return null;
        }
        Semaphore semaphore = new Semaphore(domain, job, waits);
        enter(job, new Command.Order(waits, semaphore, early));
        return semaphore;
    }

    @Override
    public void enableSignaling(Semaphore semaphore) {
        semaphore.enableSignaling();
    }

    /** It had stopped at an error. */
    @Override
    public void mayRun(Job job) {
        gpu.kickAll();
    }

    /** Whether it waits or works; if it is done and other hardware was to tell so, it is told now. */
    @Override
    public boolean isWorking(Job job) {
        Command command = watched(job);
        if (command != null && command.order.semaphore() != null && !gpu.isDead()) {
            command.order.semaphore().collect();
        }
        return super.isWorking(job);
    }
}
