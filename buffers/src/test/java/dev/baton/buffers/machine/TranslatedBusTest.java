package dev.baton.buffers.machine;

import static dev.baton.buffers.machine.Board.PAGE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.DmaMapping;
import dev.baton.buffers.heap.Allocator;
import dev.baton.buffers.heap.ContiguousHeap;
import dev.baton.buffers.iommu.IommuDomain;
import dev.baton.buffers.iommu.IommuTopology;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Map;

/** A bus behind an IOMMU, over a heap of the machine: all parts of the sharing core at once. */
@Tag("B4")
@Tag("B9")
@Tag("B10")
class TranslatedBusTest {
    private final Device gpu = Device.named("gpu");
    private final Device display = Device.named("display");
    private final Machine machine = new Machine(256);
    private final IommuDomain domain = new IommuDomain("gpu's", 16 * PAGE, 64 * PAGE);
    private final IommuTopology topology = new IommuTopology(Map.of(gpu, domain));
    private final Allocator allocator = new Allocator(
            topology, new ContiguousHeap("cma", 1 << 30, 64 * PAGE, machine.cached(2)));
    private final Bus bus = machine.bus(topology::translate);

    @Test
    void bothKindsOfDevicesSeeWhatTheCpuAndTheOtherHaveWritten() {
        BufferHandle handle = allocator.allocate("front", 3 * PAGE);
        DmaMapping render = Board.map(handle, gpu, Direction.BIDIRECTIONAL);
        DmaMapping scanout = Board.map(handle, display, Direction.BIDIRECTIONAL);
        assertThat(render.segments()).isNotEqualTo(scanout.segments());
        CpuMapping cpu = handle.map(Access.READ_WRITE);
        cpu.fill(PAGE - 8, 16, (byte) 1);

        render.beginDevice();
        byte[] seen = new byte[16];
        bus.read(render, PAGE - 8, seen);
        assertThat(seen).containsOnly(1);
        bus.write(render, PAGE - 8, Board.bytes(16, 2));
        render.endDevice();
        bus.read(scanout, PAGE - 8, seen);
        assertThat(seen).containsOnly(2);
        assertThat(cpu.getInt(PAGE - 2)).isEqualTo(0x02020202);

        long address = render.segments().get(0).address();
        render.attachment().close();
        assertThatThrownBy(() -> bus.read(gpu, address, seen)).hasMessageContaining("gpu's");
    }
}
