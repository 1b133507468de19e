package dev.baton.bench;

import dev.baton.engine.Inbox;

import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.varhandle.MpscLinkedVarHandleQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** Submit, grant and release of one exclusive job, on one thread; nobody else wants its buffers. */
public class UncontendedBenchmark extends BufferCounts {
    private final Inbox inbox = new Inbox("inbox");
    private final MessagePassingQueue<OneLock.ResourceSet> peersInbox =
            new MpscLinkedVarHandleQueue<>();
    private final OneLock.Callback toPeersInbox = peersInbox::offer;
    private Floor floor;

    /** Makes the floor's buffers. */
    @Setup
    public void makeFloor() {
        floor = new Floor(k);
        System.gc(); // as for the buffers
    }

    /** The atomic steps and the allocation alone. */
    @Benchmark
    public boolean floor() {
        return floor.run(grants);
    }

    /** Called back directly. */
    @Benchmark
    public boolean baton() {
        return dispatcher.submit(exclusive, grants).release();
    }

    /** Called back directly. */
    @Benchmark
    public boolean oneLock() {
        return kds.release(kds.waitAll(exclusiveRequest, grants));
    }

    /** Polled from an inbox. */
    @Benchmark
    public boolean batonInbox() {
        dispatcher.submit(exclusive, inbox);
        return inbox.poll().release();
    }

    /** Polled from a queue of the same kind. */
    @Benchmark
    public boolean oneLockInbox() {
        kds.waitAll(exclusiveRequest, toPeersInbox);
        return kds.release(peersInbox.relaxedPoll());
    }
}
