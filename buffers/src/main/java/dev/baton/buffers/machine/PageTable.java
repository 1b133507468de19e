package dev.baton.buffers.machine;

import dev.baton.buffers.BufferException;
import dev.baton.buffers.SharedBuffer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The CPU's page table: which pages its mappings show, present or not, cached or not. Linux's
 * {@code vm_area_struct}s with their page table entries; unlike there, only those of shared
 * buffers.
 *
 * <p>A page that is mapped cached cannot be mapped uncached at the same time: a line of it would be
 * read or written behind the back of the other mapping (B6).
 *
 * <p><b>Threading:</b> any thread, one at a time.
 *
 * @since 0.1
 */
public final class PageTable {
    private record Use(Caching caching, int mappings) {}

    /** By physical address. Guard: this. */
    private final Map<Long, Use> uses = new HashMap<>();

    private final List<Mapping> mappings = new ArrayList<>();

    PageTable() {}

    /**
     * How a page is mapped.
     *
     * @param address the page's, or one in it, unsigned
     * @return that, or null if it is not mapped
     */
    public synchronized @Nullable Caching caching(long address) {
        Use use = uses.get(page(address));
        return use == null ? null : use.caching;
    }

    /**
     * In how many mappings a page is present, so that an access passes without a fault.
     *
     * @param address the page's, or one in it, unsigned
     * @return how many
     */
    public synchronized int present(long address) {
        int count = 0;
        for (Mapping mapping : mappings) {
            int page = mapping.frames.indexOf(page(address));
            count += page >= 0 && mapping.present.get(page) ? 1 : 0;
        }
        return count;
    }

    /**
     * A new mapping, with no page present.
     *
     * @throws BufferException.MixedCaching if one of the pages is mapped the other way; then none is
     */
    synchronized Mapping map(String buffer, Frames frames, int first, int pages, Caching caching) {
        for (int page = first; page < first + pages; page++) {
            Use use = uses.get(frames.address(page));
            if (use != null && use.caching != caching) {
                throw new BufferException.MixedCaching(
                        buffer,
                        "its page " + page + " is mapped " + use.caching + " and cannot be "
                                + caching + " at once; close that mapping, or map it likewise");
            }
        }
        Mapping mapping = new Mapping(frames, first, pages, caching);
        mappings.add(mapping);
        mapping.use(1);
        return mapping;
    }

    private static long page(long address) {
        return address & -SharedBuffer.PAGE_SIZE;
    }

    /** The pages of one CPU mapping, numbered as in the buffer. Guard: the page table. */
    final class Mapping {
        final int first;
        final int pages;
        private final Frames frames;
        private final Caching caching;
        private final BitSet present = new BitSet();

        private Mapping(Frames frames, int first, int pages, Caching caching) {
            this.frames = frames;
            this.first = first;
            this.pages = pages;
            this.caching = caching;
        }

        boolean isPresent(int page) {
            synchronized (PageTable.this) {
                return present.get(page);
            }
        }

        void insert(int page) {
            synchronized (PageTable.this) {
                present.set(page);
            }
        }

        /** Takes all pages out, and says how many were present. */
        int clear() {
            synchronized (PageTable.this) {
                int were = present.cardinality();
                present.clear();
                return were;
            }
        }

        void unmap() {
            synchronized (PageTable.this) {
                if (mappings.remove(this)) {
                    use(-1);
                }
            }
        }

        private void use(int change) {
            for (int page = first; page < first + pages; page++) {
                uses.compute(frames.address(page), (address, use) -> {
                    int now = (use == null ? 0 : use.mappings) + change;
                    return now == 0 ? null : new Use(caching, now);
                });
            }
        }
    }
}
