package dev.baton.buffers.heap;

import dev.baton.buffers.Storage;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A heap that counts what it gives and gets back, and knows which storage is out. */
public final class CountingHeap extends Heap {
    public final AtomicInteger taken = new AtomicInteger();
    public final AtomicInteger freed = new AtomicInteger();
    private final Map<Storage, Boolean> out = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "counting";
    }

    @Override
    protected Storage storage(long size) {
        Storage storage = new ByteStorage(size);
        taken.incrementAndGet();
        out.put(storage, true);
        return storage;
    }

    @Override
    protected void free(Storage storage) {
        freed.incrementAndGet();
        if (out.remove(storage) == null) {
            throw new AssertionError("freed twice, or never taken here");
        }
    }
}
