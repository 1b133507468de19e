package dev.baton.buffers.heap;

import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.SharedBuffer;

import java.util.List;

/**
 * Allocates buffers on a machine: from the first of its heaps that suits the devices that will use
 * the buffer, chosen at the first use (B8); or from a heap that is named. Linux leaves that choice
 * to user space, unlike ION, whose callers gave a mask of heaps; here nobody has to know what the
 * devices need.
 *
 * <p><b>Threading:</b> any thread. Immutable.
 *
 * @since 0.1
 */
public final class Allocator {
    private final Topology topology;
    private final List<Heap> heaps;

    /**
     * An allocator.
     *
     * @param topology which addresses devices see
     * @param heaps where to look for storage, best first; at least one
     */
    public Allocator(Topology topology, Heap... heaps) {
        if (heaps.length == 0) {
            throw new IllegalArgumentException("an allocator of no heap");
        }
        this.topology = topology;
        this.heaps = List.of(heaps);
    }

    /**
     * Makes a buffer whose storage is chosen at its first mapping, from what is attached by then.
     *
     * @param name for people
     * @param size bytes: whole pages
     * @return the buffer's only handle
     * @throws BufferException as {@link Heap#allocate}; that there is no room comes with the first use
     */
    public BufferHandle allocate(String name, long size) {
        return SharedBuffer.export(name, size, new HeapExporter(heaps, false, topology));
    }

    /**
     * Makes a buffer of one heap, which takes its storage at once; a device that attaches later and
     * cannot reach that is refused.
     *
     * @param heap whose storage; need not be among the allocator's
     * @param name for people
     * @param size bytes: whole pages
     * @return the buffer's only handle
     * @throws BufferException as {@link Heap#allocate}
     */
    public BufferHandle from(Heap heap, String name, long size) {
        return SharedBuffer.export(name, size, new HeapExporter(List.of(heap), true, topology));
    }
}
