package dev.baton.buffers.iommu;

import static dev.baton.buffers.iommu.Domains.BASE;
import static dev.baton.buffers.iommu.Domains.CODEC;
import static dev.baton.buffers.iommu.Domains.DISPLAY;
import static dev.baton.buffers.iommu.Domains.GPU;
import static dev.baton.buffers.iommu.Domains.PAGE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.DmaMapping;
import dev.baton.buffers.Segment;
import dev.baton.buffers.heap.Allocator;
import dev.baton.buffers.heap.SystemHeap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** B9: one run of device addresses for scattered memory, shared, kept while idle, evicted first. */
@Tag("B9")
class IommuDomainTest {
    private final Domains machine = new Domains(8);

    @Test
    void aDeviceSeesScatteredMemoryAsOneRunAndADirectOneSeesItScattered() {
        BufferHandle handle = machine.buffer("frame", 3);
        DmaMapping gpu = handle.attach(GPU).map(Direction.TO_DEVICE);
        DmaMapping display = handle.attach(DISPLAY).map(Direction.TO_DEVICE);

        assertThat(gpu.segments()).containsExactly(new Segment(BASE, 3 * PAGE));
        assertThat(display.segments()).hasSize(3);
        for (int page = 0; page < 3; page++) {
            long physical = display.segments().get(page).address();
            assertThat(machine.domain.translate(BASE + page * PAGE + 5)).isEqualTo(physical + 5);
        }
    }

    @Test
    void whatIsNotMappedFaults() {
        DmaMapping mapping = machine.attached("frame", 2).map(Direction.TO_DEVICE);
        machine.domain.translate(BASE + 2 * PAGE - 1);
        for (long address : new long[] {0, BASE - 1, BASE + 2 * PAGE, BASE + 8 * PAGE, -1}) {
            assertThatThrownBy(() -> machine.domain.translate(address))
                    .isInstanceOfSatisfying(
                            IommuFault.class,
                            fault -> assertThat(fault.address()).isEqualTo(address));
        }
        mapping.close();
        assertThatThrownBy(() -> machine.domain.translate(BASE))
                .isInstanceOf(IommuFault.class)
                .hasMessage("B9: IOMMU \"mmu\": nothing is mapped at 0x100000; the device goes"
                        + " beyond its mapping, or uses one that is closed");
    }

    @Test
    void devicesOfOneDomainAreHandedTheSameList() {
        BufferHandle handle = machine.buffer("frame", 3);
        DmaMapping gpu = handle.attach(GPU).map(Direction.TO_DEVICE);
        DmaMapping codec = handle.attach(CODEC).map(Direction.FROM_DEVICE);
        assertThat(codec.segments()).isEqualTo(gpu.segments());
        assertThat(machine.freePages()).isEqualTo(5);
        assertThat(handle.buffer().info().counters().mapsAvoided()).isEqualTo(1);

        gpu.close();
        machine.domain.translate(BASE);
        codec.close();
        assertThat(machine.freePages()).isEqualTo(8);
    }

    @Test
    void anIdleMappingIsKeptAndFoundAgain() {
        Attachment frame = machine.attached("frame", 3);
        List<Segment> first = mapAndClose(frame);
        assertThat(machine.domain.keptBuffers()).isEqualTo(1);
        for (int again = 1; again <= 3; again++) {
            assertThat(mapAndClose(frame)).isEqualTo(first);
            assertThat(frame.buffer().info().counters().mapsAvoided()).isEqualTo(again);
        }
    }

    @Test
    void anIdleMappingServesNoOtherBuffer() {
        Attachment one = machine.attached("one", 2);
        Attachment two = machine.attached("two", 2);
        mapAndClose(one);
        DmaMapping other = two.map(Direction.TO_DEVICE);
        assertThat(two.buffer().info().counters().mapsAvoided()).isZero();
        DmaMapping own = one.map(Direction.TO_DEVICE);
        assertThat(own.segments()).isNotEqualTo(other.segments());
        assertThat(machine.domain.translate(start(own)))
                .isNotEqualTo(machine.domain.translate(start(other)));
    }

    @Test
    void theOldestIdleMappingGoesFirstAndNoneInUse() {
        Attachment used = machine.attached("used", 2);
        DmaMapping inUse = used.map(Direction.TO_DEVICE);
        List<Attachment> idle = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            idle.add(machine.attached("idle " + i, 2));
        }
        idle.forEach(IommuDomainTest::mapAndClose);
        mapAndClose(idle.get(0)); // now "idle 1" is the oldest

        DmaMapping late = machine.attached("late", 2).map(Direction.TO_DEVICE);
        assertThat(start(late)).isEqualTo(BASE + 4 * PAGE);
        assertThat(machine.domain.keptBuffers()).isEqualTo(2);
        assertThat(start(inUse)).isEqualTo(BASE);
        machine.domain.translate(BASE);

        mapAndClose(idle.get(2));
        assertThat(idle.get(2).buffer().info().counters().mapsAvoided()).isEqualTo(1);
    }

    @Test
    void whatWasEvictedIsMappedAnew() {
        Attachment one = machine.attached("one", 4);
        Attachment two = machine.attached("two", 8);
        mapAndClose(one);
        mapAndClose(two);
        DmaMapping again = one.map(Direction.TO_DEVICE);
        assertThatCode(() -> machine.domain.translate(start(again))).doesNotThrowAnyException();
        assertThat(one.buffer().info().counters().mapsAvoided()).isZero();
        DmaMapping other = machine.attached("other", 4).map(Direction.TO_DEVICE);
        assertThat(start(other)).isNotEqualTo(start(again));
    }

    @Test
    void whereEvictionWouldNotHelpNothingIsEvicted() {
        DmaMapping low = machine.attached("low", 3).map(Direction.TO_DEVICE);
        mapAndClose(machine.attached("idle", 2));
        assertThatThrownBy(() -> machine.attached("large", 6).map(Direction.TO_DEVICE))
                .isInstanceOf(BufferException.Exhausted.class)
                .hasMessage(
                        "B9: buffer \"large\": 6 pages are asked for of IOMMU \"mmu\": 1 buffers"
                                + " mapped, 1 kept, 3 of 8 pages free, the longest run 3; unmap what is not"
                                + " in use, or wait by mapAllWhenRoom");
        assertThat(machine.domain.keptBuffers()).isEqualTo(1);
        low.close();
        machine.attached("large", 6).map(Direction.TO_DEVICE);
        assertThat(machine.domain.keptBuffers()).isZero();
    }

    @Test
    void fragmentedAddressesAreRefusedAndJoinedAgain() {
        List<DmaMapping> pages = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            pages.add(machine.attached("page " + i, 1).map(Direction.TO_DEVICE));
        }
        for (int i = 0; i < 8; i += 2) {
            pages.get(i).attachment().close();
        }
        Attachment pair = machine.attached("pair", 2);
        assertThatThrownBy(() -> pair.map(Direction.TO_DEVICE))
                .isInstanceOf(BufferException.Exhausted.class)
                .hasMessageContaining("4 of 8 pages free, the longest run 1");
        pages.get(3).close(); // kept, and evicted to join its neighbours
        assertThat(pair.map(Direction.TO_DEVICE).segments())
                .containsExactly(new Segment(BASE + 2 * PAGE, 2 * PAGE));
    }

    @Test
    void nothingIsKeptForABufferThatAllDevicesLeft() {
        BufferHandle handle = machine.buffer("frame", 3);
        Attachment gpu = handle.attach(GPU);
        Attachment codec = handle.attach(CODEC);
        mapAndClose(gpu);
        mapAndClose(codec);
        gpu.close();
        assertThat(machine.domain.keptBuffers()).isEqualTo(1);
        codec.close();
        assertThat(machine.domain)
                .hasToString(
                        "IOMMU \"mmu\": 0 buffers mapped, 0 kept, 8 of 8 pages free, the longest run 8");
    }

    @Test
    void aDeviceThatCanNameNoAddressOfItsDomainIsRefusedWhenItAttaches() {
        Device narrow = Device.named("narrow").withAddressBits(20);
        IommuTopology topology =
                new IommuTopology(Map.of(narrow, new IommuDomain("high", BASE, PAGE)));
        BufferHandle handle = new Allocator(topology, new SystemHeap()).allocate("frame", PAGE);
        assertThatThrownBy(() -> handle.attach(narrow))
                .isInstanceOf(BufferException.Unreachable.class)
                .hasMessage("B8: buffer \"frame\": device \"narrow\" needs addresses up to 0xfffff,"
                        + " which addresses of IOMMU \"high\" do not meet; give it another domain,"
                        + " or a smaller buffer");
        assertThat(handle.buffer().devices()).isEmpty();
    }

    @Test
    void aDeviceWhoseDomainIsTooSmallForTheBufferIsRefusedWhenItAttaches() {
        BufferHandle handle = machine.buffer("frame", 9);
        assertThatThrownBy(() -> handle.attach(GPU))
                .isInstanceOf(BufferException.Unreachable.class)
                .hasMessage(
                        "B8: buffer \"frame\": device \"gpu\" is behind IOMMU \"mmu\", which has"
                                + " 8 pages of addresses and never 9; give it a larger domain, or a smaller"
                                + " buffer");
        assertThat(handle.buffer().devices()).isEmpty();
        assertThat(handle.attach(Domains.DISPLAY).map(Direction.TO_DEVICE).segments())
                .isNotEmpty();
    }

    @Test
    void theTopologyTranslatesForEachDeviceAsItsDomainDoes() {
        DmaMapping mapping = machine.attached("frame", 1).map(Direction.TO_DEVICE);
        long address = start(mapping);
        assertThat(machine.topology.translate(GPU, address))
                .isEqualTo(machine.domain.translate(address))
                .isNotEqualTo(address);
        assertThat(machine.topology.translate(Domains.DISPLAY, address)).isEqualTo(address);
        mapping.close();
        assertThatThrownBy(() -> machine.topology.translate(GPU, address))
                .isInstanceOf(IommuFault.class);
    }

    @Test
    void aDomainOfNoAddressIsRefused() {
        assertThatThrownBy(() -> new IommuDomain("none", BASE, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("IOMMU none: 0 addresses from 0x100000; use whole pages, at least one");
    }

    @Test
    void aDomainIsPartOfOneMachine() {
        assertThatThrownBy(() -> new IommuTopology(Map.of(GPU, machine.domain)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("is part of another machine");
    }

    private static List<Segment> mapAndClose(Attachment attachment) {
        try (DmaMapping mapping = attachment.map(Direction.TO_DEVICE)) {
            return mapping.segments();
        }
    }

    private static long start(DmaMapping mapping) {
        return mapping.segments().get(0).address();
    }
}
