package dev.baton.sim.run;

import dev.baton.event.Event;
import dev.baton.event.EventListener;

/** A watcher, and behind it another, which may be one that hears of the engine only. */
record WatchedBy(RunWatcher first, EventListener second, RunWatcher watcher) implements RunWatcher {
    WatchedBy(RunWatcher first, EventListener second) {
        this(first, second, second instanceof RunWatcher watcher ? watcher : event -> {});
    }

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
        watcher.placed(stream, iteration, job);
    }

    @Override
    public void worked(String device, long iteration, long fromNanos, long toNanos) {
        first.worked(device, iteration, fromNanos, toNanos);
        watcher.worked(device, iteration, fromNanos, toNanos);
    }

    @Override
    public void woke(String cpu, long iteration, long fromNanos, long toNanos) {
        first.woke(cpu, iteration, fromNanos, toNanos);
        watcher.woke(cpu, iteration, fromNanos, toNanos);
    }

    @Override
    public void showed(ShownFrame frame) {
        first.showed(frame);
        watcher.showed(frame);
    }

    @Override
    public void vblank(String display, long nanos, boolean missed) {
        first.vblank(display, nanos, missed);
        watcher.vblank(display, nanos, missed);
    }
}
