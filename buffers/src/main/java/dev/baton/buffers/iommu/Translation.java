package dev.baton.buffers.iommu;

import static dev.baton.buffers.SharedBuffer.PAGE_SIZE;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.Segment;
import dev.baton.buffers.SharedBuffer;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One buffer in the addresses of one domain, whichever of its devices use it. */
final class Translation {
    /*
     *   field    | guard      | read     | written by
     *   users    | the domain | volatile | reserve, release
     *   physical | this       | volatile | fill, once
     *   known    | the domain | guarded  | use, detach
     */
    final SharedBuffer buffer;
    final long first;
    final long pages;

    /** Who has mapped it and is still attached: as long as there is one, it may be kept. */
    final Set<Attachment> known = new HashSet<>();

    /** How many mappings there are, or are about to be. Not 0: in use. */
    volatile int users;

    private volatile long @Nullable [] physical;

    Translation(SharedBuffer buffer, long first, long pages) {
        this.buffer = buffer;
        this.first = first;
        this.pages = pages;
    }

    /** Says where the pages are, linear; or, constant, that this was known: false. */
    boolean fill(List<Segment> segments) {
        return physical == null && fillNow(segments);
    }

    private synchronized boolean fillNow(List<Segment> segments) {
        if (physical != null) {
            return false;
        }
        long[] table = new long[(int) pages];
        int page = 0;
        for (Segment segment : segments) {
            for (long at = 0; at < segment.length(); at += PAGE_SIZE) {
                table[page++] = segment.address() + at;
            }
        }
        physical = table;
        return true;
    }

    /** Whether a device may touch a page of the domain through this. */
    boolean serves(long page) {
        return page < first + pages && users > 0 && physical != null;
    }

    /** The physical address of a page that it serves. */
    long physical(long page) {
        long[] table = physical;
        if (table == null) {
            throw new IllegalStateException("not filled yet");
        }
        return table[(int) (page - first)];
    }
}
