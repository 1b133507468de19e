package dev.baton.bench;

import dev.baton.engine.Job;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;

/**
 * A writer owns the buffers, fifteen readers queue behind it, and the next writer behind them. The
 * writer's release grants the readers, and the last of theirs, in order, the next writer.
 */
public class ReadersBenchmark extends BufferCounts {
    private static final int READERS = 15;

    private final Job[] readers = new Job[READERS];
    private final OneLock.ResourceSet[] peersReaders = new OneLock.ResourceSet[READERS];
    private Job writer;
    private OneLock.ResourceSet peersWriter;

    /** Submits the first writers. */
    @Setup
    public void fill() {
        writer = dispatcher.submit(exclusive, grants);
        peersWriter = kds.waitAll(exclusiveRequest, grants);
    }

    /** Baton. */
    @Benchmark
    @OperationsPerInvocation(READERS + 1)
    public long baton() {
        for (int i = 0; i < READERS; i++) {
            readers[i] = dispatcher.submit(shared, grants);
        }
        Job next = dispatcher.submit(exclusive, grants);
        writer.release();
        for (Job reader : readers) {
            reader.release();
        }
        writer = next;
        return grants.count;
    }

    /** The peer. */
    @Benchmark
    @OperationsPerInvocation(READERS + 1)
    public long oneLock() {
        for (int i = 0; i < READERS; i++) {
            peersReaders[i] = kds.waitAll(sharedRequest, grants);
        }
        OneLock.ResourceSet next = kds.waitAll(exclusiveRequest, grants);
        kds.release(peersWriter);
        for (OneLock.ResourceSet reader : peersReaders) {
            kds.release(reader);
        }
        peersWriter = next;
        return grants.count;
    }
}
