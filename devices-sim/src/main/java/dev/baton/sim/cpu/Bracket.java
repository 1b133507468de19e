package dev.baton.sim.cpu;

import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuAccess;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.Direction;
import dev.baton.buffers.Revocable;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.Surface;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One job's way to its pictures: mappings inside brackets. Taken from a job that is over both end, so
 * that what a zombie has in its cache is written back before the buffers go on, and never after.
 */
final class Bracket implements Revocable {
    private final List<CpuMapping> mappings = new ArrayList<>();
    private final List<CpuAccess> accesses = new ArrayList<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    final List<Surface> reads = new ArrayList<>();
    final List<Surface> writes = new ArrayList<>();

    /** Opens all, or nothing. */
    Bracket(CpuWork work) {
        boolean open = false;
        try {
            for (Framebuffer read : work.reads()) {
                reads.add(map(read, Access.READ_ONLY, Direction.FROM_DEVICE));
            }
            for (Framebuffer written : work.writes()) {
                writes.add(map(written, Access.READ_WRITE, Direction.BIDIRECTIONAL));
            }
            open = true;
        } finally {
            if (!open) {
                close();
            }
        }
    }

    private Surface map(Framebuffer picture, Access access, Direction direction) {
        List<BufferHandle> handles = picture.handles();
        List<CpuMapping> own = new ArrayList<>();
        for (BufferHandle handle : handles) {
            own.add(handle.mapBracketed(0, handle.buffer().size(), access));
            mappings.add(own.get(own.size() - 1));
        }
        accesses.add(CpuAccess.begin(direction, handles.toArray(new BufferHandle[0])));
        return Surface.of(picture, own);
    }

    /** Ends the access; the second time does nothing. */
    void close() {
        if (ended.compareAndSet(false, true)) {
            accesses.forEach(CpuAccess::close);
            mappings.forEach(CpuMapping::close);
        }
    }

    @Override
    public CompletionStage<Void> revoke() {
        CompletableFuture<?>[] over = mappings.stream()
                .map(mapping -> mapping.revoke().toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(over).thenRun(this::close);
    }
}
