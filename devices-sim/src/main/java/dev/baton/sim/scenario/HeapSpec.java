package dev.baton.sim.scenario;

import dev.baton.sim.Worded;

/**
 * A heap that buffers come from.
 *
 * @param name by which pools name it
 * @param kind what memory it has
 * @param sizeBytes all it has; 0 for {@link Kind#SYSTEM}, which grows
 * @since 0.1
 */
public record HeapSpec(String name, Kind kind, long sizeBytes) {
    /** As the heaps of {@code dev.baton.buffers.heap}. */
    public enum Kind implements Worded {
        /** Pages from anywhere. */
        SYSTEM,
        /** One run of pages, as CMA gives. */
        CONTIGUOUS,
        /** A region set aside at boot. */
        CARVEOUT,
        /** Memory that no cache holds. */
        COHERENT
    }
}
