package dev.baton.buffers.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.Segment;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.Storage;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** B8: the system heap, whose memory is scattered and far up; and heaps plugged into a machine. */
@Tag("B8")
class SystemHeapTest {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;

    private final SystemHeap heap = new SystemHeap();

    @Test
    void whateverTheSizeNoTwoRunsAreNextToEachOtherAndAllAreFarUp() {
        for (long pages : new long[] {1, 2, 3, 15, 16, 17, 33, 1000, 262_144}) {
            List<Segment> runs = segments(heap, pages * PAGE);
            assertThat(runs.size()).isBetween(pages == 1 ? 1 : 2, 32);
            assertThat(runs.stream().mapToLong(Segment::length).sum()).isEqualTo(pages * PAGE);
            for (int i = 0; i < runs.size(); i++) {
                assertThat(runs.get(i).address() % PAGE).isZero();
                assertThat(runs.get(i).address()).isGreaterThanOrEqualTo(SystemHeap.BASE);
                assertThat(i > 0 && runs.get(i - 1).last() + 1 == runs.get(i).address())
                        .isFalse();
            }
        }
    }

    @Test
    void noAddressIsGivenTwice() {
        TreeMap<Long, Segment> all = new TreeMap<>();
        for (int i = 1; i < 100; i++) {
            try (BufferHandle handle = heap.allocate("frame", i * PAGE)) {
                for (Segment each : segments(handle)) {
                    all.put(each.address(), each);
                }
            }
        }
        Segment before = new Segment(0, 1);
        for (Segment each : all.values()) {
            assertThat(each.address()).isGreaterThan(before.last());
            before = each;
        }
    }

    @Test
    void theSameUseYieldsTheSameAddresses() {
        assertThat(segments(new SystemHeap(), 5 * PAGE)).isEqualTo(segments(heap, 5 * PAGE));
        SystemHeap other = new SystemHeap("numa 1", 1L << 40);
        assertThat(segments(other, PAGE)).containsExactly(new Segment(1L << 40, PAGE));
        assertThat(other.name()).isEqualTo("numa 1");
    }

    @Test
    void buffersThatNobodyMapsCostNoBytes() {
        List<BufferHandle> open = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) { // 1,000 GiB
            open.add(heap.allocate("huge", SharedBuffer.SIZE_MAX));
        }
        open.forEach(BufferHandle::close);
        assertThat(heap.report().isClean()).isTrue();
    }

    @Test
    void storageIsPluggedIntoTheMachineFromTheChoiceToTheRelease() {
        Map<Segment, Long> plugged = new TreeMap<>(Comparator.comparing(Segment::address));
        List<Storage> found = new ArrayList<>();
        heap.plugInto(new PhysicalMap() {
            @Override
            public void plug(Segment where, Storage bytes, long offset) {
                plugged.put(where, offset);
                found.add(bytes);
            }

            @Override
            public void unplug(Segment where) {
                assertThat(plugged.remove(where)).isNotNull();
            }
        });
        BufferHandle handle = heap.allocate("frame", 3 * PAGE);
        CpuMapping mapping = handle.map(Access.READ_WRITE);
        mapping.putInt(PAGE, 42);
        long offset = plugged.get(segments(handle).get(1));
        assertThat(found.get(1).getInt(offset)).isEqualTo(42);
        assertThat(plugged.values()).containsExactlyInAnyOrder(0L, (long) PAGE, 2L * PAGE);
        handle.close();
        assertThat(plugged).hasSize(3);
        mapping.close();
        assertThat(plugged).isEmpty();
    }

    @Test
    void aHeapThatGivesWhatWasNotAskedForIsFoundOut() {
        Heap wrong = new Heap() {
            @Override
            public String name() {
                return "wrong";
            }

            @Override
            protected Backing take(long size, Constraints wanted) {
                return Backing.of(List.of(new Segment(0, size / 2)));
            }

            @Override
            protected void free(Backing backing) {}
        };
        assertThatThrownBy(() -> wrong.allocate("frame", 2 * PAGE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("heap wrong gave [4096 at 0x0] for 8192 bytes with no limits");
        assertThat(wrong.report().isClean()).isTrue();
    }

    private static List<Segment> segments(Heap heap, long size) {
        Backing backing = heap.take(size, Constraints.NONE);
        return backing == null ? List.of() : backing.segments();
    }

    private static List<Segment> segments(BufferHandle handle) {
        try (Attachment any = handle.attach(Device.named("any"))) {
            return any.map(Direction.TO_DEVICE).segments();
        }
    }
}
