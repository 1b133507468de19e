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
import dev.baton.buffers.MapRequest;
import dev.baton.buffers.Race;
import dev.baton.buffers.Segment;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.Storage;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** B8: storage is chosen at the first use, from everything attached; a named heap wins. */
@Tag("B8")
class ChoiceTest {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;
    private static final long SIZE = 4 * PAGE;
    private static final Device GPU = Device.named("gpu");
    private static final Device DISPLAY = Device.named("display").contiguous();
    private static final Device CODEC = Device.named("codec").withAddressBits(32);

    private final SystemHeap system = new SystemHeap();
    private final ContiguousHeap cma = new ContiguousHeap();
    private final Allocator allocator = new Allocator(Topology.DIRECT, system, cma);

    @Test
    void withoutDemandsTheFirstHeapServes() {
        BufferHandle handle = allocator.allocate("frame", SIZE);
        assertThat(handle.buffer().info().exporter()).isEqualTo("undecided");
        List<Segment> segments = handle.attach(GPU).map(Direction.TO_DEVICE).segments();
        assertThat(handle.buffer().info().exporter()).isEqualTo("system");
        assertThat(segments).hasSize(4).allMatch(each -> each.address() >= 1L << 32);
        for (int i = 1; i < 4; i++) {
            assertThat(segments.get(i).address())
                    .isNotEqualTo(segments.get(i - 1).last() + 1);
        }
    }

    @Test
    void everyAttachedDeviceHasItsSayWhoeverMapsFirst() {
        for (Device demanding : List.of(DISPLAY, CODEC)) {
            BufferHandle handle = allocator.allocate("frame", SIZE);
            Attachment gpu = handle.attach(GPU);
            handle.attach(demanding);
            gpu.map(Direction.FROM_DEVICE);
            assertThat(handle.buffer().info().exporter()).isEqualTo("contiguous");
        }
    }

    @Test
    void theFirstCpuMappingIsAFirstUse() {
        BufferHandle handle = allocator.allocate("frame", SIZE);
        handle.attach(DISPLAY);
        handle.map(Access.READ_ONLY);
        assertThat(handle.buffer().info().exporter()).isEqualTo("contiguous");
    }

    @Test
    void aDeviceThatLeftHasNoSay() {
        BufferHandle handle = allocator.allocate("frame", SIZE);
        handle.attach(DISPLAY).close();
        handle.attach(GPU).map(Direction.TO_DEVICE);
        assertThat(handle.buffer().info().exporter()).isEqualTo("system");
    }

    @Test
    void aLaterDeviceThatCannotReachItIsRefusedAndLeavesNothing() {
        BufferHandle handle = allocator.allocate("frame", SIZE);
        handle.attach(GPU).map(Direction.TO_DEVICE);
        assertThatThrownBy(() -> handle.attach(DISPLAY))
                .isInstanceOf(BufferException.Unreachable.class)
                .hasMessage("B8: buffer \"frame\": device \"display\" needs contiguous, which its"
                        + " storage in heap \"system\" does not meet; attach it before the first"
                        + " use, or name a heap that suits it");
        assertThatThrownBy(() -> handle.attach(CODEC))
                .isInstanceOf(BufferException.Unreachable.class)
                .hasMessageContaining("needs addresses up to 0xffffffff,");
        assertThat(handle.buffer().devices()).containsExactly(GPU);
    }

    @Test
    void aNamedHeapWinsAndRefusesWhoCannotReachIt() {
        BufferHandle handle = allocator.from(system, "frame", SIZE);
        assertThat(handle.buffer().info().exporter()).isEqualTo("system");
        assertThatThrownBy(() -> handle.attach(DISPLAY))
                .isInstanceOf(BufferException.Unreachable.class);
        handle.attach(GPU).map(Direction.TO_DEVICE);
    }

    @Test
    void whenNoHeapSuitsTheRefusalSaysWhatWasWanted() {
        BufferHandle handle = allocator.allocate("frame", ContiguousHeap.BYTES + PAGE);
        Attachment display = handle.attach(DISPLAY);
        assertThatThrownBy(() -> display.map(Direction.TO_DEVICE))
                .isInstanceOf(BufferException.Exhausted.class)
                .hasMessage(
                        "B8: buffer \"frame\": none of heaps \"system\", \"contiguous\" has room"
                                + " for 67112960 bytes with contiguous; close buffers not in use, or enlarge"
                                + " the heap");
        display.close();
        handle.attach(GPU).map(Direction.TO_DEVICE);
        assertThat(handle.buffer().info().exporter()).isEqualTo("system");
    }

    @Test
    void aLongRunIsCutForADeviceOfShortSegments() {
        BufferHandle handle = cma.allocate("frame", SIZE);
        Device short3 = Device.named("short").withSegments(2, 3 * PAGE + 1);
        assertThat(handle.attach(short3).map(Direction.TO_DEVICE).segments())
                .containsExactly(
                        new Segment(ContiguousHeap.BASE, 3 * PAGE),
                        new Segment(ContiguousHeap.BASE + 3 * PAGE, PAGE));
        assertThatThrownBy(() -> handle.attach(Device.named("few").withSegments(3, PAGE)))
                .isInstanceOf(BufferException.Unreachable.class);
    }

    @Test
    void anUnusedBufferTakesNoStorage() {
        allocator.allocate("frame", SIZE).close();
        new Allocator(Topology.DIRECT, cma).allocate("frame", SIZE).close();
        assertThat(cma.report().lost()).isZero();
        assertThat(cma.freeBytes()).isEqualTo(ContiguousHeap.BYTES);
    }

    @Test
    void racingFirstUsesMeetInTheSameBytesAndChooseOnce() {
        CountingHeap counting = new CountingHeap();
        Allocator one = new Allocator(Topology.DIRECT, counting);
        try (Race race = new Race(5)) {
            for (int round = 0; round < 1_000; round++) {
                BufferHandle handle = one.allocate("raced", PAGE);
                race.run(
                        () -> write(handle, 0),
                        () -> write(handle, 8),
                        () -> handle.attach(GPU).map(Direction.TO_DEVICE));
                try (CpuMapping mapping = handle.map(Access.READ_ONLY)) {
                    assertThat(mapping.getLong(0)).isEqualTo(7);
                    assertThat(mapping.getLong(8)).isEqualTo(7);
                }
                assertThat(counting.taken).hasValue(round + 1);
            }
        }
    }

    private static void write(BufferHandle handle, long offset) {
        try (CpuMapping mapping = handle.map(Access.READ_WRITE)) {
            mapping.putLong(offset, 7);
        }
    }

    @Test
    void aDeviceThatAttachesWhileStorageIsChosenReachesItOrIsRefused() {
        List<Boolean> refused = new ArrayList<>();
        try (Race race = new Race(6)) {
            for (int round = 0; round < 2_000; round++) {
                BufferHandle handle = allocator.allocate("raced", 2 * PAGE);
                Attachment gpu = handle.attach(GPU);
                List<Segment> seen = new ArrayList<>();
                race.run(() -> gpu.map(Direction.TO_DEVICE), () -> seen.addAll(mapOrNone(handle)));
                refused.add(seen.isEmpty());
                assertThat(seen).hasSizeLessThanOrEqualTo(1);
                gpu.close();
                handle.close();
            }
        }
        assertThat(refused).contains(true, false);
    }

    private static List<Segment> mapOrNone(BufferHandle handle) {
        try (Attachment display = handle.attach(DISPLAY)) {
            return display.map(Direction.TO_DEVICE).segments();
        } catch (BufferException.Unreachable e) {
            return List.of();
        }
    }

    @Test
    void whoAttachedBeforeTheChoiceIsIntroducedToTheCoherency() {
        List<String> told = new ArrayList<>();
        ContiguousHeap cached =
                new ContiguousHeap("cached", ContiguousHeap.BASE, SIZE, backing -> new Coherency() {
                    @Override
                    public Storage mmap(MapRequest request, Backing of) {
                        return of.bytes();
                    }

                    @Override
                    public void attach(Attachment attachment) {
                        told.add("+" + attachment.device().name());
                    }

                    @Override
                    public void detach(Attachment attachment) {
                        told.add("-" + attachment.device().name());
                    }
                });
        BufferHandle handle = new Allocator(Topology.DIRECT, cached).allocate("frame", SIZE);
        handle.attach(DISPLAY).close();
        Attachment gpu = handle.attach(GPU);
        assertThat(told).isEmpty();
        gpu.map(Direction.TO_DEVICE);
        handle.attach(DISPLAY);
        gpu.close();
        assertThat(told).containsExactly("+gpu", "+display", "-gpu");
    }
}
