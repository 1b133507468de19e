package dev.baton.sim;

import dev.baton.engine.Timers;

import java.util.ArrayDeque;

/**
 * An event loop to which work is posted as in real time: it runs later, in the order in which it
 * came. What happens in between is what races in real time, by seed.
 */
public final class PostingLoop implements Loop {
    private final EventLoop loop;
    private final ArrayDeque<Runnable> posted = new ArrayDeque<>();

    /** For a device of its own on a common loop. */
    public PostingLoop(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public void post(Runnable task) {
        posted.add(task);
        loop.after(0, "posted", () -> posted.remove().run());
    }

    @Override
    public long nowNanos() {
        return loop.nowNanos();
    }

    @Override
    public void at(long nanos, String name, Runnable task) {
        loop.at(nanos, name, task);
    }

    @Override
    public void stall(long nanos) {
        loop.stall(nanos);
    }

    @Override
    public long nextNumber(long bound) {
        return loop.nextNumber(bound);
    }

    @Override
    public Timers timers(String name) {
        return loop.timers(name);
    }
}
