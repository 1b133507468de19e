package dev.baton.buffers.iommu;

import static dev.baton.buffers.iommu.Domains.CODEC;
import static dev.baton.buffers.iommu.Domains.DISPLAY;
import static dev.baton.buffers.iommu.Domains.GPU;
import static dev.baton.buffers.iommu.Domains.PAGE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.Direction;
import dev.baton.buffers.DmaMapping;
import dev.baton.buffers.MapRequest;
import dev.baton.buffers.Segment;
import dev.baton.buffers.Storage;
import dev.baton.buffers.heap.Allocator;
import dev.baton.buffers.heap.Backing;
import dev.baton.buffers.heap.Coherency;
import dev.baton.buffers.heap.ContiguousHeap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** B9: mappings survive changes of ownership; what coherency needs is done at begin and end. */
@Tag("B9")
class StreamingTest {
    private final Domains machine = new Domains(8);
    private final List<String> done = new ArrayList<>();

    @Test
    void mappingsStayWhileOwnershipGoesRound() {
        BufferHandle handle = machine.buffer("frame", 3);
        DmaMapping gpu = handle.attach(GPU).map(Direction.FROM_DEVICE);
        DmaMapping codec = handle.attach(CODEC).map(Direction.TO_DEVICE);
        List<Segment> first = gpu.segments();
        CpuMapping cpu = handle.map(Access.READ_WRITE);
        for (int frame = 0; frame < 10; frame++) {
            gpu.beginDevice();
            gpu.endDevice();
            cpu.putInt(0, frame);
            codec.beginDevice();
            codec.endDevice();
            assertThat(cpu.getInt(0)).isEqualTo(frame);
        }
        assertThat(gpu.segments()).isEqualTo(first);
        assertThat(codec.segments()).isEqualTo(first);
        machine.domain.translate(first.get(0).address());
    }

    @Test
    void coherencyIsToldOfEveryChangeAndOfTheMappingAsTheFirst() {
        ContiguousHeap heap = new ContiguousHeap(
                "cached", ContiguousHeap.BASE, ContiguousHeap.BYTES, backing -> telling());
        BufferHandle handle = new Allocator(machine.topology, heap).allocate("frame", PAGE);
        DmaMapping gpu = handle.attach(GPU).map(Direction.FROM_DEVICE);
        assertThat(done).containsExactly("begin gpu FROM_DEVICE");
        gpu.endDevice();
        gpu.beginDevice();
        gpu.endDevice();
        assertThat(done)
                .containsExactly(
                        "begin gpu FROM_DEVICE",
                        "end gpu FROM_DEVICE",
                        "begin gpu FROM_DEVICE",
                        "end gpu FROM_DEVICE");
        gpu.close();
        assertThatThrownBy(gpu::beginDevice).isInstanceOf(BufferException.Closed.class);
        assertThatThrownBy(gpu::endDevice).isInstanceOf(BufferException.Closed.class);
    }

    private Coherency telling() {
        return new Coherency() {
            @Override
            public Storage mmap(MapRequest request, Backing backing) {
                return backing.bytes();
            }

            @Override
            public void beginDevice(Attachment attachment, Direction direction) {
                done.add("begin " + attachment.device().name() + " " + direction);
            }

            @Override
            public void endDevice(Attachment attachment, Direction direction) {
                done.add("end " + attachment.device().name() + " " + direction);
            }
        };
    }

    @Test
    void aMappingOutlivesTheHandlesAndItsBytesStay() {
        BufferHandle handle = machine.buffer("frame", 1);
        DmaMapping display = handle.attach(DISPLAY).map(Direction.TO_DEVICE);
        CpuMapping cpu = handle.map(Access.READ_WRITE);
        handle.close();
        cpu.putInt(0, 42);
        display.endDevice();
        assertThat(cpu.getInt(0)).isEqualTo(42);
        assertThat(display.segments()).hasSize(1);
    }
}
