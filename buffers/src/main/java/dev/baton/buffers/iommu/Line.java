package dev.baton.buffers.iommu;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferException;
import dev.baton.buffers.iommu.IommuDomain.Claim;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Who waits for addresses, in order of arrival; nobody passes one who waits for the same domain. */
final class Line {
    /*
     * Lock order: an attachment, then its exporter, then this, then a domain. Mapping needs the first,
     * so it is done after this is left, in addresses that were reserved under it.
     *
     *   field   | guard | read    | written by
     *   waiting | this  | guarded | enter, leave, next
     *   calls   | none  | atomic  | serve
     */
    private final List<Batch> waiting = new ArrayList<>();

    /** Calls to serve that somebody is still to look into. */
    private final AtomicInteger calls = new AtomicInteger();

    synchronized int length() {
        return waiting.size();
    }

    /** Reserves for a batch that will not wait, or refuses it. */
    synchronized void pass(Batch batch) {
        checkRoomEver(batch);
        for (IommuDomain each : batch.domains()) {
            checkNobodyWaits(batch, each);
        }
        IommuDomain shortOf = batch.reserve();
        if (shortOf != null) {
            throw refusal(batch.firstIn(shortOf), shortOf, batch.pages(shortOf));
        }
    }

    /** Reserves for one mapping, or refuses it. */
    synchronized Claim pass(Attachment attachment, IommuDomain domain) {
        checkNobodyWaits(attachment, domain);
        List<Claim> claims = domain.reserve(List.of(attachment));
        if (claims == null) {
            throw refusal(attachment, domain, IommuDomain.pagesOf(attachment.buffer()));
        }
        return claims.get(0);
    }

    /** Adds one that will wait; it is served later, perhaps at once. */
    synchronized void enter(Batch batch) {
        checkRoomEver(batch);
        waiting.add(batch);
    }

    /** An attachment is closed: nothing that has it can be mapped any more. */
    void leave(Attachment closed) {
        List<Batch> gone = new ArrayList<>();
        synchronized (this) {
            for (Iterator<Batch> each = waiting.iterator(); each.hasNext(); ) {
                Batch batch = each.next();
                if (batch.has(closed)) {
                    each.remove();
                    gone.add(batch);
                }
            }
        }
        gone.forEach(batch -> batch.refuse(closed));
    }

    /**
     * Maps for all who can be served by now. One thread at a time does it; a call meanwhile, also one
     * from within, makes that thread look again. So stacks stay bounded, and nobody waits.
     */
    void serve() {
        if (calls.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        do {
            Batch.outside(this::serveAll);
            seen = calls.addAndGet(-seen);
        } while (seen > 0);
    }

    private void serveAll() {
        for (Batch batch = next(); batch != null; batch = next()) {
            batch.serve();
        }
    }

    /** The first that has what it needs now and nobody before it needs; null if there is none. */
    private synchronized @Nullable Batch next() {
        Set<IommuDomain> awaited = new HashSet<>();
        for (Iterator<Batch> each = waiting.iterator(); each.hasNext(); ) {
            Batch batch = each.next();
            if (Collections.disjoint(awaited, batch.domains()) && batch.reserve() == null) {
                each.remove();
                return batch;
            }
            awaited.addAll(batch.domains());
        }
        return null;
    }

    private void checkNobodyWaits(Batch batch, IommuDomain domain) {
        checkNobodyWaits(batch.firstIn(domain), domain);
    }

    private void checkNobodyWaits(Attachment attachment, IommuDomain domain) {
        long ahead = waiting.stream()
                .filter(batch -> batch.domains().contains(domain))
                .count();
        if (ahead > 0) {
            throw new BufferException.Exhausted(
                    "B9",
                    attachment.buffer().name(),
                    ahead
                            + " wait for addresses of IOMMU \"" + domain.name()
                            + "\" already; wait behind them by mapAllWhenRoom");
        }
    }

    private static void checkRoomEver(Batch batch) {
        IommuDomain small = batch.tooSmall();
        if (small != null) {
            throw new BufferException.Exhausted(
                    "B9",
                    batch.firstIn(small).buffer().name(),
                    batch.pages(small) + " pages are asked for together, and IOMMU \""
                            + small.name() + "\" has " + small.pages() + "; map fewer at a time");
        }
    }

    private static BufferException refusal(Attachment first, IommuDomain domain, long pages) {
        return new BufferException.Exhausted(
                "B9",
                first.buffer().name(),
                pages + " pages are asked for of " + domain
                        + "; unmap what is not in use, or wait by mapAllWhenRoom");
    }
}
