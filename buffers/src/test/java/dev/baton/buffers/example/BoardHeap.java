package dev.baton.buffers.example;

import dev.baton.buffers.Segment;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.Backing;
import dev.baton.buffers.heap.Constraints;
import dev.baton.buffers.heap.Heap;
import dev.baton.buffers.heap.PagePool;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A board's own contiguous memory. The state is private: which pages are free. */
final class BoardHeap extends Heap {
    private final long base;

    /** Guard: itself. */
    private final PagePool pool;

    BoardHeap(long base, long pages) {
        this.base = base;
        this.pool = new PagePool(pages);
    }

    @Override
    public String name() {
        return "board cma";
    }

    @Override
    protected @Nullable Backing take(long size, Constraints wanted) {
        synchronized (pool) {
            long first = pool.take(size / SharedBuffer.PAGE_SIZE);
            if (first == PagePool.NO_RUN) {
                return null;
            }
            Backing backing =
                    Backing.of(List.of(new Segment(base + first * SharedBuffer.PAGE_SIZE, size)));
            if (wanted.allow(backing.segments())) {
                return backing;
            }
            free(backing);
            return null;
        }
    }

    @Override
    protected void free(Backing backing) {
        Segment run = backing.segments().get(0);
        synchronized (pool) {
            pool.giveBack(
                    (run.address() - base) / SharedBuffer.PAGE_SIZE,
                    run.length() / SharedBuffer.PAGE_SIZE);
        }
    }
}
