package dev.baton.buffers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.heap.CountingHeap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** B2: handles count references; storage is released once, after the last handle and mapping. */
@Tag("B2")
class LifetimeTest {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;

    private final CountingHeap heap = new CountingHeap();
    private final BufferHandle handle = heap.allocate("front", 2 * PAGE);
    private final SharedBuffer buffer = handle.buffer();

    @Test
    @Tag("B12")
    void aSecondRevokeIsNotDoneBeforeTheFirst() {
        List<CompletableFuture<Void>> second = new ArrayList<>();
        AtomicReference<CpuMapping> mapping = new AtomicReference<>();
        Exporter exporter = new PlainExporter() {
            @Override
            protected void munmap(Storage view) {
                second.add(mapping.get().revoke().toCompletableFuture());
                assertThat(second.get(0)).isNotDone();
            }
        };
        BufferHandle handle = SharedBuffer.export("front", PAGE, exporter);
        mapping.set(handle.map(Access.READ_ONLY));
        mapping.get().close();
        assertThat(second).hasSize(1).allMatch(CompletableFuture::isDone);
    }

    @Test
    void closingTheOnlyHandleReleasesOnce() {
        assertThat(heap.freed).hasValue(0);
        handle.close();
        assertThat(heap.freed).hasValue(1);
        handle.close();
        assertThat(heap.freed).hasValue(1);
    }

    @Test
    void inEveryOrderOfClosingTheLastCloseReleases() {
        List<List<Integer>> orders = Orders.of(List.of(0, 1, 2, 3));
        assertThat(orders).hasSize(24);
        for (List<Integer> order : orders) {
            CountingHeap fresh = new CountingHeap();
            BufferHandle first = fresh.allocate("front", PAGE);
            BufferHandle second = first.duplicate();
            CpuMapping one = first.map(Access.READ_WRITE);
            CpuMapping two = second.map(0, 1, Access.READ_ONLY);
            List<AutoCloseable> references = List.of(first, second, one, two);
            for (int i = 0; i < 4; i++) {
                assertThat(fresh.freed).as("before close %s of %s", i, order).hasValue(0);
                closeTwice(references.get(order.get(i)));
            }
            assertThat(fresh.freed).as("after %s", order).hasValue(1);
        }
    }

    @Test
    void aSecondCloseDoesNotEatAnothersReference() {
        BufferHandle other = handle.duplicate();
        handle.close();
        handle.close();
        assertThat(heap.freed).hasValue(0);
        assertThat(other.map(Access.READ_ONLY).getByte(0)).isZero();
        assertThat(buffer.describe()).contains(" handles 1 mappings 1 ");
    }

    @Test
    void aMappingOutlivesTheHandlesWithItsBytes() {
        CpuMapping mapping = handle.map(Access.READ_WRITE);
        mapping.putInt(0, 42);
        handle.close();
        assertThat(mapping.getInt(0)).isEqualTo(42);
        assertThat(heap.freed).hasValue(0);
        mapping.close();
        assertThat(heap.freed).hasValue(1);
    }

    @Test
    void everyUseOfAClosedHandleIsRefused() {
        BufferHandle other = handle.duplicate();
        handle.close();
        List<Consumer<BufferHandle>> uses = List.of(
                BufferHandle::buffer,
                BufferHandle::duplicate,
                h -> h.map(Access.READ_ONLY),
                h -> h.map(0, 1, Access.READ_WRITE),
                h -> h.map(1, -1, Access.READ_WRITE));
        for (Consumer<BufferHandle> use : uses) {
            assertThatThrownBy(() -> use.accept(handle))
                    .isInstanceOf(BufferException.Closed.class)
                    .hasMessage("B2: buffer \"front\": this handle is closed; use another one, or"
                            + " duplicate it before");
        }
        assertThat(other.buffer().describe()).contains(" handles 1 mappings 0 ");
    }

    @Test
    void allHandlesNameTheSameBuffer() {
        assertThat(handle.duplicate().duplicate().buffer()).isSameAs(buffer);
    }

    @Test
    void accessOnAnotherThreadAfterTheUnmapIsRefused() throws InterruptedException {
        CpuMapping mapping = handle.map(Access.READ_WRITE);
        Thread unmapper = new Thread(mapping::close);
        unmapper.start();
        unmapper.join();
        assertThatThrownBy(() -> mapping.getByte(0)).isInstanceOf(BufferException.Closed.class);
    }

    @Test
    void theBuffersFactsSurviveItsEnd() {
        handle.close();
        assertThat(buffer.size()).isEqualTo(2 * PAGE);
        assertThat(buffer.name()).isEqualTo("front");
        assertThat(buffer.syncObject()).isNull();
        assertThat(buffer.describe()).contains(" handles 0 mappings 0 ");
    }

    @Test
    void mapThatTheExporterRefusesLeavesNoReference() {
        FailingExporter exporter = new FailingExporter();
        BufferHandle failing = SharedBuffer.export("failing", PAGE, exporter);
        assertThatThrownBy(() -> failing.map(Access.READ_ONLY)).isSameAs(exporter.failure);
        assertThat(failing.buffer().describe()).contains(" handles 1 mappings 0 ");
        failing.close();
        assertThat(exporter.released).isEqualTo(1);
    }

    @Test
    void anExporterMayKeepItsOwnBuffer() {
        BufferHandle kept = handle.duplicate();
        handle.close();
        assertThat(heap.freed).hasValue(0);
        assertThat(kept.duplicate().buffer()).isSameAs(buffer);
    }

    @Test
    void theTwoMillionthHandleIsTheLastOneAndMappingsGoOn() {
        for (int handles = 1; handles < References.COUNT_MAX; handles++) {
            handle.duplicate();
        }
        assertThatThrownBy(handle::duplicate)
                .isInstanceOf(BufferException.Exhausted.class)
                .hasMessage("B2: buffer \"front\": has 2097151 handles; close those not in use");
        handle.map(Access.READ_ONLY).close();
        assertThat(buffer.describe()).contains(" handles 2097151 mappings 0 ");
        handle.close();
        assertThat(buffer.describe()).contains(" handles 2097150 mappings 0 ");
    }

    private static void closeTwice(AutoCloseable reference) {
        try {
            reference.close();
            reference.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static final class FailingExporter extends Exporter {
        final IllegalStateException failure = new IllegalStateException("no pages");
        int released;

        @Override
        public String name() {
            return "failing";
        }

        @Override
        protected List<Segment> map(Attachment attachment, Direction direction) {
            throw failure;
        }

        @Override
        protected void unmap(Attachment attachment, List<Segment> segments, Direction direction) {}

        @Override
        protected Storage pages() {
            throw failure;
        }

        @Override
        protected Storage mmap(MapRequest request) {
            throw failure;
        }

        @Override
        protected void release() {
            released++;
        }
    }
}
