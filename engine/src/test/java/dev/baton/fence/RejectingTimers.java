package dev.baton.fence;

import dev.baton.engine.Timers;

import java.util.concurrent.RejectedExecutionException;

/** Takes no tasks. */
final class RejectingTimers implements Timers {
    @Override
    public long nowNanos() {
        return 0;
    }

    @Override
    public Timer at(long atNanos, Runnable task) {
        throw new RejectedExecutionException();
    }
}
