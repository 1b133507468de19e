package dev.baton.buffers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.heap.CountingHeap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** B2: attachments keep the storage as handles do, unmap when they close, and leave nothing. */
@Tag("B2")
class AttachmentTest {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;
    private static final Device GPU = Device.named("gpu");

    private final CountingHeap heap = new CountingHeap();

    @Test
    void inEveryOrderOfClosingTheLastOfAllThreeKindsReleases() {
        for (List<Integer> order : Orders.of(List.of(0, 1, 2, 3))) {
            CountingHeap fresh = new CountingHeap();
            BufferHandle handle = fresh.allocate("front", PAGE);
            Attachment gpu = handle.attach(GPU);
            List<AutoCloseable> references = List.of(
                    handle, handle.map(Access.READ_ONLY), gpu, handle.attach(Device.named("vpu")));
            gpu.map(Direction.TO_DEVICE);
            for (int i = 0; i < 4; i++) {
                assertThat(fresh.freed).as("before close %s of %s", i, order).hasValue(0);
                close(references.get(order.get(i)));
                close(references.get(order.get(i)));
            }
            assertThat(fresh.freed).as("after %s", order).hasValue(1);
        }
    }

    @Test
    void closingAnAttachmentUnmapsWhatIsMapped() {
        Telling exporter = new Telling();
        BufferHandle handle = SharedBuffer.export("front", PAGE, exporter);
        Attachment gpu = handle.attach(GPU);
        DmaMapping one = gpu.map(Direction.TO_DEVICE);
        DmaMapping two = gpu.map(Direction.FROM_DEVICE);
        one.close();
        handle.close();
        gpu.close();
        assertThat(exporter.told)
                .containsExactly(
                        "attach",
                        "map",
                        "map",
                        "unmap",
                        "unmapped",
                        "unmap",
                        "unmapped",
                        "detach",
                        "release");
        assertThatThrownBy(two::segments).isInstanceOf(BufferException.Closed.class);
        assertThatThrownBy(() -> gpu.map(Direction.TO_DEVICE))
                .isInstanceOf(BufferException.Closed.class)
                .hasMessage("B2: buffer \"front\": device \"gpu\" is detached; attach it again by a"
                        + " handle");
    }

    @Test
    void anAttachThatIsRefusedLeavesNothing() {
        Telling exporter = new Telling();
        BufferHandle handle = SharedBuffer.export("front", PAGE, exporter);
        exporter.refuses = "attach";
        assertThatThrownBy(() -> handle.attach(GPU)).isSameAs(exporter.failure);
        assertThat(handle.buffer().devices()).isEmpty();
        assertThat(handle.buffer().info().open()).isEmpty();
        handle.close();
        assertThat(exporter.told).containsExactly("attach", "release");
    }

    @Test
    void aMappingThatFailsHalfWayIsUnmapped() {
        Telling exporter = new Telling();
        Attachment gpu = SharedBuffer.export("front", PAGE, exporter).attach(GPU);
        exporter.refuses = "beginDevice";
        assertThatThrownBy(() -> gpu.map(Direction.TO_DEVICE)).isSameAs(exporter.failure);
        assertThat(exporter.told).containsExactly("attach", "map", "unmap", "unmapped");

        exporter.refuses = "nothing";
        exporter.bytes = 2 * PAGE;
        assertThatThrownBy(() -> gpu.map(Direction.TO_DEVICE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("telling mapped 8192 bytes of 4096 of buffer \"front\"");
        assertThat(exporter.told).endsWith("map", "unmap", "unmapped");
    }

    @Test
    void whatTheExporterThrowsAtTheEndReachesTheCloseAndKeepsNothing() {
        for (String where : List.of("unmap", "detach", "release")) {
            Telling exporter = new Telling();
            BufferHandle handle = SharedBuffer.export("front", PAGE, exporter);
            Attachment gpu = handle.attach(GPU);
            DmaMapping mapping = gpu.map(Direction.TO_DEVICE);
            handle.close();
            exporter.refuses = where;
            assertThatThrownBy(() -> {
                        try (gpu;
                                mapping) {
                            exporter.told.clear();
                        }
                    })
                    .as(where)
                    .isSameAs(exporter.failure);
            assertThat(exporter.told).containsExactly("unmap", "unmapped", "detach", "release");
            assertThat(gpu.revoke()).isCompleted();
        }
    }

    @Test
    void anExporterMayKeepAHandleOfItsOwnBufferAndThatIsNoLeak() {
        CountingHeap fresh = new CountingHeap();
        BufferHandle kept = fresh.allocate("cached", PAGE);
        for (int round = 0; round < 3; round++) {
            try (BufferHandle imported = kept.duplicate();
                    Attachment gpu = imported.attach(GPU)) {
                gpu.map(Direction.TO_DEVICE);
            }
            assertThat(fresh.freed).hasValue(0);
            assertThat(kept.buffer().info().handles()).isEqualTo(1);
        }
        kept.close();
        assertThat(fresh.freed).hasValue(1);
    }

    @Test
    void aDeviceMayBeAttachedTwice() {
        BufferHandle handle = heap.allocate("front", PAGE);
        Attachment one = handle.attach(GPU);
        Attachment two = handle.attach(GPU);
        one.close();
        assertThat(handle.buffer().devices()).containsExactly(GPU);
        two.map(Direction.TO_DEVICE);
    }

    @Test
    void racingClosesOfEverythingReleaseOnce() {
        try (Race race = new Race(7)) {
            for (int round = 0; round < 1_000; round++) {
                BufferHandle handle = heap.allocate("raced", PAGE);
                Attachment gpu = handle.attach(GPU);
                DmaMapping mapping = gpu.map(Direction.TO_DEVICE);
                race.run(handle::close, gpu::close, mapping::close, gpu::close);
                assertThat(heap.freed).hasValue(round + 1);
            }
        }
    }

    private static void close(AutoCloseable reference) {
        try {
            reference.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Says what it is asked, and fails where it is told to. */
    private static final class Telling extends PlainExporter {
        final IllegalStateException failure = new IllegalStateException("refused");
        final List<String> told = new ArrayList<>();
        String refuses = "nothing";
        long bytes = PAGE;

        private void tell(String what) {
            told.add(what);
            if (refuses.equals(what)) {
                throw failure;
            }
        }

        @Override
        public String name() {
            return "telling";
        }

        @Override
        protected void attach(Attachment attachment) {
            tell("attach");
        }

        @Override
        protected void detach(Attachment attachment) {
            tell("detach");
        }

        @Override
        protected List<Segment> map(Attachment attachment, Direction direction) {
            tell("map");
            return List.of(new Segment(0, bytes));
        }

        @Override
        protected void unmap(Attachment attachment, List<Segment> segments, Direction direction) {
            tell("unmap");
        }

        @Override
        protected void unmapped(Attachment attachment) {
            tell("unmapped");
        }

        @Override
        protected void beginDevice(Attachment attachment, Direction direction) {
            if (refuses.equals("beginDevice")) {
                throw failure;
            }
        }

        @Override
        protected void release() {
            tell("release");
        }
    }

    @Test
    @Tag("B2")
    void whatAnExporterThrowsAtAnUnmapReachesTheCloseOfTheAttachment() {
        Exporter exporter = new PlainExporter() {
            @Override
            protected void unmap(Attachment gone, List<Segment> segments, Direction direction) {
                throw new IllegalStateException("broken");
            }
        };
        BufferHandle one = SharedBuffer.export("one", SharedBuffer.PAGE_SIZE, exporter);
        Attachment attachment = one.attach(Device.named("gpu"));
        attachment.map(Direction.TO_DEVICE);
        attachment.map(Direction.TO_DEVICE);
        assertThatThrownBy(attachment::close).hasMessage("broken");
        assertThat(one.buffer().devices()).isEmpty();
        assertThat(attachment.revoke().toCompletableFuture()).isCompleted();
    }
}
