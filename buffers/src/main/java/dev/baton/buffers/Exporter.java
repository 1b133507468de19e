package dev.baton.buffers;

/**
 * The owner of one buffer's storage: what provides its bytes and takes them back.
 *
 * <p>An SPI; the counterpart of Linux's {@code struct dma_buf_ops} together with its private data.
 * One instance backs one buffer. What every exporter must do is abstract, what it may do has a
 * default, and arguments were checked before they arrive here. An exporter may keep a handle of its
 * own buffer; that is a reference like any other and no leak.
 *
 * <p><b>Threading:</b> any thread, {@link #mmap()} from several at once. No claim of the core is
 * held during a call. Nothing here may wait for a job (rule B3).
 *
 * @since 0.1
 */
public interface Exporter {
    /**
     * Names this exporter for people.
     *
     * @return a short name, the same at every call
     */
    String name();

    /**
     * Takes storage for the buffer that is being exported.
     *
     * <p>Called once, after the checks of the size and before anybody holds a handle; everything
     * written here is visible to all later calls. The default takes nothing, for an exporter that
     * has its storage already or chooses it at first use. To refuse, throw {@link
     * BufferException.Exhausted}; then there is no buffer, and {@link #release()} is not called.
     *
     * @param size bytes, whole pages, at most {@link SharedBuffer#SIZE_MAX}
     */
    default void allocate(long size) {}

    /**
     * Provides the bytes for one new CPU mapping.
     *
     * <p>The mapping holds its reference already, so the storage is not released during or after
     * this call while the mapping lives. What is thrown here reaches the caller of {@code map}, and
     * the mapping does not come about.
     *
     * @return the storage of the whole buffer
     */
    Storage mmap();

    /**
     * Takes the storage back; the buffer is over.
     *
     * <p>Called exactly once, by the thread that closed the last handle or mapping, after
     * everything that any thread did before its own close (rule B2). What is thrown here reaches
     * that thread's {@code close}.
     */
    void release();
}
