package dev.baton.buffers.iommu;

import static dev.baton.buffers.iommu.Domains.DISPLAY;
import static dev.baton.buffers.iommu.Domains.GPU;
import static dev.baton.buffers.iommu.Domains.PAGE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.DmaMapping;
import dev.baton.buffers.Race;
import dev.baton.buffers.heap.Allocator;
import dev.baton.buffers.heap.SystemHeap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** B9: a batch maps all or nothing, first come first served, and nobody ever blocks. */
@Tag("B9")
class BatchTest {
    private final Domains machine = new Domains(8);
    private final Attachment three = machine.attached("three", 3);
    private final Attachment four = machine.attached("four", 4);
    private final Attachment five = machine.attached("five", 5);
    private final Attachment eight = machine.attached("eight", 8);
    private final Attachment one = machine.attached("one", 1);

    @Test
    void aBatchMapsAllInTheOrderAskedFor() {
        List<DmaMapping> mapped = mapAll(one, four, three);
        assertThat(mapped).extracting(DmaMapping::attachment).containsExactly(one, four, three);
        assertThat(machine.freePages()).isZero();
    }

    @Test
    void aBatchThatDoesNotFitMapsNothing() {
        DmaMapping held = four.map(Direction.TO_DEVICE);
        assertThatThrownBy(() -> mapAll(one, five))
                .isInstanceOf(BufferException.Exhausted.class)
                .hasMessageContaining("6 pages are asked for");
        assertThat(machine.freePages()).isEqualTo(4);
        held.close();
        assertThatThrownBy(() -> mapAll(four, five))
                .isInstanceOf(BufferException.Exhausted.class)
                .hasMessage("B9: buffer \"four\": 9 pages are asked for together, and IOMMU \"mmu\""
                        + " has 8; map fewer at a time");
        assertThat(machine.freePages()).isEqualTo(8);
    }

    @Test
    void aBatchWithAClosedAttachmentMapsNothing() {
        four.close();
        assertThatThrownBy(() -> mapAll(three, four)).isInstanceOf(BufferException.Closed.class);
        assertThat(machine.freePages()).isEqualTo(8);
        mapAll(three, five);
    }

    @Test
    void whatABatchItselfHasKeptIsNotInItsWay() {
        mapAll(four, one, three).forEach(DmaMapping::close); // "three" is kept in the middle
        CompletableFuture<List<DmaMapping>> waiting = whenRoom(three, five);
        assertThat(waiting).isCompleted();
    }

    @Test
    void aBufferNamedTwiceTakesItsAddressesOnce() {
        List<DmaMapping> mapped = mapAll(five, five);
        assertThat(machine.freePages()).isEqualTo(3);
        mapped.get(0).close();
        assertThat(machine.freePages()).isEqualTo(3);
        mapped.get(1).close();
        assertThat(machine.freePages()).isEqualTo(8);
    }

    @Test
    void whoWaitsIsServedWhenThereIsRoomForAllOfIt() {
        DmaMapping first = three.map(Direction.TO_DEVICE);
        DmaMapping second = four.map(Direction.TO_DEVICE);
        CompletableFuture<List<DmaMapping>> waiting = whenRoom(one, five);
        assertThat(waiting).isNotDone();
        assertThat(machine.freePages()).isEqualTo(1);
        first.close();
        assertThat(waiting).isNotDone();
        second.close();
        assertThat(waiting).isCompletedWithValueMatching(mapped -> mapped.size() == 2);
        assertThat(machine.freePages()).isEqualTo(2);
    }

    @Test
    void whoNeedNotWaitIsServedAtOnce() {
        assertThat(whenRoom(three, five)).isCompleted();
    }

    @Test
    void nobodyPassesAWaitingBatch() {
        DmaMapping held = four.map(Direction.TO_DEVICE);
        CompletableFuture<List<DmaMapping>> large = whenRoom(eight);
        CompletableFuture<List<DmaMapping>> small = whenRoom(three);
        assertThat(machine.topology.waiting()).isEqualTo(2);
        assertThatThrownBy(() -> mapAll(one))
                .isInstanceOf(BufferException.Exhausted.class)
                .hasMessageContaining("2 wait for addresses of IOMMU \"mmu\" already");

        held.close();
        assertThat(large).isCompleted();
        assertThat(small).isNotDone();
        large.join().get(0).close();
        assertThat(small).isCompleted();
    }

    @Test
    void aSingleMapDoesNotPassAWaitingBatchEither() {
        DmaMapping held = four.map(Direction.TO_DEVICE);
        CompletableFuture<List<DmaMapping>> waiting = whenRoom(eight);
        for (Attachment each : List.of(one, four)) { // new addresses, and those in use already
            assertThatThrownBy(() -> each.map(Direction.TO_DEVICE))
                    .isInstanceOf(BufferException.Exhausted.class)
                    .hasMessageContaining("wait behind them by mapAllWhenRoom");
        }
        held.close();
        assertThat(waiting).isCompleted();
    }

    @Test
    void whoLeavesTheLineLetsTheOthersUp() {
        DmaMapping held = four.map(Direction.TO_DEVICE);
        CompletableFuture<List<DmaMapping>> large = whenRoom(eight);
        CompletableFuture<List<DmaMapping>> small = whenRoom(three);
        eight.close();
        assertThat(large)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(BufferException.Closed.class);
        assertThat(small).isCompleted();
        assertThat(held.segments()).hasSize(1);
    }

    @Test
    void aBatchOfAnothersMachineReservesNothingForGood() {
        Domains other = new Domains(8);
        List<DmaMapping> mapped = other.topology.mapAll(Direction.TO_DEVICE, List.of(three, five));
        assertThat(other.freePages()).isEqualTo(8);
        assertThat(machine.freePages()).isZero();
        mapped.forEach(DmaMapping::close);
        assertThat(machine.freePages()).isEqualTo(8);
    }

    @Test
    void whoMapsAgainInTheCallbackHasToWaitBehindTheOthers() {
        DmaMapping held = eight.map(Direction.TO_DEVICE);
        List<String> told = new ArrayList<>();
        machine.topology.mapAllWhenRoom(Direction.TO_DEVICE, List.of(five)).thenAccept(mapped -> {
            told.add("five");
            assertThatThrownBy(() -> one.map(Direction.TO_DEVICE))
                    .isInstanceOf(BufferException.Exhausted.class);
            mapped.get(0).close();
        });
        machine.topology
                .mapAllWhenRoom(Direction.TO_DEVICE, List.of(eight))
                .thenAccept(mapped -> told.add("eight"));
        held.close();
        assertThat(told).containsExactly("five", "eight");
    }

    @Test
    void whatWillNeverFitIsRefusedAtOnce() {
        assertThat(whenRoom(four, five)).isCompletedExceptionally();
        assertThat(machine.topology.waiting()).isZero();
    }

    @Test
    void aDirectDeviceNeedsNoAddressesAndPasses() {
        four.map(Direction.TO_DEVICE);
        whenRoom(eight);
        BufferHandle handle = machine.buffer("shown", 8);
        mapAll(handle.attach(DISPLAY));
    }

    @Test
    void aBatchOfTwoDomainsWaitsForBothAndHoldsNeither() {
        IommuDomain left = new IommuDomain("left", 0, 4 * PAGE);
        IommuDomain right = new IommuDomain("right", 0, 4 * PAGE);
        Device codec = Device.named("codec");
        IommuTopology topology = new IommuTopology(Map.of(GPU, left, codec, right));
        Allocator allocator = new Allocator(topology, new SystemHeap());
        Attachment onLeft = allocator.allocate("a", 4 * PAGE).attach(GPU);
        Attachment onRight = allocator.allocate("b", 4 * PAGE).attach(codec);
        DmaMapping held = allocator.allocate("c", PAGE).attach(codec).map(Direction.TO_DEVICE);

        CompletableFuture<List<DmaMapping>> both = topology.mapAllWhenRoom(
                        Direction.TO_DEVICE, List.of(onLeft, onRight))
                .toCompletableFuture();
        assertThat(left.freeBytes()).isEqualTo(4 * PAGE);
        held.close();
        assertThat(both).isCompletedWithValueMatching(mapped -> mapped.size() == 2);
    }

    @Test
    void aLongLineIsServedOnABoundedStack() {
        DmaMapping held = eight.map(Direction.TO_DEVICE);
        AtomicInteger served = new AtomicInteger();
        for (int i = 0; i < 20_000; i++) {
            machine.topology
                    .mapAllWhenRoom(Direction.TO_DEVICE, List.of(eight))
                    .thenAccept(mapped -> {
                        served.incrementAndGet();
                        mapped.get(0).close();
                    });
        }
        held.close();
        assertThat(served).hasValue(20_000);
    }

    @Test
    void racingBatchesAllComeToTheirTurnAndNothingIsLeft() {
        List<List<Attachment>> sets = List.of(
                List.of(one, three), List.of(three, one), List.of(four, one, three), List.of(five));
        try (Race race = new Race(9)) {
            for (int round = 0; round < 300; round++) {
                AtomicInteger served = new AtomicInteger();
                Runnable[] clients = new Runnable[3];
                for (int client = 0; client < clients.length; client++) {
                    List<Attachment> set = sets.get((round + client) % sets.size());
                    clients[client] = () -> batches(set, served);
                }
                race.run(clients);
                assertThat(served).hasValue(3 * 10);
                assertThat(machine.topology.waiting()).isZero();
                assertThat(machine.freePages()).isEqualTo(8);
            }
        }
    }

    private void batches(List<Attachment> some, AtomicInteger served) {
        for (int i = 0; i < 10; i++) {
            machine.topology.mapAllWhenRoom(Direction.TO_DEVICE, some).thenAccept(mapped -> {
                served.incrementAndGet();
                mapped.forEach(DmaMapping::close);
            });
        }
    }

    private List<DmaMapping> mapAll(Attachment... some) {
        return machine.topology.mapAll(Direction.TO_DEVICE, List.of(some));
    }

    private CompletableFuture<List<DmaMapping>> whenRoom(Attachment... some) {
        return machine.topology
                .mapAllWhenRoom(Direction.TO_DEVICE, new ArrayList<>(List.of(some)))
                .toCompletableFuture();
    }
}
