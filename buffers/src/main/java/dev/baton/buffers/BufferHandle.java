package dev.baton.buffers;

import static java.util.Objects.requireNonNull;

import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.References.Kind;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One client's reference to a shared buffer: a file descriptor of Linux's dma-buf. Unlike a number,
 * it cannot come to mean another buffer: once closed it is refused.
 *
 * <p>The storage lives as long as any handle, mapping or attachment (rule B2). A mapping outlives the handle it
 * was made through. Whoever passes a buffer on passes a {@linkplain #duplicate() duplicate}, and
 * each owner closes its own.
 *
 * <p><b>Threading:</b> any thread; a call that races with {@link #close()} either wholly succeeds or
 * is refused as closed. <b>Memory effects:</b> see the package page. <b>Progress:</b> lock-free, and
 * never waits for a job (B3). <b>Cost:</b> constant, plus the exporter's part.
 *
 * @since 0.1
 */
public final class BufferHandle implements AutoCloseable {
    /*
     * Invariant: while not closed, this handle is one of the counted handles of its buffer.
     *
     *   field  | guard | read     | written by | by whom
     *   closed | none  | volatile | CAS        | the one close that takes effect
     */
    private static final VarHandle CLOSED;

    static {
        try {
            CLOSED = MethodHandles.lookup()
                    .findVarHandle(BufferHandle.class, "closed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final SharedBuffer buffer;
    private final @Nullable Throwable place = Tracking.here();
    private volatile boolean closed;

    /** Wraps a handle reference; until it is taken, nobody else may see this object. */
    BufferHandle(SharedBuffer buffer) {
        this.buffer = buffer;
    }

    /** Its reference is taken. */
    BufferHandle opened() {
        buffer.track(this, place);
        return this;
    }

    /**
     * {@return the buffer this handle refers to, the same object for each of its handles}
     *
     * @throws BufferException.Closed if this handle is closed (B2)
     */
    public SharedBuffer buffer() {
        checkOpen();
        return buffer;
    }

    /**
     * Makes another handle of the same buffer: Linux's {@code dup}.
     *
     * @return a handle that its owner closes, independent of this one
     * @throws BufferException.Closed if this handle is closed (B2)
     * @throws BufferException.Exhausted if the buffer has 2,097,151 handles (B2)
     */
    public BufferHandle duplicate() {
        checkOpen();
        BufferHandle twin = new BufferHandle(buffer);
        take(Kind.HANDLE);
        return twin.opened();
    }

    /**
     * Maps the whole buffer for the CPU.
     *
     * @param access whether the mapping may write
     * @return the mapping; close it to unmap
     * @throws BufferException.Closed if this handle is closed (B2)
     * @throws BufferException.Exhausted if the buffer has 2,097,151 mappings (B2)
     */
    public CpuMapping map(Access access) {
        return map(0, buffer.size(), access);
    }

    /**
     * Maps a part of the buffer for the CPU: Linux's {@code dma_buf_mmap}.
     *
     * @param offset bytes, unsigned, whole pages
     * @param length bytes, unsigned, at least 1; need not be whole pages and is not rounded
     * @param access whether the mapping may write
     * @return the mapping, whose offset 0 is {@code offset} here; close it to unmap
     * @throws BufferException.Closed if this handle is closed (B2)
     * @throws BufferException.Overflow if offset + length overflows unsigned 64 bits (B1)
     * @throws BufferException.OutOfRange if the range leaves the buffer (B1)
     * @throws BufferException.Empty if the length is 0 (B1)
     * @throws BufferException.Misaligned if the offset is not whole pages (B1)
     * @throws BufferException.Exhausted if the buffer has 2,097,151 mappings (B2)
     */
    public CpuMapping map(long offset, long length, Access access) {
        return map(offset, length, access, false);
    }

    /**
     * Maps a part of the buffer for a CPU client that brackets each use by a {@link CpuAccess}. Such a
     * mapping may be cached without further coherency as long as the exporter and every importer agree
     * to it (B6); else it is as any other. The client cannot tell, but by the cost.
     *
     * @param offset as above
     * @param length as above
     * @param access as above
     * @return as above
     * @throws BufferException as above
     */
    public CpuMapping mapBracketed(long offset, long length, Access access) {
        return map(offset, length, access, true);
    }

    private CpuMapping map(long offset, long length, Access access, boolean bracketed) {
        requireNonNull(access, "access");
        checkOpen();
        new Bounds(buffer.name(), "buffer", buffer.size()).check(offset, length);
        Bounds.checkAligned(buffer.name(), "offset", offset);
        take(Kind.MAPPING);
        CpuMapping mapping = null;
        try {
            MapRequest request = new MapRequest(buffer, offset, length, access, bracketed);
            mapping = new CpuMapping(new Window(request));
            return mapping;
        } finally {
            if (mapping == null) {
                buffer.drop(Kind.MAPPING);
            }
        }
    }

    /**
     * Attaches a device: Linux's {@code dma_buf_attach}.
     *
     * @param device the device and its limits
     * @return the attachment; close it to detach
     * @throws BufferException.Closed if this handle is closed (B2)
     * @throws BufferException.Exhausted if the buffer has 2,097,151 attachments (B2)
     * @throws BufferException.Unreachable if storage was chosen that the device cannot reach (B8)
     */
    public Attachment attach(Device device) {
        Attachment attachment = new Attachment(buffer, device);
        checkOpen();
        take(Kind.ATTACHMENT);
        boolean attached = false;
        try {
            attachment.open();
            attached = true;
            return attachment;
        } finally {
            if (!attached) {
                buffer.drop(Kind.ATTACHMENT);
            }
        }
    }

    /**
     * Whether CPU access has to be bracketed by a {@link CpuAccess} now (B5). That may change: ask
     * after {@link #mapBracketed}, as before there is nothing to maintain, and again when a device
     * has attached.
     *
     * @return false if brackets would have nothing to do
     * @throws BufferException.Closed if this handle is closed (B2)
     */
    public boolean needsMaintenance() {
        checkOpen();
        return buffer.exporter().needsMaintenance();
    }

    /**
     * Refuses, from now on and for this buffer, every CPU access that is in no bracket which allows it
     * (B7). For debugging; {@code -Dbaton.buffers.debug=true} does it for all buffers.
     *
     * @throws BufferException.Closed if this handle is closed (B2)
     */
    public void enforceBrackets() {
        checkOpen();
        buffer.enforceBrackets();
    }

    /**
     * Gives this reference up; a second close does nothing.
     *
     * <p>If it was the buffer's last reference, the exporter takes the storage back within this
     * call. Wait-free up to there.
     */
    @Override
    public void close() {
        if (casClosed()) {
            // Decides: this handle is closed; calls through it are refused from here on.
            // Needs:   nothing; an open handle has its reference by construction.
            // Won:     closed leaves false once, so the reference is dropped once.
            // Lost:    another close took effect; there is nothing left to do.
            // Orders:  what the closer did, before the refusal that reads closed.
            // Tested by: LifetimeRaceTest#racingClosesOfOneHandleDropOneReference
            buffer.untrack(this);
            buffer.drop(Kind.HANDLE);
        }
    }

    /*
     * Take first, then look at closed, once. If it is still false, this handle was open when the
     * reference was counted, so the call happened before any close. If not, the reference goes back
     * and the call happened after the close; should it be the last one by then, it releases.
     */
    private void take(Kind kind) {
        switch (buffer.take(kind)) {
            case YES -> {
                if (closed) {
                    buffer.drop(kind);
                    throw closedRefusal();
                }
            }
            case RELEASED -> throw closedRefusal();
            case FULL -> throw buffer.full(kind);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw closedRefusal();
        }
    }

    private BufferException closedRefusal() {
        return new BufferException.Closed(
                buffer.name(), "this handle is closed; use another one, or duplicate it before");
    }

    private boolean casClosed() {
        // Decides: who closes it and drops its reference. Lost: closed before; nothing to do.
        return CLOSED.compareAndSet(this, false, true);
    }

    @Override
    public String toString() {
        return "handle of " + buffer;
    }
}
