package dev.baton.buffers;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A device's standing interest in a buffer, with the device's limits: Linux's {@code struct
 * dma_buf_attachment}.
 *
 * <p>It keeps the storage, as a handle does (B2). What storage a buffer gets is chosen at its first
 * mapping, from all devices that are attached then; so attach all before mapping any. Unlike Linux's,
 * an attachment that is closed unmaps what is still mapped.
 *
 * <p><b>Threading:</b> any thread. <b>Memory effects:</b> none but the exporter's (B4). <b>Progress:</b>
 * calls for one attachment come one after the other; none waits for a job (B3). <b>Cost:</b> the
 * exporter's.
 *
 * @since 0.1
 */
public final class Attachment implements AutoCloseable, Revocable {
    private final SharedBuffer buffer;
    private final Device device;
    private final @Nullable Throwable place = Tracking.here();

    /** Live mappings. Guard: this. */
    private final List<DmaMapping> mappings = new ArrayList<>(1);

    /** How many that are, for those who only look. */
    private volatile int mapped;

    /** Guard: this. Read: volatile. */
    private volatile boolean closed;

    /** Whether that was a revocation, for refusals. Guard: this. */
    private boolean revoked;

    private final CompletableFuture<Void> over = new CompletableFuture<>();

    /** Attaches; the caller took the reference, and gives it back if this is not opened. */
    Attachment(SharedBuffer buffer, Device device) {
        this.buffer = buffer;
        this.device = requireNonNull(device, "device");
    }

    /** Makes the device known, then asks the exporter: whoever chooses storage now knows of it. */
    Attachment open() {
        buffer.attached(this);
        buffer.track(this, place);
        boolean taken = false;
        try {
            buffer.exporter().attach(this);
            taken = true;
            return this;
        } finally {
            if (!taken) {
                buffer.detached(this);
                buffer.untrack(this);
            }
        }
    }

    /** {@return the device} */
    public Device device() {
        return device;
    }

    /** {@return the buffer} */
    public SharedBuffer buffer() {
        return buffer;
    }

    /** {@return whether it is closed or revoked, so that nothing is mapped through it any more} */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Maps the buffer for the device: Linux's {@code dma_buf_map_attachment}. The buffer leaves the
     * CPU domain with it, as by {@link DmaMapping#beginDevice}. A first mapping that is refused for
     * addresses has chosen the storage all the same.
     *
     * @param direction which way bytes will go
     * @return the mapping; close it to unmap
     * @throws BufferException.Closed if this attachment is closed or revoked (B2, B12)
     * @throws BufferException.Exhausted if there is no storage (B8), or are no addresses (B9), left
     * @throws BufferException.Unreachable if the device cannot reach the storage (B8)
     */
    public DmaMapping map(Direction direction) {
        requireNonNull(direction, "direction");
        boolean mapped = false;
        try {
            DmaMapping mapping = mapLocked(direction);
            mapped = true;
            return mapping;
        } finally {
            if (!mapped) { // what the exporter had taken for it is free again
                buffer.exporter().unmapped(this);
            }
        }
    }

    private synchronized DmaMapping mapLocked(Direction direction) {
        if (closed) {
            throw closedRefusal();
        }
        DmaMapping mapping = new DmaMapping(this, direction);
        mapping.open();
        mappings.add(mapping);
        mapped = mappings.size();
        buffer.track(mapping, mapping.place);
        return mapping;
    }

    /**
     * Maps the buffer for the CPU, through the importer: the exporter does it, which alone knows how
     * to keep it coherent (B4). Linux's {@code dma_buf_mmap}.
     *
     * @param offset bytes, unsigned, whole pages
     * @param length bytes, unsigned, at least 1
     * @param access whether the mapping may write
     * @return the mapping, with a reference of its own
     * @throws BufferException as {@link BufferHandle#map(long, long, CpuMapping.Access)}
     */
    public CpuMapping mmap(long offset, long length, CpuMapping.Access access) {
        try (BufferHandle handle = handle()) {
            return handle.map(offset, length, access);
        }
    }

    private synchronized BufferHandle handle() {
        if (closed) {
            throw closedRefusal();
        }
        return buffer.handle();
    }

    private BufferException closedRefusal() {
        return revoked
                ? BufferException.Closed.revoked(buffer.name(), "the attachment of " + device)
                : new BufferException.Closed(
                        buffer.name(), device + " is detached; attach it again by a handle");
    }

    /**
     * Detaches, and unmaps what is still mapped; a second close does nothing. The reference goes when
     * accesses under way have ended.
     */
    @Override
    public void close() {
        Ends.rethrow(end(false));
    }

    /** Takes all mappings from the device, and detaches it. */
    @Override
    public CompletionStage<Void> revoke() {
        end(true);
        return over.minimalCompletionStage();
    }

    /** Ends it, once; for who ends it the detaching, else a stage without what was thrown. */
    private CompletionStage<Void> end(boolean taken) {
        List<DmaMapping> last;
        synchronized (this) {
            if (closed) {
                return over;
            }
            closed = true;
            revoked = taken;
            last = List.copyOf(mappings);
        }
        CompletableFuture<?>[] ends = last.stream()
                .map(mapping -> taken ? mapping.revoke() : mapping.end())
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(ends).whenComplete((none, thrown) -> detach());
    }

    private void detach() {
        buffer.detached(this);
        buffer.untrack(this);
        try {
            buffer.exporter().detach(this);
        } finally {
            try {
                buffer.drop(References.Kind.ATTACHMENT);
            } finally {
                over.complete(null);
            }
        }
    }

    int mapped() {
        return mapped;
    }

    void forget(DmaMapping mapping) {
        mappings.remove(mapping);
        mapped = mappings.size();
        buffer.untrack(mapping);
    }

    @Override
    public String toString() {
        return device + " at " + buffer;
    }
}
