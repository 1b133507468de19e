/**
 * The sharing core: buffers of fixed size that clients share by handle and touch by mapping.
 *
 * <p>It shares storage and never synchronises its use; it imports nothing of Baton.
 *
 * @since 0.1
 */
module dev.baton.buffers {
    requires static org.jspecify;

    exports dev.baton.buffers;
    exports dev.baton.buffers.heap;
    exports dev.baton.buffers.machine;
    exports dev.baton.buffers.iommu;
}
