package dev.baton.buffers;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A bracket around CPU access, for coherency: Linux's {@code DMA_BUF_IOCTL_SYNC}, with its START at
 * {@link #begin} and its END at {@link #close()}. Unlike there, it may name ranges, and one bracket
 * may span several buffers, which saves a call for each; and one that is not balanced is reported.
 *
 * <p>It excludes nobody and waits for nobody (B3). Where {@link BufferHandle#needsMaintenance} says
 * no, it costs nothing. It must be ended also if nothing was written; a second end is refused, and one
 * that never came shows as an open bracket in the buffer's description and in the report of leaks.
 *
 * <p><b>Threading:</b> any thread. <b>Cost:</b> the exporter's, in cache lines of the ranges.
 *
 * @since 0.1
 */
public final class CpuAccess implements AutoCloseable {
    /**
     * Bytes of one buffer. Unlike these, Linux's {@code DMA_BUF_IOCTL_SYNC} knows whole buffers
     * only.
     *
     * @param handle the buffer
     * @param offset bytes from its start, unsigned
     * @param length bytes, unsigned, at least 1
     * @since 0.1
     */
    public record Range(BufferHandle handle, long offset, long length) {
        /**
         * All of a buffer.
         *
         * @param handle the buffer
         * @return its whole range
         */
        public static Range whole(BufferHandle handle) {
            return new Range(handle, 0, handle.buffer().size());
        }
    }

    private final Direction direction;
    private final List<Bracketed> open = new ArrayList<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final @Nullable Throwable place = Tracking.here();

    private CpuAccess(Direction direction) {
        this.direction = requireNonNull(direction, "direction");
    }

    /**
     * Begins to touch whole buffers.
     *
     * @param direction {@link Direction#FROM_DEVICE} to read, {@link Direction#TO_DEVICE} to write,
     *     or both
     * @param handles the buffers
     * @return the bracket; close it to end the access
     * @throws BufferException.Closed if a handle is closed (B2); then no bracket is open
     */
    public static CpuAccess begin(Direction direction, BufferHandle... handles) {
        return begin(direction, Arrays.stream(handles).map(Range::whole).toArray(Range[]::new));
    }

    /**
     * Begins to touch parts of buffers. All are checked before any is begun.
     *
     * @param direction as above
     * @param ranges the bytes
     * @return the bracket
     * @throws BufferException.Closed if a handle is closed (B2)
     * @throws BufferException.Overflow if a range overflows unsigned 64 bits (B1)
     * @throws BufferException.OutOfRange if a range leaves its buffer (B1)
     * @throws BufferException.Empty if a range has no byte (B1)
     */
    public static CpuAccess begin(Direction direction, Range... ranges) {
        CpuAccess access = new CpuAccess(direction);
        for (Range range : ranges) {
            range.handle().buffer().checkRange(range.offset(), range.length());
        }
        boolean begun = false;
        try {
            for (Range range : ranges) {
                access.add(range);
            }
            begun = true;
            return access;
        } finally {
            if (!begun) {
                access.close();
            }
        }
    }

    private void add(Range range) {
        Bracketed bracketed =
                new Bracketed(this, range.handle().duplicate(), range.offset(), range.length());
        boolean begun = false;
        try {
            bracketed.exporter().beginCpuAccess(direction, range.offset(), range.length());
            begun = true;
        } finally {
            if (!begun) {
                bracketed.handle.close();
            }
        }
        bracketed.buffer.bracketOpened(bracketed);
        bracketed.buffer.track(bracketed, place);
        open.add(bracketed);
    }

    /** {@return whether the CPU may write in this bracket} */
    boolean mayWrite() {
        return direction.deviceReads();
    }

    /**
     * Ends the access: what the CPU has written is handed to devices that look for it.
     *
     * @throws BufferException.Unbalanced if it was ended before (B5)
     */
    @Override
    public void close() {
        // Decides: who ends the bracket. Won: it stays ended. Lost: ended before, and told so (B5).
        if (!ended.compareAndSet(false, true)) {
            String names = open.isEmpty() ? "" : open.get(0).buffer.name();
            throw new BufferException.Unbalanced(names, "this bracket was ended before");
        }
        Throwable broken = null;
        for (int i = open.size() - 1; i >= 0; i--) {
            try {
                open.get(i).end(direction);
            } catch (RuntimeException
                    | Error e) { // an exporter keeps no other buffer in the bracket
                broken = e;
            }
        }
        Ends.rethrow(broken);
    }

    @Override
    public String toString() {
        return direction + " bracket of " + open;
    }

    /** The part of a bracket in one buffer. */
    static final class Bracketed {
        private final CpuAccess access;
        private final BufferHandle handle;
        private final SharedBuffer buffer;
        private final long offset;
        private final long length;

        private Bracketed(CpuAccess access, BufferHandle handle, long offset, long length) {
            this.access = access;
            this.handle = handle;
            this.buffer = handle.buffer();
            this.offset = offset;
            this.length = length;
        }

        private Exporter exporter() {
            return buffer.exporter();
        }

        /** Whether it lets the CPU touch a range so. */
        boolean covers(long at, long bytes, boolean write) {
            return at >= offset && at + bytes <= offset + length && (!write || access.mayWrite());
        }

        private void end(Direction direction) {
            buffer.bracketClosed(this);
            buffer.untrack(this);
            try {
                exporter().endCpuAccess(direction, offset, length);
            } finally {
                handle.close();
            }
        }

        @Override
        public String toString() {
            return length + " bytes at " + offset + " of " + buffer;
        }
    }
}
