package dev.baton.buffers.iommu;

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
import dev.baton.buffers.MapRequest;
import dev.baton.buffers.Race;
import dev.baton.buffers.Segment;
import dev.baton.buffers.Storage;
import dev.baton.buffers.heap.Allocator;
import dev.baton.buffers.heap.Backing;
import dev.baton.buffers.heap.Coherency;
import dev.baton.buffers.heap.Heap;
import dev.baton.buffers.heap.SystemHeap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** B9: what cannot be mapped leaves nothing mapped and nobody waiting. */
@Tag("B9")
class FailingBatchTest {
    private final Domains machine = new Domains(8);
    private final Attachment three = machine.attached("three", 3);
    private final Attachment four = machine.attached("four", 4);
    private final DmaMapping held = machine.attached("eight", 8).map(Direction.TO_DEVICE);

    /** A buffer that cannot be given back to the CPU. */
    private Attachment broken() {
        Heap heap = new SystemHeap("broken", 1L << 40, backing -> new Coherency() {
            @Override
            public Storage mmap(MapRequest request, Backing same) {
                return same.bytes();
            }

            @Override
            public void endDevice(Attachment attachment, Direction direction) {
                throw new IllegalStateException("broken");
            }
        });
        return new Allocator(machine.topology, heap).allocate("broken", PAGE).attach(GPU);
    }

    @Test
    void aBatchWithAClosedAttachmentDoesNotWait() {
        four.close();
        CompletableFuture<List<DmaMapping>> refused = machine.topology
                .mapAllWhenRoom(Direction.TO_DEVICE, List.of(three, four))
                .toCompletableFuture();
        assertThat(refused).isCompletedExceptionally();
        assertThatThrownBy(refused::join).hasCauseInstanceOf(BufferException.Closed.class);
        assertThat(machine.topology.waiting()).isZero();
        held.close();
    }

    @Test
    void aBatchThatRacesWithTheCloseOfItsAttachmentIsAnsweredThoughNobodyMakesRoom() {
        try (Race race = new Race(10)) {
            for (int round = 0; round < 300; round++) {
                Attachment closing = machine.attached("closing", 1);
                AtomicReference<CompletableFuture<List<DmaMapping>>> batch =
                        new AtomicReference<>();
                race.run(
                        closing::close,
                        () -> batch.set(machine.topology
                                .mapAllWhenRoom(Direction.TO_DEVICE, List.of(three, closing))
                                .toCompletableFuture()));
                assertThat(batch.get()).isCompletedExceptionally();
                assertThat(machine.topology.waiting()).isZero();
            }
        }
    }

    @Test
    void aBatchThatFailsUnmapsAllThoughOneFailsAtThatToo() {
        held.close();
        four.close();
        List<Attachment> batch = List.of(broken(), three, four);
        assertThatThrownBy(() -> machine.topology.mapAll(Direction.TO_DEVICE, batch))
                .isInstanceOf(BufferException.Closed.class);
        assertThat(machine.freePages()).isEqualTo(8);
    }

    @Test
    void aMappingThatFailsInItsAddressesGivesThemBack() {
        held.close();
        List<Segment> tooLong = List.of(new Segment(0, 5 * PAGE));
        assertThatThrownBy(() -> machine.topology.map(four, tooLong))
                .isInstanceOf(RuntimeException.class);
        assertThat(machine.freePages()).isEqualTo(8);
        four.map(Direction.TO_DEVICE).close();
    }

    @Test
    @Tag("B8")
    void aFirstMappingThatIsRefusedForAddressesHasChosenTheStorage() {
        BufferHandle handle = machine.buffer("late", 1);
        Attachment late = handle.attach(GPU);
        assertThatThrownBy(() -> late.map(Direction.TO_DEVICE))
                .isInstanceOf(BufferException.Exhausted.class);
        Device narrow = Device.named("narrow").withAddressBits(32);
        assertThatThrownBy(() -> handle.attach(narrow))
                .isInstanceOf(BufferException.Unreachable.class)
                .hasMessageContaining("attach it before the first use");
        held.close();
        late.map(Direction.TO_DEVICE).close();
    }
}
