package dev.baton.bench;

import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/**
 * A read-write lock per buffer, taken in the order of the buffers. There is no queue of jobs: to
 * submit is to block, the thread that submitted must release, and nothing orders two jobs that wait.
 */
final class SortedLocks implements Contender<Lock[], Lock[]> {
    private final ReentrantReadWriteLock[] locks;

    SortedLocks(int buffers) {
        locks = Stream.generate(ReentrantReadWriteLock::new)
                .limit(buffers)
                .toArray(ReentrantReadWriteLock[]::new);
    }

    @Override
    public Lock[] set(BitSet exclusive, int... buffers) {
        Lock[] byBuffer = new Lock[locks.length];
        for (int i = 0; i < buffers.length; i++) {
            ReentrantReadWriteLock lock = locks[buffers[i]];
            byBuffer[buffers[i]] = exclusive.get(i) ? lock.writeLock() : lock.readLock();
        }
        return Arrays.stream(byBuffer).filter(lock -> lock != null).toArray(Lock[]::new);
    }

    @Override
    public Lock[] submit(Lock[] set, Grants client) {
        for (Lock lock : set) {
            lock.lock();
        }
        client.tell(set);
        return set;
    }

    @Override
    public boolean release(Lock[] set) {
        for (Lock lock : set) {
            lock.unlock();
        }
        return true;
    }
}
