package dev.baton.buffers.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.Segment;
import dev.baton.buffers.SharedBuffer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** B8: heaps with a region of their own: contiguous, carved out, coherent. */
@Tag("B8")
class RegionHeapTest {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;
    private static final long BASE = 16L << 20;
    private static final Device DISPLAY = Device.named("display").contiguous();

    private final ContiguousHeap heap = new ContiguousHeap("cma", BASE, 8 * PAGE);

    @Test
    void everyBufferIsOneRunOfItsRegion() {
        BufferHandle front = heap.allocate("front", 3 * PAGE);
        BufferHandle back = heap.allocate("back", 2 * PAGE);
        assertThat(segments(front, DISPLAY)).containsExactly(new Segment(BASE, 3 * PAGE));
        assertThat(segments(back, DISPLAY)).containsExactly(new Segment(BASE + 3 * PAGE, 2 * PAGE));
    }

    @Test
    void afterAnyUseEveryBufferIsStillOneRunAndNoTwoMeet() {
        List<BufferHandle> open = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            open.add(heap.allocate("page " + i, PAGE));
        }
        for (int i : new int[] {2, 5, 3}) {
            open.get(i).close();
        }
        BufferHandle pair = heap.allocate("pair", 2 * PAGE);
        assertThat(segments(pair, DISPLAY)).containsExactly(new Segment(BASE + 2 * PAGE, 2 * PAGE));
    }

    @Test
    void aFragmentedRegionRefusesThoughEnoughIsFree() {
        List<BufferHandle> open = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            open.add(heap.allocate("page " + i, PAGE));
        }
        for (int i = 0; i < 8; i += 2) {
            open.get(i).close();
        }
        assertThat(heap.freeBytes()).isEqualTo(4 * PAGE);
        assertThat(heap.largestBytes()).isEqualTo(PAGE);
        assertThatThrownBy(() -> heap.allocate("pair", 2 * PAGE))
                .isInstanceOf(BufferException.Exhausted.class)
                .hasMessage("B8: buffer \"pair\": heap \"cma\" has no room for 8192 bytes; close"
                        + " buffers not in use, or enlarge the heap");
        open.get(3).close();
        heap.allocate("pair", 2 * PAGE).close();
    }

    @Test
    void aBufferAboveWhatADeviceCanNameIsNotTaken() {
        ContiguousHeap high = new ContiguousHeap("high", (1L << 32) - PAGE, 4 * PAGE);
        Allocator allocator = new Allocator(Topology.DIRECT, high);
        Device narrow = Device.named("narrow").withAddressBits(32);
        BufferHandle one = allocator.allocate("one", PAGE);
        assertThat(segments(one, narrow)).hasSize(1);
        BufferHandle two = allocator.allocate("two", PAGE);
        Attachment attachment = two.attach(narrow);
        assertThatThrownBy(() -> attachment.map(Direction.TO_DEVICE))
                .isInstanceOf(BufferException.Exhausted.class)
                .hasMessageContaining("with addresses up to 0xffffffff;");
        assertThat(high.freeBytes()).isEqualTo(3 * PAGE);
    }

    @Test
    void bytesAreZeroWhenARunIsUsedAgain() {
        try (BufferHandle first = heap.allocate("first", PAGE);
                CpuMapping mapping = first.map(Access.READ_WRITE)) {
            mapping.putLong(0, -1);
        }
        try (BufferHandle second = heap.allocate("second", PAGE);
                CpuMapping mapping = second.map(Access.READ_ONLY)) {
            assertThat(mapping.getLong(0)).isZero();
        }
    }

    @Test
    void aCarveoutGivesOneChunkToEachBufferAndCannotFragment() {
        CarveoutHeap frames = new CarveoutHeap("frames", BASE, 4 * PAGE, 3);
        BufferHandle small = frames.allocate("small", PAGE);
        BufferHandle whole = frames.allocate("whole", 4 * PAGE);
        assertThat(segments(whole, DISPLAY))
                .containsExactly(new Segment(BASE + 4 * PAGE, 4 * PAGE));
        assertThatThrownBy(() -> frames.allocate("long", 5 * PAGE))
                .isInstanceOf(BufferException.Exhausted.class);
        BufferHandle last = frames.allocate("last", 2 * PAGE);
        assertThatThrownBy(() -> frames.allocate("more", PAGE))
                .isInstanceOf(BufferException.Exhausted.class);
        small.close();
        last.close();
        assertThat(frames.largestBytes()).isEqualTo(4 * PAGE);
        assertThat(frames.freeBytes()).isEqualTo(8 * PAGE);
    }

    @Test
    void aCoherentBufferNeedsNoBrackets() {
        BufferHandle handle = new CoherentHeap().allocate("ring", PAGE);
        Attachment attachment = handle.attach(DISPLAY);
        attachment.map(Direction.BIDIRECTIONAL);
        assertThat(handle.needsMaintenance()).isFalse();
        assertThat(handle.buffer().info().exporter()).isEqualTo("coherent");
    }

    @Test
    void heapsOfOneTypeShareNothing() {
        ContiguousHeap other = new ContiguousHeap("other", BASE << 1, 8 * PAGE);
        heap.allocate("front", 8 * PAGE);
        other.allocate("front", 8 * PAGE);
        ContiguousHeap plain = new ContiguousHeap();
        assertThat(plain.name()).isEqualTo("contiguous");
        assertThat(plain.freeBytes()).isEqualTo(ContiguousHeap.BYTES);
    }

    @Test
    void aRegionThatIsNoneIsRefused() {
        assertThatThrownBy(() -> new ContiguousHeap("odd", BASE, PAGE + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ContiguousHeap("odd", BASE + 1, PAGE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ContiguousHeap("none", BASE, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ContiguousHeap("end", -PAGE, 2 * PAGE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Segment> segments(BufferHandle handle, Device device) {
        return handle.attach(device).map(Direction.TO_DEVICE).segments();
    }
}
