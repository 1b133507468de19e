package dev.baton.proptests.sharing;

import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.CarveoutHeap;
import dev.baton.buffers.heap.Coherency;
import dev.baton.buffers.heap.CoherentHeap;
import dev.baton.buffers.heap.ContiguousHeap;
import dev.baton.buffers.heap.Heap;
import dev.baton.buffers.heap.SystemHeap;
import dev.baton.buffers.machine.Machine;

import java.util.function.UnaryOperator;

/**
 * An exporter and its machine.
 *
 * @param source where storage comes from
 * @param keeping how the CPU's view and the devices' are kept the same
 * @param named whether storage is taken at the export, not at the first use
 * @param cacheLines the size of the CPU's cache
 * @param prefaultPages how many pages a fault maps
 */
record Setup(Source source, Keeping keeping, boolean named, int cacheLines, int prefaultPages) {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;
    private static final long BASE = 1L << 20;

    /** Room for some of the buffers of a run, not for all. */
    private static final int REGION_PAGES = 5;

    enum Source {
        SYSTEM,
        CONTIGUOUS,
        CARVEOUT,
        COHERENT,
        /** Broken: gives the storage of one buffer to the next one too. */
        OVERLAPPING;

        Heap heap(Coherency.Maker maker) {
            return switch (this) {
                case SYSTEM -> new SystemHeap("system", BASE, maker);
                case CONTIGUOUS ->
                    new ContiguousHeap("contiguous", BASE, (long) REGION_PAGES * PAGE, maker);
                case CARVEOUT -> new CarveoutHeap("carve-out", BASE, 2L * PAGE, 2, maker);
                case COHERENT -> new CoherentHeap("coherent", BASE, REGION_PAGES);
                case OVERLAPPING -> new OverlappingHeap(maker);
            };
        }
    }

    enum Keeping {
        COHERENT,
        UNCACHED,
        WRITE_COMBINED,
        FAKED,
        BRACKETS
    }

    /** The heap, with the coherency as it is, or as a test sees it. */
    Heap heap(Machine machine, UnaryOperator<Coherency.Maker> seen) {
        return source.heap(seen.apply(maker(machine)));
    }

    private Coherency.Maker maker(Machine machine) {
        return switch (keeping) {
            case COHERENT -> backing -> Coherency.COHERENT;
            case UNCACHED -> machine.uncached();
            case WRITE_COMBINED -> machine.writeCombined();
            case FAKED -> machine.cached(prefaultPages);
            case BRACKETS -> machine.cachedWithBrackets(prefaultPages);
        };
    }
}
