package dev.baton.bench;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Ownership;

import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.TimeoutException;

/** Baton by its blocking calls: to submit is to wait for the grant. */
final class BatonAcquire implements Contender<AccessSet, Ownership> {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final Dispatcher dispatcher = new Dispatcher();
    private final BatonJobs buffers;

    BatonAcquire(int buffers) {
        this.buffers = new BatonJobs(buffers);
    }

    @Override
    public AccessSet set(BitSet exclusive, int... wanted) {
        return buffers.set(exclusive, wanted);
    }

    @Override
    public Ownership submit(AccessSet set, Grants client) {
        try {
            Ownership owned = dispatcher.acquire(set, LONG);
            client.tell(owned);
            return owned;
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean release(Ownership owned) {
        owned.close();
        return true;
    }
}
