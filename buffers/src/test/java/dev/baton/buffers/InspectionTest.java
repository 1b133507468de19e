package dev.baton.buffers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.heap.ContiguousHeap;
import dev.baton.buffers.heap.HeapReport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** B11: every buffer can be listed, and a heap says at its close what is still open. */
@Tag("B11")
class InspectionTest {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;

    private final ContiguousHeap heap = new ContiguousHeap();

    @AfterEach
    void switchTrackingOff() {
        Tracking.on(false);
    }

    @Test
    void aBufferTellsAllThatIsToBeSeenOfIt() {
        BufferHandle handle = heap.allocate("front \"1\"", 3 * PAGE);
        handle.duplicate();
        handle.map(Access.READ_ONLY);
        handle.attach(Device.named("gpu")).map(Direction.TO_DEVICE);
        handle.buffer().syncObjectOr(() -> () -> "queue 7");
        assertThat(handle.buffer().info())
                .isEqualTo(new BufferInfo(
                        "front \"1\"",
                        3 * PAGE,
                        "contiguous",
                        2,
                        1,
                        List.of("gpu"),
                        1,
                        0,
                        "queue 7",
                        Counters.NONE,
                        List.of()));
        assertThat(handle.buffer().describe())
                .isEqualTo("buffer \"front \\u00221\\u0022\" size 12288 exporter \"contiguous\""
                        + " handles 2 mappings 1 attachments [\"gpu\"] dma mappings 1 brackets 0 sync"
                        + " \"queue 7\"");
    }

    @Test
    void aSyncObjectThatFailsToDescribeItselfHidesNoBuffer() {
        BufferHandle broken = heap.allocate("broken", PAGE);
        broken.buffer().syncObjectOr(() -> () -> {
            throw new IllegalStateException();
        });
        BufferHandle sound = heap.allocate("sound", PAGE);
        assertThat(SharedBuffer.all()).contains(sound.buffer().info());
        assertThat(broken.buffer().describe())
                .endsWith("sync \"not described: java.lang.IllegalStateException\"");
    }

    @Test
    void theLineTellsWhatCoherencyHasCostOnceItHas() {
        BufferInfo quiet = heap.allocate("quiet", PAGE).buffer().info();
        assertThat(quiet.describe()).endsWith(" sync none");
        BufferInfo busy = new BufferInfo(
                "busy",
                PAGE,
                "heap",
                1,
                0,
                List.of(),
                0,
                0,
                null,
                new Counters(1, 2, 3, 4, 5),
                List.of());
        assertThat(busy.describe())
                .endsWith(" sync none faults 1 shoot-downs 2 lines flushed 3 lines invalidated 4"
                        + " maps avoided 5");
    }

    @Test
    void dmaMappingsAreCountedUntilTheyAreTakenBack() {
        BufferHandle handle = heap.allocate("front", PAGE);
        Attachment gpu = handle.attach(Device.named("gpu"));
        DmaMapping one = gpu.map(Direction.TO_DEVICE);
        gpu.map(Direction.TO_DEVICE);
        handle.attach(Device.named("display")).map(Direction.TO_DEVICE);
        assertThat(handle.buffer().info().dmaMappings()).isEqualTo(3);
        one.close();
        assertThat(handle.buffer().info().dmaMappings()).isEqualTo(2);
        gpu.close();
        assertThat(handle.buffer().info().dmaMappings()).isEqualTo(1);
    }

    @Test
    void allListsWhatIsNotOverInTheOrderOfTheExports() {
        List<BufferHandle> open = new ArrayList<>();
        for (String name : List.of("listed c", "listed a", "listed d", "listed b")) {
            open.add(heap.allocate(name, PAGE));
        }
        open.get(2).close();
        assertThat(SharedBuffer.all())
                .extracting(BufferInfo::name)
                .filteredOn(name -> name.startsWith("listed "))
                .containsExactly("listed c", "listed a", "listed b");
        open.forEach(BufferHandle::close);
        assertThat(SharedBuffer.all()).extracting(BufferInfo::name).doesNotContain("listed a");
    }

    @Test
    void aHeapListsItsOwnOnly() {
        ContiguousHeap other = new ContiguousHeap();
        BufferHandle mine = heap.allocate("mine", PAGE);
        BufferHandle theirs = other.allocate("theirs", PAGE);
        assertThat(heap.report().open()).containsExactly(mine.buffer().info());
        assertThat(other.report().open()).containsExactly(theirs.buffer().info());
    }

    @Test
    void aHeapThatGotAllBackReportsNothingAtItsClose() {
        List<HeapReport> reports = new ArrayList<>();
        heap.reportLeaksTo(reports::add);
        heap.allocate("front", PAGE).close();
        heap.close();
        assertThat(reports).isEmpty();
        assertThat(heap.report().isClean()).isTrue();
    }

    @Test
    void aHeapReportsAtItsCloseWhatIsOpenOnceAsTextAndAsData() {
        List<HeapReport> reports = new ArrayList<>();
        heap.reportLeaksTo(reports::add);
        BufferHandle leaked = heap.allocate("front", PAGE);
        heap.close();
        heap.close();
        assertThat(reports).hasSize(1);
        assertThat(reports.get(0).open()).containsExactly(leaked.buffer().info());
        assertThat(reports.get(0).lost()).isZero();
        assertThat(reports.get(0).describe())
                .isEqualTo("heap \"contiguous\": 1 buffers open, 0 lost\n"
                        + "  buffer \"front\" size 4096 exporter \"contiguous\" handles 1 mappings 0"
                        + " attachments [] dma mappings 0 brackets 0 sync none");
        leaked.close();
        assertThat(heap.report().isClean()).isTrue();
    }

    @Test
    void withTrackingTheReportSaysWhereWhatIsOpenWasMade() {
        Tracking.on(true);
        BufferHandle leaked = heap.allocate("front", PAGE);
        leaked.map(Access.READ_ONLY);
        leaked.map(Access.READ_WRITE).close();
        Attachment gpu = leaked.attach(Device.named("gpu"));
        gpu.map(Direction.TO_DEVICE);
        gpu.map(Direction.FROM_DEVICE).close();
        String report = heap.report().describe();
        assertThat(report.lines().skip(2))
                .hasSize(4)
                .allMatch(line -> line.contains(" made at dev.baton.buffers")
                        && line.contains("InspectionTest.withTracking"))
                .anyMatch(line -> line.startsWith("    handle of buffer \"front\" made at "))
                .anyMatch(line -> line.startsWith("    READ_ONLY mapping of buffer \"front\" made"))
                .anyMatch(line -> line.startsWith("    device \"gpu\" at buffer \"front\" made at"))
                .anyMatch(line -> line.startsWith("    TO_DEVICE mapping of device \"gpu\" at"));
    }

    @Test
    void aClosedHeapGivesNothingMore() {
        heap.close();
        assertThatThrownBy(() -> heap.allocate("late", PAGE))
                .isInstanceOf(BufferException.Exhausted.class)
                .hasMessageContaining("heap \"contiguous\" (closed) has no room");
    }

    @Test
    void aBufferThatNobodyCanCloseAnyMoreIsCountedAsLost() {
        for (int i = 0; i < 100; i++) {
            heap.allocate("lost", PAGE);
        }
        BufferHandle kept = heap.allocate("kept", PAGE);
        for (int tries = 0; heap.report().lost() < 100 && tries < 100; tries++) {
            System.gc();
        }
        assertThat(heap.report().lost()).isEqualTo(100);
        assertThat(heap.report().open()).containsExactly(kept.buffer().info());
    }
}
