package dev.baton.buffers;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** What one mapping shows of its buffer, and whether it still does: every access passes here. */
final class Window {
    /*
     * Algorithm: every access goes through the passage; closing shuts it. Whoever leaves it last
     * gives the mapping and its reference back, so no bytes are handed on under an access.
     * Invariant: while an access is inside, this window is one of the buffer's counted mappings.
     * Progress: wait-free.
     */

    final long base;
    final Bounds bounds;
    final CpuMapping.Access access;
    private final SharedBuffer buffer;
    private final Storage storage;
    private final Passage passage = new Passage();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Given back; for who closes it again. */
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    /** Whether it was taken away, for refusals. */
    private volatile boolean revoked;

    /** Where it was made, if that is tracked. */
    final @Nullable Throwable place = Tracking.here();

    /** Maps a checked range; the caller took the reference, and gives it back if this throws. */
    Window(MapRequest request) {
        this.buffer = request.buffer();
        this.base = request.offset();
        this.bounds = new Bounds(buffer.name(), "mapping", request.length());
        this.access = request.access();
        this.storage = buffer.exporter().mmap(request);
        buffer.track(this, place);
    }

    /** Begins to read: the bytes, once the range is checked. To be followed by {@link #done}. */
    Storage readable(long offset, long length) {
        return enter(offset, length, false);
    }

    /** Begins to write: the bytes, once the right to write and the range are checked. */
    Storage writable(long offset, long length) {
        return enter(offset, length, true);
    }

    private Storage enter(long offset, long length, boolean write) {
        if (!passage.enter()) {
            throw closedRefusal();
        }
        boolean allowed = false;
        try {
            check(offset, length, write);
            allowed = true;
            return storage;
        } finally {
            if (!allowed) {
                passage.leave();
            }
        }
    }

    private BufferException closedRefusal() {
        return revoked
                ? BufferException.Closed.revoked(buffer.name(), "this mapping")
                : new BufferException.Closed(
                        buffer.name(), "this mapping is closed; map the buffer again by a handle");
    }

    private void check(long offset, long length, boolean write) {
        if (write && access != CpuMapping.Access.READ_WRITE) {
            throw new BufferException.ReadOnly(
                    buffer.name(), "this mapping is read-only; map it READ_WRITE to write");
        }
        bounds.check(offset, length);
        checkBracketed(offset, length, write);
    }

    private void checkBracketed(long offset, long length, boolean write) {
        if (buffer.enforcesBrackets() && !buffer.isBracketed(base + offset, length, write)) {
            throw new BufferException.Unbracketed(
                    buffer.name(),
                    (write ? "a write of " : "a read of ") + length + " bytes at " + (base + offset)
                            + " is in no open bracket; begin a CpuAccess around it");
        }
    }

    /** All bytes of the window, past every check but this one. */
    ByteBuffer unsafeView() {
        if (!passage.enter()) {
            throw closedRefusal();
        }
        try { // enforced brackets refuse it in a bracket too, so they are not asked for
            ByteBuffer plain =
                    buffer.enforcesBrackets() ? null : storage.plain(base, bounds.size());
            if (plain == null) {
                throw new BufferException.Unbracketed(
                        buffer.name(),
                        "an unsafe view passes what looks after its bytes; use the accessors");
            }
            ByteBuffer allowed =
                    access == CpuMapping.Access.READ_WRITE ? plain : plain.asReadOnlyBuffer();
            return allowed.order(ByteOrder.LITTLE_ENDIAN);
        } finally {
            passage.leave();
        }
    }

    /** Ends what {@link #readable} or {@link #writable} began. In debug mode no access outlives its bracket. */
    void done(long offset, long length, boolean write) {
        passage.leave();
        checkBracketed(offset, length, write);
    }

    /** Checks a range of the caller's own array, before anything is begun. */
    void checkArray(byte[] array, int at, int length) {
        new Bounds(buffer.name(), "array", array.length).check(at, length);
    }

    CompletionStage<Void> revoke() {
        revoked = revoked || !passage.isShut(); // before it is shut, so whoever is refused sees it
        return close();
    }

    CompletionStage<Void> close() {
        CompletionStage<Void> empty = passage.shut();
        // Decides: who gives the window back, once nobody is inside. Lost: hears when that is done.
        return closed.compareAndSet(false, true)
                ? empty.thenRun(this::giveBack)
                : over.minimalCompletionStage();
    }

    private void giveBack() {
        try {
            buffer.untrack(this);
            buffer.exporter().munmap(storage);
        } finally {
            try {
                buffer.drop(References.Kind.MAPPING);
            } finally {
                over.complete(null);
            }
        }
    }

    @Override
    public String toString() {
        return access + " mapping of " + buffer;
    }
}
