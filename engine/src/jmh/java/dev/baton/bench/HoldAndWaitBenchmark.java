package dev.baton.bench;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.HoldAndWait;
import dev.baton.engine.Ownership;
import dev.baton.engine.SyncQueue;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

import java.time.Duration;
import java.util.stream.Stream;

/** Jobs that nobody else hinders, with the look for hold-and-wait (S19) and without it. */
public class HoldAndWaitBenchmark extends BufferCounts {
    private static final Duration LONG = Duration.ofSeconds(1);

    private final Dispatcher unchecked = new Dispatcher(null, null, HoldAndWait.UNCHECKED);
    private AccessSet others;

    /** Makes the buffers of the dispatcher that does not look. */
    @Setup
    public void makeOthers() {
        others = AccessSet.exclusive(
                Stream.generate(() -> new SyncQueue("queue")).limit(k).toArray(SyncQueue[]::new));
        System.gc(); // as for the buffers
    }

    /** Submit, grant and release. */
    @Benchmark
    public boolean submitUnchecked() {
        return unchecked.submit(others, grants).release();
    }

    /** The same where blocking calls are looked at. */
    @Benchmark
    public boolean submitChecked() {
        return dispatcher.submit(exclusive, grants).release();
    }

    /** A blocking acquire, and its release. */
    @Benchmark
    public Ownership acquireUnchecked() throws Exception {
        Ownership owned = unchecked.acquire(others, LONG);
        owned.close();
        return owned;
    }

    /** The same where it is looked at. */
    @Benchmark
    public Ownership acquireChecked() throws Exception {
        Ownership owned = dispatcher.acquire(exclusive, LONG);
        owned.close();
        return owned;
    }
}
