package dev.baton.buffers.machine;

import dev.baton.buffers.heap.Coherency;

/**
 * A machine with one CPU: its memory, cache and page table, and the ways to keep a buffer coherent
 * on it (B4 to B6). What in Linux {@code arch/} does for the DMA API; unlike that, it is simulated,
 * and there may be several. A heap becomes one of this machine by the maker that it is given.
 *
 * <p><b>Threading:</b> any thread. Accesses of the CPU through cached mappings come one after the
 * other, as on one core; none waits for a job (B3).
 *
 * @since 0.1
 */
public final class Machine {
    private final Traffic.Tally tally = new Traffic.Tally();
    private final Memory memory = new Memory();
    private final PageTable pageTable = new PageTable();
    private final CpuCache cache;

    /** Held for one access of the CPU, or one change of who uses a buffer. */
    private final Object core = new Object();

    /**
     * Makes a machine without memory.
     *
     * @param cacheLines how many lines its cache has, at least 1
     */
    public Machine(int cacheLines) {
        cache = new CpuCache(memory, cacheLines, tally);
    }

    /** {@return the memory} */
    public Memory memory() {
        return memory;
    }

    /** {@return the CPU's cache} */
    public CpuCache cache() {
        return cache;
    }

    /** {@return the CPU's page table} */
    public PageTable pageTable() {
        return pageTable;
    }

    /** {@return what has passed between CPU and memory so far} */
    public Traffic traffic() {
        return tally.sum();
    }

    /** {@return a bus whose devices name physical addresses} */
    public Bus bus() {
        return bus(Translation.NONE);
    }

    /**
     * A bus on which addresses are translated.
     *
     * @param translation the tables
     * @return the bus
     */
    public Bus bus(Translation translation) {
        return new Bus(memory, cache, translation);
    }

    /**
     * CPU mappings past the cache: coherent by themselves, at the cost of every access. Linux's {@code
     * dma_mmap_coherent}.
     *
     * @return the maker, for a heap
     */
    public Coherency.Maker uncached() {
        return backing -> new UncachedCoherency(this, backing, false);
    }

    /**
     * CPU mappings past the cache whose writes go in bursts: {@code dma_mmap_wc}. They differ from
     * {@link #uncached} by what they cost.
     *
     * @return the maker, for a heap
     */
    public Coherency.Maker writeCombined() {
        return backing -> new UncachedCoherency(this, backing, true);
    }

    /**
     * Cached CPU mappings that are coherent by pretence (B4), as ION's: when the buffer leaves the CPU
     * domain its mappings are shot down and its lines written back; the CPU's next access faults, and
     * drops stale lines.
     *
     * @param prefaultPages how many pages one fault maps, from the one that was touched on; at least 1
     * @return the maker, for a heap
     */
    public Coherency.Maker cached(int prefaultPages) {
        return cached(prefaultPages, false);
    }

    /**
     * As {@link #cached}, but mappings whose users bracket each use are kept and maintained by those
     * brackets alone, while every attached device agrees or snoops (B6). One that neither agrees nor
     * snoops makes them as any other, for their remaining life.
     *
     * @param prefaultPages how many pages one fault maps, from the one that was touched on; at least 1
     * @return the maker, for a heap
     */
    public Coherency.Maker cachedWithBrackets(int prefaultPages) {
        return cached(prefaultPages, true);
    }

    private Coherency.Maker cached(int prefaultPages, boolean brackets) {
        if (prefaultPages < 1) {
            throw new IllegalArgumentException(
                    "a fault that maps " + prefaultPages + " pages; use at least 1");
        }
        return backing -> new CachedCoherency(this, backing, prefaultPages, brackets);
    }

    Object core() {
        return core;
    }

    Traffic.Tally tally() {
        return tally;
    }
}
