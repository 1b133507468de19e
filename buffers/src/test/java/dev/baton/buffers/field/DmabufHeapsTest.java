package dev.baton.buffers.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuAccess;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.DmaMapping;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.CarveoutHeap;
import dev.baton.buffers.heap.CoherentHeap;
import dev.baton.buffers.heap.ContiguousHeap;
import dev.baton.buffers.heap.Heap;
import dev.baton.buffers.heap.SystemHeap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Tags;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Linux's selftests of dma-buf heaps, over every heap; and IGT's of the life of vgem's handles. */
class DmabufHeapsTest {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;
    private static final long ONE_MEG = 1L << 20;

    private final List<Heap> heaps = List.of(
            new SystemHeap(),
            new ContiguousHeap(),
            new CoherentHeap(),
            new CarveoutHeap("frames", 0, 2 * ONE_MEG, 4));

    @Test
    @Tags({@Tag("B8"), @Tag("dmabuf-heaps/test_alloc_and_import")})
    void allocAndImport() {
        for (Heap heap : heaps) {
            try (BufferHandle handle = heap.allocate("frame", ONE_MEG);
                    CpuMapping cpu = handle.map(Access.READ_WRITE);
                    Attachment importer = handle.attach(Device.named("vgem"));
                    DmaMapping device = importer.map(Direction.BIDIRECTIONAL)) {
                for (byte pass = 1; pass <= 2; pass++) {
                    try (CpuAccess bracket = CpuAccess.begin(Direction.BIDIRECTIONAL, handle)) {
                        cpu.fill(0, ONE_MEG, pass);
                    }
                    device.beginDevice();
                    device.endDevice();
                    assertThat(cpu.getByte(ONE_MEG - 1)).isEqualTo(pass);
                }
            }
            assertThat(heap.report().isClean()).as(heap.name()).isTrue();
        }
    }

    @Test
    @Tags({@Tag("B8"), @Tag("dmabuf-heaps/test_alloc_zeroed")})
    void allocZeroed() {
        for (Heap heap : heaps) {
            for (int round = 0; round < 4; round++) {
                try (BufferHandle handle = heap.allocate("frame", ONE_MEG);
                        CpuMapping cpu = handle.map(Access.READ_WRITE)) {
                    for (long offset = 0; offset < ONE_MEG; offset += PAGE) {
                        assertThat(cpu.getLong(offset)).as(heap.name()).isZero();
                    }
                    cpu.fill(0, ONE_MEG, (byte) 0xff);
                }
            }
        }
    }

    @Test
    @Tags({@Tag("B1"), @Tag("dmabuf-heaps/test_alloc_errors")})
    void allocErrors() {
        for (Heap heap : heaps) {
            assertThatThrownBy(() -> heap.allocate("none", 0))
                    .isInstanceOf(BufferException.Empty.class);
            assertThatThrownBy(() -> heap.allocate("odd", PAGE + 1))
                    .isInstanceOf(BufferException.Misaligned.class);
            assertThatThrownBy(() -> heap.allocate("huge", -PAGE))
                    .isInstanceOf(BufferException.OutOfRange.class);
            assertThat(heap.report().isClean()).as(heap.name()).isTrue();
        }
    }

    @Test
    @Tags({@Tag("B2"), @Tag("vgem_basic/dmabuf-export"), @Tag("vgem_basic/second-client")})
    void dmabufExport() {
        BufferHandle client = heaps.get(0).allocate("bo", PAGE);
        BufferHandle exported = client.duplicate();
        client.close();
        BufferHandle second = exported.duplicate();
        exported.close();
        second.map(Access.READ_WRITE).putInt(0, 1);
        assertThat(second.map(Access.READ_ONLY).getInt(0)).isEqualTo(1);
    }

    @Test
    @Tags({@Tag("B2"), @Tag("vgem_basic/dmabuf-mmap")})
    void dmabufMmap() {
        BufferHandle client = heaps.get(0).allocate("bo", PAGE);
        BufferHandle exported = client.duplicate();
        client.close();
        CpuMapping mapping = exported.map(Access.READ_WRITE);
        exported.close();
        mapping.putInt(0, 2);
        assertThat(mapping.getInt(0)).isEqualTo(2);
    }
}
