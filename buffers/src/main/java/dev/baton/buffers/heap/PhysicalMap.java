package dev.baton.buffers.heap;

import dev.baton.buffers.Segment;
import dev.baton.buffers.Storage;

/**
 * Where a machine looks up the bytes at a physical address: what a heap's storage is plugged into,
 * so that simulated devices find it by the addresses that they were given. An SPI; Linux's
 * counterpart is the memory map of a machine, which unlike this is known from the start.
 *
 * <p><b>Threading:</b> any thread, several at once; without waiting for a job (B3).
 *
 * @since 0.1
 */
public interface PhysicalMap {
    /** No machine looks anything up. */
    PhysicalMap NONE = new PhysicalMap() {
        @Override
        public void plug(Segment where, Storage bytes, long offset) {}

        @Override
        public void unplug(Segment where) {}
    };

    /**
     * Makes storage known, before anybody uses it.
     *
     * @param where its physical addresses; nothing else is plugged there
     * @param bytes the storage
     * @param offset of the first of these addresses in the storage
     */
    void plug(Segment where, Storage bytes, long offset);

    /**
     * Forgets storage, before its addresses can be given to somebody else.
     *
     * @param where as it was plugged
     */
    void unplug(Segment where);
}
