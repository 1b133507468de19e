package dev.baton.buffers.iommu;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.Device;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.Allocator;
import dev.baton.buffers.heap.SystemHeap;

import java.util.Map;

/** A machine with a GPU and a codec behind one small IOMMU, and a direct display. */
final class Domains {
    static final int PAGE = SharedBuffer.PAGE_SIZE;
    static final long BASE = 0x10_0000;
    static final Device GPU = Device.named("gpu").contiguous().withAddressBits(32);
    static final Device CODEC = Device.named("codec").withAddressBits(32);
    static final Device DISPLAY = Device.named("display");

    final IommuDomain domain;
    final IommuTopology topology;
    final Allocator allocator;

    Domains(int pages) {
        domain = new IommuDomain("mmu", BASE, (long) pages * PAGE);
        topology = new IommuTopology(Map.of(GPU, domain, CODEC, domain));
        allocator = new Allocator(topology, new SystemHeap());
    }

    BufferHandle buffer(String name, int pages) {
        return allocator.allocate(name, (long) pages * PAGE);
    }

    /** A buffer of its own, attached to the GPU. */
    Attachment attached(String name, int pages) {
        return buffer(name, pages).attach(GPU);
    }

    long freePages() {
        return domain.freeBytes() / PAGE;
    }
}
