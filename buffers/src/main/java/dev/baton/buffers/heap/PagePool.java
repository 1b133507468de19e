package dev.baton.buffers.heap;

import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps account of a range of pages, of which runs are in use and runs are free: Linux's {@code
 * struct gen_pool}. For heaps with a region of their own, and for the address space of an IOMMU.
 *
 * <p>Runs are taken first fit, from the lowest page; a run that comes back is joined with its free
 * neighbours. Pages are numbered from 0. Unlike Linux's it may be copied, for a trial.
 *
 * <p><b>Threading:</b> none; its owner guards it. <b>Cost:</b> linear in the number of free runs to
 * take, logarithmic to give back.
 *
 * @since 0.1
 */
public final class PagePool {
    /** What {@link #take} answers if there is no such run. */
    public static final long NO_RUN = -1;

    private final long pages;

    /** The length of each free run by its first page; no two of them touch. */
    private final TreeMap<Long, Long> free;

    /**
     * A pool of free pages.
     *
     * @param pages how many, at least 1
     */
    public PagePool(long pages) {
        this(pages, new TreeMap<>(Map.of(0L, pages)));
        if (pages < 1) {
            throw new IllegalArgumentException("a pool of " + pages + " pages");
        }
    }

    private PagePool(long pages, TreeMap<Long, Long> free) {
        this.pages = pages;
        this.free = free;
    }

    /**
     * Takes the lowest run that is long enough.
     *
     * @param wanted how many pages, at least 1
     * @return its first page, or {@link #NO_RUN}
     */
    public long take(long wanted) {
        for (Map.Entry<Long, Long> run : free.entrySet()) {
            if (run.getValue() >= wanted) {
                long first = run.getKey();
                long left = run.getValue() - wanted;
                free.remove(first);
                if (left > 0) {
                    free.put(first + wanted, left);
                }
                return first;
            }
        }
        return NO_RUN;
    }

    /**
     * Gives a run back, whole or in part.
     *
     * @param first its first page
     * @param count how many pages, at least 1
     * @throws IllegalStateException if any of it is free already, or was never here
     */
    public void giveBack(long first, long count) {
        Map.Entry<Long, Long> before = free.floorEntry(first);
        Map.Entry<Long, Long> after = free.ceilingEntry(first);
        long end = first + count;
        if (first < 0
                || end > pages
                || before != null && before.getKey() + before.getValue() > first
                || after != null && after.getKey() < end) {
            throw new IllegalStateException(count + " pages from " + first + " are not in use");
        }
        long start = first;
        if (before != null && before.getKey() + before.getValue() == first) {
            start = before.getKey();
        }
        if (after != null && after.getKey() == end) {
            free.remove(end);
            end += after.getValue();
        }
        free.put(start, end - start);
    }

    /** {@return how many pages there are} */
    public long pages() {
        return pages;
    }

    /** {@return how many pages are free} */
    public long free() {
        return free.values().stream().mapToLong(Long::longValue).sum();
    }

    /** {@return how long the longest free run is} */
    public long longestRun() {
        return free.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** {@return another pool in the same state, for a trial} */
    public PagePool copy() {
        return new PagePool(pages, new TreeMap<>(free));
    }

    /** Says how many pages are free, and how long the longest run is. */
    @Override
    public String toString() {
        return free() + " of " + pages + " pages free, the longest run " + longestRun();
    }
}
