package dev.baton.buffers.iommu;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferException;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.DmaMapping;
import dev.baton.buffers.Segment;
import dev.baton.buffers.heap.Constraints;
import dev.baton.buffers.heap.Topology;
import dev.baton.buffers.iommu.IommuDomain.Claim;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A machine on which some devices are behind IOMMUs and the others see physical addresses; one buffer
 * serves both kinds. Linux's counterpart is the DMA API, which each device's {@code dma_map_sgtable}
 * goes through.
 *
 * <p>Unlike there, several buffers can be mapped as one batch, all or nothing, as Barnes asked for:
 * clients that map theirs one by one can each hold a part and wait, or try again, for ever. So map
 * what is needed together by {@link #mapAll} or {@link #mapAllWhenRoom}, and hold no mapping of a
 * domain while waiting for more of it.
 *
 * <p>Addresses are first come, first served: while anybody waits for those of a domain, every other
 * map there is refused, also one that would fit or needs no address of its own.
 *
 * <p><b>Threading:</b> any thread. <b>Progress:</b> one lock for the machine, held while addresses are
 * looked for and never while something is mapped. <b>Cost:</b> as {@link IommuDomain}.
 *
 * @since 0.1
 */
public final class IommuTopology implements Topology {
    private final Map<Device, IommuDomain> domains;
    private final Line line = new Line();

    /**
     * A machine.
     *
     * @param domains for each device behind an IOMMU its domain; every other device is direct. A
     *     domain can be part of one machine only
     */
    public IommuTopology(Map<Device, IommuDomain> domains) {
        this.domains = Map.copyOf(domains);
        for (IommuDomain each : Set.copyOf(domains.values())) {
            if (!each.join()) {
                throw new IllegalArgumentException(each + " is part of another machine");
            }
        }
    }

    /**
     * Maps several buffers now, all or nothing.
     *
     * @param direction which way bytes will go
     * @param attachments what to map, of any devices; one named twice is mapped twice
     * @return the mappings, in the same order
     * @throws BufferException.Exhausted if addresses are short, or somebody waits for them (B9); or if
     *     there is no storage (B8). Nothing is mapped then
     * @throws BufferException.Closed if one is closed (B2). Nothing is mapped then
     */
    public List<DmaMapping> mapAll(Direction direction, List<Attachment> attachments) {
        Batch batch = new Batch(direction, attachments, this);
        line.pass(batch);
        try {
            return batch.map();
        } finally {
            line.serve(); // if it came to nothing, there is room again
        }
    }

    /**
     * Maps several buffers, all or nothing, when there is room for all, in the order in which they were
     * asked for. It does not wait: the stage completes in this call, or in one that makes room, on its thread.
     *
     * <p>To give up, close one of the attachments.
     *
     * @param direction which way bytes will go
     * @param attachments what to map, of any devices
     * @return the mappings, in the same order; or, exceptionally and with nothing mapped, as {@link
     *     #mapAll}, but {@link BufferException.Exhausted} only if there will never be room
     */
    public CompletionStage<List<DmaMapping>> mapAllWhenRoom(
            Direction direction, List<Attachment> attachments) {
        Batch batch = new Batch(direction, attachments, this);
        try {
            line.enter(batch);
        } catch (BufferException.Exhausted e) {
            return CompletableFuture.failedStage(e);
        }
        batch.leaveIfClosed(line);
        line.serve();
        return batch.mapped.minimalCompletionStage();
    }

    /** {@return how many batches wait for addresses} */
    public int waiting() {
        return line.length();
    }

    /**
     * Looks up what a device addresses: for a simulated bus, {@code
     * machine.bus(topology::translate)}. Linux's {@code iommu_iova_to_phys}, of whichever domain
     * the device has.
     *
     * @param device who accesses
     * @param address as it names it, unsigned
     * @return the physical address; the same one for a device that is direct
     * @throws IommuFault if it is behind an IOMMU and no open mapping has this address
     */
    public long translate(Device device, long address) {
        IommuDomain domain = domains.get(device);
        return domain == null ? address : domain.translate(address);
    }

    @Nullable
    IommuDomain domainOf(Device device) {
        return domains.get(device);
    }

    @Override
    public boolean isDirect(Device device) {
        return !domains.containsKey(device);
    }

    @Override
    public void attach(Attachment attachment) {
        Device device = attachment.device();
        IommuDomain domain = domains.get(device);
        if (domain == null) {
            return;
        }
        checkRoomEver(attachment, domain);
        Segment all = new Segment(0, attachment.buffer().size());
        Constraints pieces = new Constraints(-1, device.segmentsMax(), device.segmentBytesMax());
        if (Long.compareUnsigned(domain.last(), device.addressMax()) > 0
                || !pieces.allow(List.of(all))) {
            throw new BufferException.Unreachable(
                    attachment.buffer().name(),
                    device + " needs " + Constraints.of(List.of(device))
                            + ", which addresses of IOMMU \"" + domain.name()
                            + "\" do not meet; give it another domain, or a smaller buffer");
        }
    }

    private static void checkRoomEver(Attachment attachment, IommuDomain domain) {
        long pages = IommuDomain.pagesOf(attachment.buffer());
        if (pages > domain.pages()) {
            throw new BufferException.Unreachable(
                    attachment.buffer().name(),
                    attachment.device() + " is behind IOMMU \"" + domain.name() + "\", which has "
                            + domain.pages() + " pages of addresses and never " + pages
                            + "; give it a larger domain, or a smaller buffer");
        }
    }

    @Override
    public Mapped map(Attachment attachment, List<Segment> physical) {
        IommuDomain domain = domains.get(attachment.device());
        if (domain == null) {
            return DIRECT.map(attachment, physical);
        }
        Claim claim = Batch.claimed(attachment, domain);
        if (claim == null) {
            claim = line.pass(attachment, domain);
        }
        boolean mapped = false;
        try {
            Mapped answer = mapped(attachment, physical, claim);
            mapped = true;
            return answer;
        } finally {
            if (!mapped) {
                domain.release(attachment);
            }
        }
    }

    private static Mapped mapped(Attachment attachment, List<Segment> physical, Claim claim) {
        IommuDomain domain = claim.domain();
        domain.use(attachment, claim.translation());
        boolean fresh = claim.translation().fill(physical);
        Segment run = new Segment(
                domain.address(claim.translation()), attachment.buffer().size());
        Constraints limits = Constraints.of(List.of(attachment.device()));
        return new Mapped(limits.cut(List.of(run)), !fresh);
    }

    @Override
    public void unmap(Attachment attachment, List<Segment> segments) {
        IommuDomain domain = domains.get(attachment.device());
        if (domain != null) {
            domain.release(attachment);
        }
    }

    @Override
    public void unmapped() {
        line.serve();
    }

    @Override
    public void detach(Attachment attachment) {
        IommuDomain domain = domains.get(attachment.device());
        if (domain != null) {
            domain.detach(attachment);
        }
        line.leave(attachment);
        line.serve();
    }
}
