package dev.baton.sim.run;

import dev.baton.buffers.BufferHandle;
import dev.baton.engine.SyncQueue;
import dev.baton.sim.pixels.Framebuffer;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One buffer of a pool.
 *
 * @param name the pool and the index
 * @param picture how its pixels lie; null for plain bytes
 * @param handles one for each buffer it consists of
 * @param queues theirs
 */
record Slot(
        String name,
        @Nullable Framebuffer picture,
        List<BufferHandle> handles,
        List<SyncQueue> queues)
        implements AutoCloseable {
    static Slot of(String name, Framebuffer picture) {
        return new Slot(name, picture, picture.handles(), picture.queues());
    }

    static Slot of(String name, BufferHandle bytes) {
        return new Slot(name, null, List.of(bytes), List.of(SyncQueue.of(bytes.buffer())));
    }

    @Override
    public void close() {
        handles.forEach(BufferHandle::close);
    }
}
