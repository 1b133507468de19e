package dev.baton.buffers.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.DmaMapping;
import dev.baton.buffers.Segment;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.Allocator;
import dev.baton.buffers.heap.SystemHeap;
import dev.baton.buffers.heap.Topology;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

/** The example of the documentation: a heap for one board, and what its devices get of it. */
@Tag("B8")
class BoardHeapTest {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;
    private static final Device LCD = Device.named("lcd").contiguous().withAddressBits(32);
    private static final Device GPU = Device.named("gpu");

    private final BoardHeap cma = new BoardHeap(0x9000_0000L, 16);
    private final Allocator board = new Allocator(Topology.DIRECT, new SystemHeap(), cma);

    @Test
    void theDisplayIsServedFromTheBoardsOwnMemory() {
        try (BufferHandle frame = board.allocate("frame", 4 * PAGE);
                Attachment gpu = frame.attach(GPU);
                Attachment lcd = frame.attach(LCD);
                DmaMapping shown = lcd.map(Direction.TO_DEVICE);
                DmaMapping drawn = gpu.map(Direction.FROM_DEVICE);
                CpuMapping cpu = frame.map(Access.READ_WRITE)) {
            cpu.fill(0, 4 * PAGE, (byte) 1);
            assertThat(shown.segments()).containsExactly(new Segment(0x9000_0000L, 4 * PAGE));
            assertThat(drawn.segments()).isEqualTo(shown.segments());
            assertThat(frame.buffer().info().exporter()).isEqualTo("board cma");
        }
        assertThat(cma.report().isClean()).isTrue();
    }

    @Test
    void whatTheDisplayDoesNotNeedIsTakenElsewhere() {
        try (BufferHandle vertices = board.allocate("vertices", 4 * PAGE);
                Attachment gpu = vertices.attach(GPU)) {
            List<Segment> segments = gpu.map(Direction.TO_DEVICE).segments();
            assertThat(segments).hasSize(4);
            assertThat(vertices.buffer().info().exporter()).isEqualTo("system");
        }
    }
}
