package dev.baton.buffers.heap;

import dev.baton.buffers.Segment;
import dev.baton.buffers.Storage;

import java.util.List;
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
    protected Backing take(long size, Constraints wanted) {
        Storage bytes = new ByteStorage(size);
        taken.incrementAndGet();
        out.put(bytes, true);
        return new Backing(List.of(new Segment(0, size)), bytes);
    }

    @Override
    protected void free(Backing backing) {
        freed.incrementAndGet();
        if (out.remove(backing.bytes()) == null) {
            throw new AssertionError("freed twice, or never taken here");
        }
    }
}
