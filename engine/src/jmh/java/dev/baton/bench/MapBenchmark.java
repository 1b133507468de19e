package dev.baton.bench;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.Allocator;
import dev.baton.buffers.heap.SystemHeap;
import dev.baton.buffers.iommu.IommuDomain;
import dev.baton.buffers.iommu.IommuTopology;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.Map;

/** A device's mapping made and closed: in addresses that were kept, and in fresh ones. */
@State(Scope.Thread)
public class MapBenchmark extends Measured {
    private static final Device GPU = Device.named("gpu");
    private static final long ADDRESSES = 1L << 40;
    private static final int OTHERS = 1000;

    /** How large the buffer is. */
    @Param({"1", "256", "65536"})
    int pages;

    private BufferHandle handle;
    private Attachment attachment;

    /** Makes the buffer, and others whose addresses are kept beside it. */
    @Setup
    public void allocate() {
        IommuDomain domain = new IommuDomain("mmu", 0, ADDRESSES);
        Allocator allocator =
                new Allocator(new IommuTopology(Map.of(GPU, domain)), new SystemHeap());
        for (int i = 0; i < OTHERS; i++) {
            BufferHandle other = allocator.allocate("other", SharedBuffer.PAGE_SIZE);
            other.attach(GPU).map(Direction.TO_DEVICE).close();
        }
        handle = allocator.allocate("frame", (long) pages * SharedBuffer.PAGE_SIZE);
        attachment = handle.attach(GPU);
        attachment.map(Direction.TO_DEVICE).close();
    }

    /** As the device has mapped it before. */
    @Benchmark
    public void kept() {
        attachment.map(Direction.TO_DEVICE).close();
    }

    /** As for a device that comes anew; with it nothing is kept. */
    @Benchmark
    public void fresh() {
        attachment.close();
        attachment = handle.attach(GPU);
        attachment.map(Direction.TO_DEVICE).close();
    }
}
