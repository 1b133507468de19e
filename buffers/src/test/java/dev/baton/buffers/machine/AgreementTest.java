package dev.baton.buffers.machine;

import static dev.baton.buffers.Direction.BIDIRECTIONAL;
import static dev.baton.buffers.Direction.TO_DEVICE;
import static dev.baton.buffers.machine.Board.PAGE;
import static dev.baton.buffers.machine.Board.counters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuAccess;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.Device;
import dev.baton.buffers.DmaMapping;
import dev.baton.buffers.Segment;
import dev.baton.buffers.Storage;
import dev.baton.buffers.heap.Backing;
import dev.baton.buffers.heap.Coherency;
import dev.baton.buffers.heap.Constraints;
import dev.baton.buffers.heap.Heap;
import dev.baton.buffers.heap.ScatteredHeap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Mappings with explicit brackets, while everybody agrees, and what may not be mapped at once (B6). */
@Tag("B6")
class AgreementTest {
    private final Device agreeing = Device.named("gpu").withBrackets();
    private final Device disagreeing = Device.named("display");
    private final Board board = Board.withBrackets();
    private final BufferHandle handle = board.buffer("front", 2);

    private CpuMapping bracketed() {
        return handle.mapBracketed(0, 2 * PAGE, Access.READ_WRITE);
    }

    @Test
    void whileAllAgreeMappingsStayWhoeverUsesTheBuffer() {
        DmaMapping dma = Board.map(handle, agreeing, BIDIRECTIONAL);
        CpuMapping cpu = bracketed();
        for (int round = 0; round < 3; round++) {
            board.deviceWrites(dma, 0, PAGE, round);
            try (CpuAccess access = CpuAccess.begin(BIDIRECTIONAL, handle)) {
                assertThat(access).isNotNull();
                assertThat(cpu.getByte(0)).isEqualTo((byte) round);
            }
        }
        assertThat(board.present(dma)).containsExactly(1, 1);
        assertThat(counters(handle).faults()).isZero();
        assertThat(counters(handle).shootDowns()).isZero();
    }

    @Test
    void aLaterDeviceThatDoesNotAgreeMakesThemFaultBackCoherent() {
        DmaMapping dma = Board.map(handle, agreeing, BIDIRECTIONAL);
        CpuMapping cpu = bracketed();
        cpu.putByte(0, (byte) 1);
        DmaMapping late = Board.map(handle, disagreeing, BIDIRECTIONAL);
        assertThat(board.deviceReads(late, 0, 1)).containsExactly(1);
        assertThat(handle.needsMaintenance()).isFalse();

        cpu.putByte(0, (byte) 2); // no bracket from here on
        assertThat(board.deviceReads(late, 0, 1)).containsExactly(2);
        board.deviceWrites(dma, 0, 1, 3);
        assertThat(cpu.getByte(0)).isEqualTo((byte) 3);
        assertThat(counters(handle).faults()).isEqualTo(2);
        assertThat(counters(handle).shootDowns()).isEqualTo(3);
    }

    @Test
    void aBracketThatIsOpenMeanwhileLosesNothing() {
        Board.map(handle, agreeing, BIDIRECTIONAL);
        CpuMapping cpu = bracketed();
        CpuAccess access = CpuAccess.begin(TO_DEVICE, handle);
        cpu.putByte(0, (byte) 1);
        Attachment late = handle.attach(disagreeing);
        cpu.putByte(PAGE, (byte) 2);
        access.close();
        DmaMapping dma = late.map(TO_DEVICE);
        assertThat(board.deviceReads(dma, 0, 1)).containsExactly(1);
        assertThat(board.deviceReads(dma, PAGE, 1)).containsExactly(2);
    }

    @Test
    void whoAsksWhileADeviceDisagreesGetsACoherentMapping() {
        DmaMapping dma = Board.map(handle, disagreeing, BIDIRECTIONAL);
        CpuMapping cpu = bracketed();
        assertThat(handle.needsMaintenance()).isFalse();
        cpu.putByte(0, (byte) 1);
        assertThat(board.deviceReads(dma, 0, 1)).containsExactly(1);
        dma.attachment().close();
        assertThat(cpu.getByte(0)).isEqualTo((byte) 1);
        CpuMapping later = bracketed(); // now nobody disagrees
        Board.map(handle, agreeing, BIDIRECTIONAL);
        assertThat(later.getByte(0)).isEqualTo((byte) 1);
        assertThat(handle.needsMaintenance()).isTrue();
    }

    @Test
    void anExporterThatDoesNotAgreeMapsThemCoherent() {
        Board plain = Board.cached();
        BufferHandle buffer = plain.buffer("plain", 1);
        DmaMapping dma = Board.map(buffer, agreeing, BIDIRECTIONAL);
        CpuMapping cpu = buffer.mapBracketed(0, PAGE, Access.READ_WRITE);
        cpu.putByte(0, (byte) 1);
        assertThat(buffer.needsMaintenance()).isFalse();
        assertThat(plain.deviceReads(dma, 0, 1)).containsExactly(1);
    }

    @Test
    void bracketedAndOtherMappingsOfOneBufferSeeTheSame() {
        DmaMapping dma = Board.map(handle, agreeing, BIDIRECTIONAL);
        CpuMapping cpu = bracketed();
        CpuMapping faulting = handle.map(Access.READ_WRITE);
        board.deviceWrites(dma, 0, 2 * PAGE, 1);
        try (CpuAccess access = CpuAccess.begin(BIDIRECTIONAL, handle)) {
            assertThat(access).isNotNull();
            cpu.putByte(1, (byte) 2);
            assertThat(faulting.getInt(0)).isEqualTo(0x01010201);
            faulting.putByte(2, (byte) 3);
            assertThat(cpu.getInt(0)).isEqualTo(0x01030201);
        }
        assertThat(board.deviceReads(dma, 0, 4)).containsExactly(1, 2, 3, 1);
    }

    @Test
    void aPageMappedCachedAndUncachedAtOnceIsRefused() {
        Machine machine = new Machine(64);
        Storage bytes = ScatteredHeap.bytes(2 * PAGE);
        BufferHandle cached = new Lent(machine.cached(1), bytes).allocate("cached", 2 * PAGE);
        BufferHandle again = new Lent(machine.uncached(), bytes).allocate("again", 2 * PAGE);
        CpuMapping first = cached.map(PAGE, PAGE, Access.READ_WRITE);
        CpuMapping fits = again.map(0, PAGE, Access.READ_ONLY);
        assertThatThrownBy(() -> again.map(Access.READ_ONLY))
                .isInstanceOf(BufferException.MixedCaching.class)
                .hasMessage(
                        "B6: buffer \"again\": its page 1 is mapped CACHED and cannot be UNCACHED"
                                + " at once; close that mapping, or map it likewise");
        assertThatThrownBy(() -> cached.map(0, 1, Access.READ_ONLY))
                .isInstanceOf(BufferException.MixedCaching.class);
        assertThat(again.buffer().info().mappings()).isEqualTo(1);
        first.close();
        assertThat(again.map(PAGE, PAGE, Access.READ_ONLY).getByte(0)).isZero();
        assertThat(fits.getByte(0)).isZero();
    }

    @Test
    void aPageWithTwoStoragesIsRefused() {
        Machine machine = new Machine(64);
        new Lent(machine.cached(1), ScatteredHeap.bytes(2 * PAGE)).allocate("one", 2 * PAGE);
        Lent clashing = new Lent(machine.cached(1), ScatteredHeap.bytes(2 * PAGE));
        assertThatThrownBy(() -> clashing.allocate("other", 2 * PAGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("overlaps");
        assertThat(machine.memory().segments()).isEqualTo(2);
    }

    /** A heap of the same two pages for each buffer. */
    private static final class Lent extends Heap {
        private final Storage bytes;

        Lent(Coherency.Maker maker, Storage bytes) {
            super(maker);
            this.bytes = bytes;
        }

        @Override
        public String name() {
            return "lent";
        }

        @Override
        protected Backing take(long size, Constraints wanted) {
            return new Backing(
                    List.of(new Segment(3 * PAGE, PAGE), new Segment(PAGE, PAGE)), bytes);
        }

        @Override
        protected void free(Backing backing) {}
    }
}
