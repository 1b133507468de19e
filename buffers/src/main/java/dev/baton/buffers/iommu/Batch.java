package dev.baton.buffers.iommu;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.Direction;
import dev.baton.buffers.DmaMapping;
import dev.baton.buffers.iommu.IommuDomain.Claim;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Mappings that come about together or not at all: first the addresses of all, then each mapping. */
final class Batch {
    /** The batch whose attachments this thread is mapping: they find their addresses there. */
    private static final ThreadLocal<@Nullable Batch> MAPPING = new ThreadLocal<>();

    private final Direction direction;
    private final List<Attachment> attachments;

    /** Those behind each domain. */
    private final Map<IommuDomain, List<Attachment>> byDomain = new LinkedHashMap<>();

    /** What is reserved and not yet mapped. Guard: none; whoever reserved for it maps it. */
    private final Map<Attachment, Deque<Claim>> claims = new HashMap<>();

    final CompletableFuture<List<DmaMapping>> mapped = new CompletableFuture<>();

    Batch(Direction direction, List<Attachment> attachments, IommuTopology topology) {
        this.direction = direction;
        this.attachments = List.copyOf(attachments);
        for (Attachment each : attachments) {
            IommuDomain domain = topology.domainOf(each.device());
            if (domain != null) {
                byDomain.computeIfAbsent(domain, none -> new ArrayList<>()).add(each);
            }
        }
    }

    Set<IommuDomain> domains() {
        return byDomain.keySet();
    }

    boolean has(Attachment attachment) {
        return attachments.contains(attachment);
    }

    /** One that was closed before it came to the line was not found there. */
    void leaveIfClosed(Line line) {
        attachments.stream().filter(Attachment::isClosed).forEach(line::leave);
    }

    /** A domain that is too small for it even when it is empty; null if none is. */
    @Nullable
    IommuDomain tooSmall() {
        for (Map.Entry<IommuDomain, List<Attachment>> each : byDomain.entrySet()) {
            if (pages(each.getValue()) > each.getKey().pages()) {
                return each.getKey();
            }
        }
        return null;
    }

    /** The first that is behind a domain of this batch, for refusals. */
    Attachment firstIn(IommuDomain domain) {
        return byDomain.getOrDefault(domain, attachments).get(0);
    }

    long pages(IommuDomain domain) {
        return pages(byDomain.getOrDefault(domain, List.of()));
    }

    private static long pages(List<Attachment> some) {
        return some.stream()
                .map(Attachment::buffer)
                .distinct()
                .mapToLong(IommuDomain::pagesOf)
                .sum();
    }

    /** Reserves for all; else the domain that is short, and nothing is reserved. */
    @Nullable
    IommuDomain reserve() {
        for (Map.Entry<IommuDomain, List<Attachment>> each : byDomain.entrySet()) {
            List<Claim> some = each.getKey().reserve(each.getValue());
            if (some == null) {
                giveBack();
                return each.getKey();
            }
            for (int i = 0; i < some.size(); i++) {
                claims.computeIfAbsent(each.getValue().get(i), none -> new ArrayDeque<>())
                        .add(some.get(i));
            }
        }
        return null;
    }

    /** What the batch that this thread is mapping has for an attachment; null if nothing. */
    static @Nullable Claim claimed(Attachment attachment, IommuDomain domain) {
        Batch batch = MAPPING.get();
        Deque<Claim> reserved = batch == null ? null : batch.claims.get(attachment);
        Claim next = reserved == null ? null : reserved.peek();
        if (reserved == null || next == null || next.domain() != domain) {
            return null; // or the exporter is of another machine
        }
        return reserved.poll();
    }

    /** Runs something that is no part of a batch, whatever this thread is mapping. */
    static void outside(Runnable task) {
        Batch before = MAPPING.get();
        MAPPING.set(null);
        try {
            task.run();
        } finally {
            MAPPING.set(before);
        }
    }

    /** Maps all in what is reserved. No claim of anybody may be held. */
    List<DmaMapping> map() {
        List<DmaMapping> done = new ArrayList<>();
        Batch before = MAPPING.get();
        MAPPING.set(this);
        try {
            for (Attachment each : attachments) {
                done.add(each.map(direction));
            }
        } finally {
            MAPPING.set(before);
            giveBack();
            if (done.size() < attachments.size()) {
                done.forEach(DmaMapping::revoke); // all, whatever one of them throws
            }
        }
        return List.copyOf(done);
    }

    /** What is reserved and was not mapped. */
    private void giveBack() {
        claims.forEach(
                (attachment, left) -> left.forEach(claim -> claim.domain().release(attachment)));
        claims.clear();
    }

    /** Maps all and tells; or tells why not. */
    void serve() {
        List<DmaMapping> all;
        try {
            all = map();
        } catch (RuntimeException | Error e) {
            mapped.completeExceptionally(e);
            return;
        }
        mapped.complete(all);
    }

    /** One of its attachments is closed, and says so when it is asked. */
    void refuse(Attachment closed) {
        try {
            closed.map(direction).close();
            mapped.completeExceptionally(new IllegalStateException(closed + " is not closed"));
        } catch (RuntimeException e) {
            mapped.completeExceptionally(e);
        }
    }
}
