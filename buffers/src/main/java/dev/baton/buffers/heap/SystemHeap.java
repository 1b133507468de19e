package dev.baton.buffers.heap;

import dev.baton.buffers.Segment;
import dev.baton.buffers.Storage;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The heap that takes storage from the Java heap: the {@code system} dma-buf heap of Linux.
 *
 * <p>It is as large as the JVM's heap ({@code -Xmx}). Storage is scattered as the JVM likes and has
 * no address that a device could ask for. What is freed goes to the garbage collector and is never
 * handed out again, so an access in flight at the close of its mapping reaches nobody else's bytes.
 *
 * <p><b>Threading:</b> any thread; heaps of this kind share nothing. <b>Progress:</b> the JVM's
 * allocator. <b>Cost:</b> allocation is linear in the size, as the bytes are cleared.
 *
 * @since 0.1
 */
public final class SystemHeap extends Heap {
    private static final AtomicLong NEXT_ADDRESS = new AtomicLong(1L << 32);

    /** Makes a system heap; it takes nothing until a buffer is allocated. */
    public SystemHeap() {}

    @Override
    public String name() {
        return "system";
    }

    @Override
    protected @Nullable Backing take(long size, Constraints wanted) {
        try {
            Storage bytes = new ByteStorage(size);
            long address = NEXT_ADDRESS.getAndAdd(size);
            List<Segment> segments = List.of(new Segment(address, size));
            return wanted.allow(segments) ? new Backing(segments, bytes) : null;
        } catch (OutOfMemoryError e) {
            return null; // one array was refused and nothing else happened; the caller says so
        }
    }

    @Override
    protected void free(Backing backing) {
        // Nothing to keep account of: dropping the last reference to the array frees it.
    }
}
