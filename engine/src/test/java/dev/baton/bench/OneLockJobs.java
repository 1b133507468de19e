package dev.baton.bench;

import java.util.BitSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** {@link OneLock}. */
final class OneLockJobs implements Contender<ResourceRequest, OneLock.ResourceSet> {
    private final OneLock kds = new OneLock();
    private final OneLock.Resource[] resources;

    OneLockJobs(int buffers) {
        resources = Stream.generate(OneLock.Resource::new)
                .limit(buffers)
                .toArray(OneLock.Resource[]::new);
    }

    @Override
    public ResourceRequest set(BitSet exclusive, int... buffers) {
        return new ResourceRequest(
                exclusive,
                IntStream.of(buffers).mapToObj(i -> resources[i]).toArray(OneLock.Resource[]::new));
    }

    @Override
    public OneLock.ResourceSet submit(ResourceRequest request, Grants client) {
        return waitAll(request, client);
    }

    OneLock.ResourceSet waitAll(ResourceRequest request, OneLock.Callback callback) {
        return kds.waitAll(request, callback);
    }

    @Override
    public boolean release(OneLock.ResourceSet set) {
        return kds.release(set);
    }

    @Override
    public boolean cancel(OneLock.ResourceSet set) {
        return kds.cancel(set);
    }
}
