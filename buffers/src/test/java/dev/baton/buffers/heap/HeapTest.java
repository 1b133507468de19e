package dev.baton.buffers.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.Race;
import dev.baton.buffers.Segment;
import dev.baton.buffers.SharedBuffer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;

/** Heaps as an SPI, and the system heap. */
class HeapTest {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;

    @Test
    void theSystemHeapHasRealBytes() {
        try (BufferHandle handle = new SystemHeap().allocate("front", 4 * PAGE);
                CpuMapping mapping = handle.map(Access.READ_WRITE)) {
            mapping.fill(0, 4 * PAGE, (byte) 3);
            assertThat(mapping.getLong(4 * PAGE - 8)).isEqualTo(0x0303030303030303L);
            assertThat(handle.buffer().describe()).contains(" exporter \"system\" ");
        }
    }

    @Test
    void buffersOfOneHeapShareNoBytes() {
        SystemHeap heap = new SystemHeap();
        CpuMapping front = heap.allocate("front", PAGE).map(Access.READ_WRITE);
        CpuMapping back = heap.allocate("back", PAGE).map(Access.READ_WRITE);
        front.fill(0, PAGE, (byte) 1);
        assertThat(back.getLong(0)).isZero();
    }

    @Test
    @Tag("B8")
    void bytesThatTheJvmDoesNotHaveAreATypedRefusalOfTheFirstMapping() {
        // No JVM has an array of this length, however large its heap.
        Heap heap = new LastPage(
                size -> new Backing(List.of(new Segment(0, size)), new Pages(Integer.MAX_VALUE)));
        try (BufferHandle handle = heap.allocate("huge", PAGE)) {
            assertThatThrownBy(() -> handle.map(Access.READ_ONLY))
                    .isInstanceOf(BufferException.Exhausted.class)
                    .hasMessage("B8: buffer \"huge\": heap \"one page\" has no bytes left for it;"
                            + " close buffers not in use");
        }
    }

    @Test
    void aHeapWithoutRoomIsATypedRefusalAndFreesNothing() {
        LastPage heap = new LastPage();
        BufferHandle only = heap.allocate("front", PAGE);
        assertThatThrownBy(() -> heap.allocate("back", PAGE))
                .isInstanceOf(BufferException.Exhausted.class)
                .hasMessage(
                        "B8: buffer \"back\": heap \"one page\" has no room for 4096 bytes; close"
                                + " buffers not in use, or enlarge the heap");
        assertThat(heap.freed).isEmpty();
        only.close();
        heap.allocate("back", PAGE).close();
        assertThat(heap.freed).hasSize(2);
    }

    @Test
    void aHeapGetsBackWhatItGave() {
        LastPage heap = new LastPage();
        BufferHandle handle = heap.allocate("front", PAGE);
        Backing given = heap.given;
        CpuMapping mapping = handle.map(Access.READ_ONLY);
        handle.close();
        assertThat(heap.freed).isEmpty();
        mapping.close();
        assertThat(heap.freed).singleElement().isSameAs(given);
    }

    @Test
    @Tag("B11")
    void racingClosesTellOfLeaksOnce() {
        SystemHeap[] heaps = new SystemHeap[500];
        AtomicInteger told = new AtomicInteger();
        Arrays.setAll(heaps, step -> new SystemHeap());
        for (SystemHeap heap : heaps) {
            heap.reportLeaksTo(report -> told.incrementAndGet());
        }
        List<BufferHandle> open = Arrays.stream(heaps)
                .map(heap -> heap.allocate("open", SharedBuffer.PAGE_SIZE))
                .toList();
        try (Race race = new Race(12)) {
            race.inLockstep(heaps.length, step -> heaps[step].close(), step -> heaps[step].close());
        }
        assertThat(told).hasValue(heaps.length);
        open.forEach(BufferHandle::close);
    }

    @Test
    void theLargestSizeReachesTheHeapAndTheNextOneDoesNot() {
        List<Long> asked = new ArrayList<>();
        Heap heap = new Heap() {
            @Override
            public String name() {
                return "asked";
            }

            @Override
            protected @Nullable Backing take(long size, Constraints wanted) {
                asked.add(size);
                return null;
            }

            @Override
            protected void free(Backing backing) {
                throw new AssertionError("nothing was taken");
            }
        };
        assertThatThrownBy(() -> heap.allocate("front", SharedBuffer.SIZE_MAX))
                .isInstanceOf(BufferException.Exhausted.class);
        assertThatThrownBy(() -> heap.allocate("front", SharedBuffer.SIZE_MAX + PAGE))
                .isInstanceOf(BufferException.OutOfRange.class);
        assertThat(asked).containsExactly(SharedBuffer.SIZE_MAX);
    }

    /** A heap with one page, which is in use or not. */
    private static final class LastPage extends Heap {
        final List<Backing> freed = new ArrayList<>();
        final LongFunction<Backing> made;

        LastPage() {
            this(size -> Backing.of(List.of(new Segment(0, size))));
        }

        LastPage(LongFunction<Backing> made) {
            this.made = made;
        }

        @Nullable
        Backing given;

        @Override
        public String name() {
            return "one page";
        }

        @Override
        protected @Nullable Backing take(long size, Constraints wanted) {
            return given == null ? given = made.apply(size) : null;
        }

        @Override
        protected void free(Backing backing) {
            freed.add(backing);
            given = null;
        }
    }
}
