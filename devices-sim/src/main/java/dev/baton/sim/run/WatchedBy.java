package dev.baton.sim.run;

import dev.baton.event.Event;
import dev.baton.event.EventListener;

/** A watcher, and behind it one that hears of the engine only. */
record WatchedBy(RunWatcher first, EventListener second) implements RunWatcher {
    @Override
    public void on(Event event) {
        first.on(event);
        second.on(event);
    }

    @Override
    public void dropped(long count) {
        first.dropped(count);
        second.dropped(count);
    }

    @Override
    public void placed(String stream, long iteration, long job) {
        first.placed(stream, iteration, job);
    }

    @Override
    public void worked(String device, long iteration, long fromNanos, long toNanos) {
        first.worked(device, iteration, fromNanos, toNanos);
    }

    @Override
    public void woke(String cpu, long iteration, long fromNanos, long toNanos) {
        first.woke(cpu, iteration, fromNanos, toNanos);
    }

    @Override
    public void showed(
            String display,
            long iteration,
            long fromNanos,
            long toNanos,
            boolean torn,
            boolean stale) {
        first.showed(display, iteration, fromNanos, toNanos, torn, stale);
    }

    @Override
    public void vblank(String display, long nanos, boolean missed) {
        first.vblank(display, nanos, missed);
    }
}
