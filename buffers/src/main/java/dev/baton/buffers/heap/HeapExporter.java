package dev.baton.buffers.heap;

import static java.util.Objects.requireNonNull;

import dev.baton.buffers.BufferException;
import dev.baton.buffers.Exporter;
import dev.baton.buffers.Storage;

import org.jspecify.annotations.Nullable;

/** The one exporter of every heap: it takes storage at the export and frees it at the release. */
final class HeapExporter implements Exporter {
    private final Heap heap;
    private final String buffer;

    /*
     * Plain accesses. Written by allocate, which the export orders before every handle, and by
     * release, which the reference count orders after every mapping; mmap runs in between.
     */
    private @Nullable Storage storage;

    HeapExporter(Heap heap, String buffer) {
        this.heap = heap;
        this.buffer = buffer;
    }

    @Override
    public String name() {
        return heap.name();
    }

    @Override
    public void allocate(long size) {
        storage = heap.storage(size);
        if (storage == null) {
            throw new BufferException.Exhausted(
                    "B8",
                    buffer,
                    "heap \"" + name() + "\" has no room for " + size
                            + " bytes; close buffers not in use, or enlarge the heap");
        }
    }

    @Override
    public Storage mmap() {
        return requireNonNull(storage, "a mapping before allocate or after release");
    }

    @Override
    public void release() {
        Storage last = requireNonNull(storage, "a second release");
        storage = null;
        heap.free(last);
    }
}
