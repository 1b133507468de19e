package dev.baton.buffers;

/**
 * What the coherency of one buffer has cost so far (B4 to B6). Linux counts such by {@code perf},
 * unlike here for a machine and not for a buffer.
 *
 * @param faults accesses of the CPU that found their page absent; one may fetch several pages
 * @param shootDowns pages that were taken from CPU mappings as the buffer left the CPU domain
 * @param linesFlushed cache lines written back
 * @param linesInvalidated cache lines dropped
 * @param mapsAvoided device mappings that cost nothing, as the addresses were kept from an earlier use
 *     or are in use by another device of the same IOMMU (B9)
 * @since 0.1
 */
public record Counters(
        long faults, long shootDowns, long linesFlushed, long linesInvalidated, long mapsAvoided) {
    /** Nothing so far. */
    public static final Counters NONE = new Counters(0, 0, 0, 0, 0);
}
