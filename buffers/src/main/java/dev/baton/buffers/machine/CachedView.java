package dev.baton.buffers.machine;

import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.MapRequest;

/** A cached CPU mapping. Guard: the machine's core. */
final class CachedView extends PagedView {
    private final CachedCoherency coherency;
    private final boolean writable;

    /** Whether its user's brackets maintain it, and its pages stay (B6); once not, never again. */
    private boolean bracketed;

    CachedView(
            CachedCoherency coherency,
            PageTable.Mapping mapping,
            MapRequest request,
            boolean bracketed) {
        super(mapping);
        this.coherency = coherency;
        this.writable = request.access() == CpuMapping.Access.READ_WRITE;
        this.bracketed = bracketed;
    }

    boolean isBracketed() {
        return bracketed;
    }

    boolean isWritable() {
        return writable;
    }

    /** From now on it faults, as any other. */
    void fallBack() {
        bracketed = false;
    }

    int last() {
        return mapping.first + mapping.pages - 1;
    }

    @Override
    void read(long offset, byte[] into, int at, int length) {
        coherency.read(this, offset, into, at, length);
    }

    @Override
    void write(long offset, byte[] from, int at, int length) {
        coherency.write(this, offset, from, at, length);
    }
}
