package dev.baton.buffers;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A buffer as one device addresses it: Linux's {@code struct sg_table} of a mapped attachment.
 * Unlike there, nothing leads from it to the pages, and it can be revoked.
 *
 * <p>It may be kept while ownership changes hands (B9): {@link #beginDevice} before each use by the
 * device and {@link #endDevice} after it do what is needed for coherency, and only that. It orders
 * nothing and waits for nobody (B3).
 *
 * <p><b>Threading:</b> any thread. <b>Cost:</b> the exporter's; asking for the segments is constant.
 *
 * @since 0.1
 */
public final class DmaMapping implements AutoCloseable, Revocable {
    private final Attachment attachment;
    private final Direction direction;
    private final Passage passage = new Passage();

    /** Where it was made, if that is tracked. */
    final @Nullable Throwable place = Tracking.here();

    /** What the exporter answered; empty before, and when it was given back. Guard: attachment. */
    private List<Segment> segments = List.of();

    /** Whether the device may be using it, as no end was told since. Guard: attachment. */
    private boolean begun;

    /** Whether it was taken away, for refusals. */
    private volatile boolean revoked;

    DmaMapping(Attachment attachment, Direction direction) {
        this.attachment = attachment;
        this.direction = direction;
    }

    /** By the attachment, which it holds. */
    void open() {
        Exporter exporter = attachment.buffer().exporter();
        List<Segment> mapped = exporter.map(attachment, direction);
        try {
            segments = List.copyOf(mapped);
            checkSize(exporter);
            exporter.beginDevice(attachment, direction);
            begun = true;
        } finally {
            if (!begun) { // the exporter maps and unmaps in pairs, whatever fails in between
                segments = List.of();
                exporter.unmap(attachment, mapped, direction);
            }
        }
    }

    private void checkSize(Exporter exporter) {
        SharedBuffer buffer = attachment.buffer();
        long bytes = segments.stream().mapToLong(Segment::length).sum();
        if (bytes != buffer.size()) {
            throw new IllegalStateException(exporter.name() + " mapped " + bytes + " bytes of "
                    + buffer.size() + " of " + buffer);
        }
    }

    /** {@return which way bytes go, as asked for} */
    public Direction direction() {
        return direction;
    }

    /** {@return whose mapping this is} */
    public Attachment attachment() {
        return attachment;
    }

    /**
     * The buffer in the device's addresses, in order: its scatter list.
     *
     * @return an immutable list; as many bytes as the buffer
     * @throws BufferException.Closed after {@link #close()} or {@link #revoke()}
     */
    public List<Segment> segments() {
        synchronized (attachment) {
            checkOpen();
            return segments;
        }
    }

    /**
     * The buffer leaves the CPU domain: what the CPU has written becomes visible to the device. Linux's
     * {@code dma_sync_sgtable_for_device}.
     *
     * @throws BufferException.Closed after {@link #close()} or {@link #revoke()}
     */
    public void beginDevice() {
        synchronized (attachment) {
            checkOpen();
            begun = true;
            attachment.buffer().exporter().beginDevice(attachment, direction);
        }
    }

    /**
     * The device has done its work, and the CPU may see it: {@code dma_sync_sgtable_for_cpu}.
     *
     * @throws BufferException.Closed after {@link #close()} or {@link #revoke()}
     */
    public void endDevice() {
        synchronized (attachment) {
            checkOpen();
            attachment.buffer().exporter().endDevice(attachment, direction);
            begun = false;
        }
    }

    /**
     * Runs an access of the device, for a simulated one. {@link #revoke} waits for it.
     *
     * @param <T> what it returns
     * @param access the access; not run if the mapping is closed
     * @return what that returned
     * @throws BufferException.Closed after {@link #close()} or {@link #revoke()}
     */
    public <T> T access(Supplier<T> access) {
        if (!passage.enter()) {
            throw closed();
        }
        try {
            return access.get();
        } finally {
            passage.leave();
        }
    }

    /**
     * Unmaps, and ends the device's use if that was not told; a second close does nothing. Accesses
     * that begin from now on are refused; the exporter takes the mapping back when those under way
     * have ended.
     */
    @Override
    public void close() {
        Ends.rethrow(end());
    }

    @Override
    public CompletionStage<Void> revoke() {
        revoked = revoked || !passage.isShut(); // before it is shut, so whoever is refused sees it
        return Ends.whatever(end());
    }

    /** Ends it, with what the exporter throws. */
    CompletionStage<Void> end() {
        return passage.shut().thenRun(this::unmap);
    }

    private void endAndUnmap(Exporter exporter, List<Segment> last) {
        try {
            if (begun) { // as dma_unmap_sgtable does
                exporter.endDevice(attachment, direction);
            }
        } finally {
            exporter.unmap(attachment, last, direction);
        }
    }

    private void unmap() {
        Exporter exporter = attachment.buffer().exporter();
        boolean mine = false;
        try {
            synchronized (attachment) {
                List<Segment> last = segments;
                if (!last.isEmpty()) {
                    mine = true;
                    segments = List.of();
                    attachment.forget(this);
                    endAndUnmap(exporter, last);
                }
            }
        } finally {
            if (mine) {
                exporter.unmapped(attachment);
            }
        }
    }

    private void checkOpen() {
        if (segments.isEmpty() || passage.isShut()) {
            throw closed();
        }
    }

    private BufferException closed() {
        String name = attachment.buffer().name();
        String mapping = "this mapping of " + attachment.device();
        return revoked
                ? BufferException.Closed.revoked(name, mapping)
                : new BufferException.Closed(name, mapping + " is over; map the buffer again");
    }

    @Override
    public String toString() {
        return direction + " mapping of " + attachment;
    }
}
