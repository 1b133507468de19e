package dev.baton.bench;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.SyncQueue;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.util.stream.Stream;

/** Some buffers in Baton and as many in the peer. */
@State(Scope.Thread)
public abstract class Buffers extends Measured {
    final Dispatcher dispatcher = new Dispatcher();
    final OneLock kds = new OneLock();
    final Grants grants = new Grants();

    AccessSet exclusive;
    AccessSet shared;
    ResourceRequest exclusiveRequest;
    ResourceRequest sharedRequest;

    final void makeBuffers(int k) {
        SyncQueue[] queues =
                Stream.generate(() -> new SyncQueue("queue")).limit(k).toArray(SyncQueue[]::new);
        exclusive = AccessSet.exclusive(queues);
        shared = AccessSet.shared(queues);
        OneLock.Resource[] resources =
                Stream.generate(OneLock.Resource::new).limit(k).toArray(OneLock.Resource[]::new);
        exclusiveRequest = ResourceRequest.exclusive(resources);
        sharedRequest = ResourceRequest.shared(resources);
        System.gc(); // real buffers are old, which collectors make stores into them pay for
    }
}
