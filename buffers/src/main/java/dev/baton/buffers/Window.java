package dev.baton.buffers;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What one mapping shows of its buffer, and whether it still does: every access passes here. */
final class Window {
    /*
     * Algorithm: the storage itself is the sign of life; one volatile read answers both "is it
     * mapped" and "where are the bytes".
     * Invariant: while storage is not null, this window is one of the buffer's counted mappings.
     * Non-invariant: an access that read storage before the close may still finish after it.
     * Progress: wait-free. ABA: none, storage moves to null once.
     *
     *   field   | guard | read     | written by | by whom
     *   storage | none  | volatile | exchange   | the one close that takes effect
     */
    private static final VarHandle STORAGE;

    static {
        try {
            STORAGE = MethodHandles.lookup().findVarHandle(Window.class, "storage", Storage.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final long base;
    final Bounds bounds;
    final CpuMapping.Access access;
    private final SharedBuffer buffer;
    private volatile @Nullable Storage storage;

    /** Maps a checked range; the caller took the reference, and gives it back if this throws. */
    Window(SharedBuffer buffer, long offset, long length, CpuMapping.Access access) {
        this.buffer = buffer;
        this.base = offset;
        this.bounds = new Bounds(buffer.name(), "mapping", length);
        this.access = access;
        this.storage = buffer.exporter().mmap();
    }

    /** The bytes, once the range is checked. */
    Storage readable(long offset, long length) {
        Storage bytes = live();
        bounds.check(offset, length);
        return bytes;
    }

    /** The bytes, once the right to write and the range are checked. */
    Storage writable(long offset, long length) {
        Storage bytes = live();
        if (access != CpuMapping.Access.READ_WRITE) {
            throw new BufferException.ReadOnly(
                    buffer.name(), "this mapping is read-only; map it READ_WRITE to write");
        }
        bounds.check(offset, length);
        return bytes;
    }

    /** Checks a range of the caller's own array. */
    void checkArray(byte[] array, int at, int length) {
        new Bounds(buffer.name(), "array", array.length).check(at, length);
    }

    void close() {
        if (exchangeStorage(null) != null) {
            // Decides: the mapping is closed; accesses that start now are refused.
            // Needs:   nothing; an open mapping has its reference by construction.
            // Won:     one exchange alone gets the storage, so the reference is dropped once.
            // Lost:    got null: another close took effect; there is nothing left to do.
            // Orders:  what the closer did, before the refusal that reads null.
            // Tested by: LifetimeRaceTest#racingClosesOfOneMappingDropOneReference
            buffer.drop(References.Kind.MAPPING);
        }
    }

    private Storage live() {
        Storage bytes = storage;
        if (bytes == null) {
            throw new BufferException.Closed(
                    buffer.name(), "this mapping is closed; map the buffer again by a handle");
        }
        return bytes;
    }

    private @Nullable Storage exchangeStorage(@Nullable Storage next) {
        return (Storage) STORAGE.getAndSet(this, next);
    }
}
