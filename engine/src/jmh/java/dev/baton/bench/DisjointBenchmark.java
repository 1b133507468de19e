package dev.baton.bench;

import dev.baton.engine.Dispatcher;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** Uncontended jobs over four buffers, by one thread, and by two that have nothing in common. */
@State(Scope.Benchmark)
public class DisjointBenchmark extends Measured {
    private final Dispatcher dispatcher = new Dispatcher();
    private final OneLock kds = new OneLock();

    /** A thread's own buffers; the dispatcher and the lock are everybody's. */
    public static class Own extends Buffers {
        /** Makes them. */
        @Setup
        public void makeBuffers() {
            makeBuffers(4);
        }
    }

    /** Baton, one thread. */
    @Benchmark
    @Threads(1)
    public boolean batonAlone(Own own) {
        return dispatcher.submit(own.exclusive, own.grants).release();
    }

    /** Baton, two threads. */
    @Benchmark
    @Threads(2)
    public boolean batonByTwo(Own own) {
        return dispatcher.submit(own.exclusive, own.grants).release();
    }

    /** The peer, one thread. */
    @Benchmark
    @Threads(1)
    public boolean oneLockAlone(Own own) {
        return kds.release(kds.waitAll(own.exclusiveRequest, own.grants));
    }

    /** The peer, two threads. */
    @Benchmark
    @Threads(2)
    public boolean oneLockByTwo(Own own) {
        return kds.release(kds.waitAll(own.exclusiveRequest, own.grants));
    }
}
