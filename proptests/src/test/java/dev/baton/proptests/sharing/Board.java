package dev.baton.proptests.sharing;

import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.Device;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.Allocator;
import dev.baton.buffers.heap.Coherency;
import dev.baton.buffers.heap.Heap;
import dev.baton.buffers.iommu.IommuDomain;
import dev.baton.buffers.iommu.IommuTopology;
import dev.baton.buffers.machine.Bus;
import dev.baton.buffers.machine.Machine;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A machine with devices of all kinds: direct, behind an IOMMU, snooping, agreeing to brackets. */
final class Board {
    private static final Device GPU = Device.named("gpu");
    private static final Device CODEC = Device.named("codec").withBrackets();
    private static final Device NPU = Device.named("npu").snooping();
    private static final Device DISPLAY = Device.named("display").contiguous().withBrackets();
    private static final Device CAMERA = Device.named("camera").snooping();
    private static final Device SCALER = Device.named("scaler");

    static final List<Device> DEVICES = List.of(GPU, CODEC, NPU, DISPLAY, CAMERA, SCALER);

    /** Reaches nothing: not the addresses of any heap here. */
    static final Device NARROW = Device.named("narrow").withAddressBits(16);

    /** Room for one large buffer and a small one. */
    static final long IOMMU_BYTES = 4L * SharedBuffer.PAGE_SIZE;

    private static final long IOMMU_BASE = 1L << 28;

    final IommuDomain domain = new IommuDomain("mmu", IOMMU_BASE, IOMMU_BYTES);
    final Machine machine;
    final Heap heap;
    final Bus bus;
    private final Allocator allocator;
    private final boolean named;

    Board(Setup setup) {
        this(setup, UnaryOperator.identity());
    }

    Board(Setup setup, UnaryOperator<Coherency.Maker> seen) {
        machine = new Machine(setup.cacheLines());
        Map<Device, IommuDomain> behind = Map.of(DISPLAY, domain, CAMERA, domain, SCALER, domain);
        IommuTopology topology = new IommuTopology(behind);
        bus = machine.bus(topology::translate);
        heap = setup.heap(machine, seen);
        heap.plugInto(machine.memory());
        allocator = new Allocator(topology, heap);
        named = setup.named();
    }

    BufferHandle export(String name, int pages) {
        long size = (long) pages * SharedBuffer.PAGE_SIZE;
        return named ? allocator.from(heap, name, size) : allocator.allocate(name, size);
    }

    boolean isNamed() {
        return named;
    }
}
