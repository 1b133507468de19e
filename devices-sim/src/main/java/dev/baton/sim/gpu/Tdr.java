package dev.baton.sim.gpu;

import dev.baton.sim.Loop;

/**
 * The timeout detection and recovery of one ring. As drm_sched's it looks at the oldest command that is
 * not known to be done, and is one task on the loop, however many commands there are.
 */
final class Tdr {
    private final Gpu gpu;
    private final Ring ring;
    private final Loop loop;
    private final GpuOptions options;
    private final String taskName;
    private final Runnable look = this::look;
    private boolean looking;

    /**
     * When it was to look. A thread that comes late finds, by its clock, that everything took long;
     * what the command was to do until now is done right after this.
     */
    private long lookNanos;

    Tdr(Gpu gpu, Ring ring, Loop loop, GpuOptions options) {
        this.gpu = gpu;
        this.ring = ring;
        this.loop = loop;
        this.options = options;
        this.taskName = options.name() + " timeout";
    }

    /** Sees to it that the ring is looked at in time. */
    void watch() {
        Command oldest = ring.oldest();
        if (!looking
                && oldest != null
                && oldest.isReady()
                && options.timeoutNanos() > 0
                && !gpu.isHalted()) {
            looking = true;
            lookNanos = dueNanos(oldest);
            loop.at(lookNanos, taskName, look);
        }
    }

    /** Only time on the ring counts: what waits does so since the ring was free for it. */
    private long dueNanos(Command oldest) {
        long since = oldest.phase == Command.Phase.WAITING
                ? Math.max(oldest.sinceNanos, ring.freeNanos())
                : oldest.sinceNanos;
        return since + options.timeoutNanos();
    }

    private void look() {
        looking = false;
        Command oldest = ring.oldest();
        if (oldest != null
                && oldest.isReady()
                && !gpu.isHalted()
                && lookNanos >= dueNanos(oldest)) {
            timedOut(oldest);
        }
        watch();
    }

    private void timedOut(Command oldest) {
        boolean running = ring.isRunning(oldest);
        long ranNanos = loop.nowNanos() - oldest.startNanos;
        if (oldest.phase == Command.Phase.DONE) {
            ring.completeFound(oldest);
        } else if (running && options.onTimeout().isStillRunning(oldest.job, ranNanos)) {
            gpu.tally.extended++;
            oldest.sinceNanos = loop.nowNanos();
        } else {
            gpu.reset(running ? oldest : null);
        }
    }
}
