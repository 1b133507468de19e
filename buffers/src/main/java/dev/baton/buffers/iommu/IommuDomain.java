package dev.baton.buffers.iommu;

import static dev.baton.buffers.SharedBuffer.PAGE_SIZE;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.PagePool;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * The addresses of the devices behind one IOMMU, and what is mapped there: Linux's {@code struct
 * iommu_domain} with its {@code iova_domain}. Unlike there, it knows buffers, and not only pages.
 *
 * <p>Each buffer gets one run of addresses, which all devices of the domain share. When its last
 * mapping is closed the run is kept for the next one, as long as a device that has mapped it stays
 * attached and nobody needs the addresses; a device that touches it meanwhile faults. Linux does the
 * latter only in its strict mode.
 *
 * <p><b>Threading:</b> any thread. <b>Progress:</b> one lock, never held while a caller waits;
 * translation takes none. <b>Cost:</b> to map what is kept is constant; else linear in the pages and
 * in the free runs, and, when addresses are short, in what is kept.
 *
 * @since 0.1
 */
public final class IommuDomain {
    private final String name;
    private final long base;
    private final AtomicBoolean joined = new AtomicBoolean();

    /** Guard: this. */
    private final PagePool pool;

    /** Guard: this. */
    private final Map<SharedBuffer, Translation> byBuffer = new HashMap<>();

    /** What nobody uses and is kept, the oldest first. Guard: this. */
    private final Set<Translation> idle = new LinkedHashSet<>();

    /** By its first page. Written under the guard, read without. */
    private final ConcurrentSkipListMap<Long, Translation> byPage = new ConcurrentSkipListMap<>();

    /** Addresses that are reserved for one mapping. */
    record Claim(IommuDomain domain, Translation translation) {}

    /**
     * A domain.
     *
     * @param name for people
     * @param base its first address, unsigned, whole pages
     * @param bytes how many addresses there are: whole pages, at least one
     */
    public IommuDomain(String name, long base, long bytes) {
        if (base % PAGE_SIZE != 0
                || bytes % PAGE_SIZE != 0
                || bytes == 0
                || Long.compareUnsigned(base + (bytes - 1), base) < 0) {
            throw new IllegalArgumentException("IOMMU " + name + ": " + bytes + " addresses from 0x"
                    + Long.toHexString(base) + "; use whole pages, at least one");
        }
        this.name = name;
        this.base = base;
        this.pool = new PagePool(bytes / PAGE_SIZE);
    }

    /**
     * Looks up what a device addresses, for a simulated bus.
     *
     * @param address as the device names it, unsigned
     * @return the physical address
     * @throws IommuFault if no open mapping has this address
     */
    public long translate(long address) {
        long page = Long.divideUnsigned(address - base, PAGE_SIZE);
        Map.Entry<Long, Translation> entry = byPage.floorEntry(page);
        if (entry == null || !entry.getValue().serves(page)) {
            throw new IommuFault(name, address);
        }
        return entry.getValue().physical(page) + (address & (PAGE_SIZE - 1));
    }

    /** {@return its name, for people} */
    public String name() {
        return name;
    }

    /** {@return how many bytes of addresses are in use by no mapping; kept ones count as free} */
    public synchronized long freeBytes() {
        long kept = idle.stream().mapToLong(each -> each.pages).sum();
        return (pool.free() + kept) * PAGE_SIZE;
    }

    /** {@return how many buffers are mapped by nobody and kept for the next time} */
    public synchronized int keptBuffers() {
        return idle.size();
    }

    /** Says in one line what is in use, kept and free. */
    @Override
    public synchronized String toString() {
        return "IOMMU \"" + name + "\": " + (byBuffer.size() - idle.size()) + " buffers mapped, "
                + idle.size() + " kept, " + pool;
    }

    long last() {
        return base + (pool.pages() * PAGE_SIZE - 1);
    }

    long pages() {
        return pool.pages();
    }

    long address(Translation translation) {
        return base + translation.first * PAGE_SIZE;
    }

    /** Whether this is the first topology to take it; a domain has one line of waiters, not two. */
    boolean join() {
        // Decides: which topology has it. Lost: it has one already, and the caller refuses.
        return joined.compareAndSet(false, true);
    }

    /** Addresses for all, or null and nothing is changed. Kept ones go only if that is enough. */
    synchronized @Nullable List<Claim> reserve(List<Attachment> wanted) {
        if (!add(missing(wanted, Set.of()))) {
            Set<Translation> going = evictable(wanted);
            if (going == null) {
                return null;
            }
            going.forEach(this::drop);
            add(missing(wanted, Set.of()));
        }
        return wanted.stream().map(each -> claim(of(each))).toList();
    }

    /** The buffers that have no addresses, but for some; the largest first, which packs them best. */
    private List<SharedBuffer> missing(List<Attachment> wanted, Set<Translation> but) {
        return wanted.stream()
                .map(Attachment::buffer)
                .distinct()
                .filter(buffer ->
                        !byBuffer.containsKey(buffer) || but.contains(byBuffer.get(buffer)))
                .sorted(Comparator.comparingLong(SharedBuffer::size).reversed())
                .toList();
    }

    /** Takes a run for each; or none, and null. */
    private static long @Nullable [] runs(List<SharedBuffer> buffers, PagePool from) {
        long[] runs = new long[buffers.size()];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = from.take(pagesOf(buffers.get(i)));
            if (runs[i] == PagePool.NO_RUN) {
                for (int taken = 0; taken < i; taken++) {
                    from.giveBack(runs[taken], pagesOf(buffers.get(taken)));
                }
                return null;
            }
        }
        return runs;
    }

    /**
     * The oldest kept ones whose end makes room for all that is missing; null if none does. Those that
     * are wanted go last; but go they must, else they could be in the way of their own batch.
     */
    private @Nullable Set<Translation> evictable(List<Attachment> wanted) {
        Set<SharedBuffer> own = wanted.stream().map(Attachment::buffer).collect(Collectors.toSet());
        PagePool trial = pool.copy();
        Set<Translation> going = new LinkedHashSet<>();
        List<Translation> candidates = new ArrayList<>(idle);
        candidates.sort(Comparator.comparing(each -> own.contains(each.buffer)));
        for (Translation each : candidates) {
            going.add(each);
            trial.giveBack(each.first, each.pages);
            if (runs(missing(wanted, going), trial) != null) {
                return going;
            }
        }
        return null;
    }

    /** Gives addresses to all of them; or to none, and false. */
    private boolean add(List<SharedBuffer> missing) {
        long[] runs = runs(missing, pool);
        if (runs == null) {
            return false;
        }
        for (int i = 0; i < runs.length; i++) {
            SharedBuffer buffer = missing.get(i);
            Translation fresh = new Translation(buffer, runs[i], pagesOf(buffer));
            byBuffer.put(buffer, fresh);
            byPage.put(fresh.first, fresh);
        }
        return true;
    }

    private Claim claim(Translation translation) {
        idle.remove(translation);
        translation.users = translation.users + 1;
        return new Claim(this, translation);
    }

    /** What was claimed is mapped now, for an attachment that is not closed: it will detach. */
    synchronized void use(Attachment attachment, Translation translation) {
        translation.known.add(attachment);
    }

    private Translation of(Attachment attachment) {
        Translation translation = byBuffer.get(attachment.buffer());
        if (translation == null) {
            throw new IllegalStateException(attachment + " is not mapped in " + name);
        }
        return translation;
    }

    /** One mapping less; after the last one the addresses are kept. */
    synchronized void release(Attachment attachment) {
        Translation translation = of(attachment);
        translation.users = translation.users - 1;
        keepOrDrop(translation);
    }

    /** Nobody uses it any more through this attachment. */
    synchronized void detach(Attachment attachment) {
        Translation translation = byBuffer.get(attachment.buffer());
        if (translation != null) {
            translation.known.remove(attachment);
            keepOrDrop(translation);
        }
    }

    private void keepOrDrop(Translation translation) {
        if (translation.users > 0) {
            return;
        }
        if (translation.known.isEmpty()) {
            drop(translation);
        } else {
            idle.add(translation);
        }
    }

    private void drop(Translation translation) {
        idle.remove(translation);
        byBuffer.remove(translation.buffer);
        byPage.remove(translation.first);
        pool.giveBack(translation.first, translation.pages);
    }

    static long pagesOf(SharedBuffer buffer) {
        return buffer.size() / PAGE_SIZE;
    }
}
