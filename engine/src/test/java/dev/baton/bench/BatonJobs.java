package dev.baton.bench;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;

import java.util.BitSet;

/** Baton, by its public API. */
final class BatonJobs implements Contender<AccessSet, Job> {
    private final Dispatcher dispatcher = new Dispatcher();
    private final SyncQueue[] queues;

    BatonJobs(int buffers) {
        queues = new SyncQueue[buffers];
        for (int i = 0; i < buffers; i++) {
            queues[i] = new SyncQueue("queue " + i);
        }
    }

    @Override
    public AccessSet set(BitSet exclusive, int... buffers) {
        AccessSet.Builder set = AccessSet.builder();
        for (int i = 0; i < buffers.length; i++) {
            set.add(
                    queues[buffers[i]],
                    exclusive.get(i) ? AccessMode.EXCLUSIVE : AccessMode.SHARED);
        }
        return set.build();
    }

    @Override
    public Job submit(AccessSet set, Grants client) {
        return dispatcher.submit(set, client);
    }

    @Override
    public boolean release(Job job) {
        return job.release();
    }

    @Override
    public boolean cancel(Job job) {
        return job.cancel();
    }
}
