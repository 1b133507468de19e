package dev.baton.buffers.machine;

import static dev.baton.buffers.Direction.BIDIRECTIONAL;
import static dev.baton.buffers.Direction.FROM_DEVICE;
import static dev.baton.buffers.Direction.TO_DEVICE;
import static dev.baton.buffers.machine.Board.LINE;
import static dev.baton.buffers.machine.Board.PAGE;
import static dev.baton.buffers.machine.Board.counters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.Counters;
import dev.baton.buffers.CpuAccess;
import dev.baton.buffers.CpuAccess.Range;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.DmaMapping;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Brackets do what their direction and range say, and nothing where nothing is to be done (B5). */
@Tag("B5")
class BracketsTest {
    private final Device gpu = Device.named("gpu").withBrackets();
    private final Board board = Board.withBrackets();
    private final BufferHandle handle = board.buffer("front", 4);
    private final DmaMapping dma = Board.map(handle, gpu, BIDIRECTIONAL);
    private final CpuMapping cpu = handle.mapBracketed(0, 4 * PAGE, Access.READ_WRITE);

    @Test
    @Tag("B10")
    void aWritingBracketWritesBackItsRangeWithTheLinesItEndsIn() {
        try (CpuAccess access =
                CpuAccess.begin(TO_DEVICE, new Range(handle, PAGE - LINE - 1, 2 * LINE))) {
            assertThat(access).isNotNull();
            cpu.fill(PAGE - LINE - 1, 2 * LINE, (byte) 1);
            assertThat(board.deviceReads(dma, PAGE - LINE - 1, 2 * LINE)).containsOnly(0);
        }
        assertThat(board.deviceReads(dma, PAGE - LINE - 1, 2 * LINE)).containsOnly(1);
        assertThat(counters(handle)).isEqualTo(new Counters(0, 0, 3, 0, 0));
    }

    @Test
    void whatLiesOutsideOfTheBracketIsNotWrittenBack() {
        try (CpuAccess access = CpuAccess.begin(TO_DEVICE, new Range(handle, LINE, LINE))) {
            assertThat(access).isNotNull();
            cpu.fill(0, 3 * LINE, (byte) 1);
        }
        assertThat(board.deviceReads(dma, 0, LINE)).containsOnly(0);
        assertThat(board.deviceReads(dma, LINE, LINE)).containsOnly(1);
        assertThat(board.deviceReads(dma, 2 * LINE, LINE)).containsOnly(0);
    }

    @Test
    @Tag("B10")
    void aReadingBracketDropsWhatADeviceHasOverwritten() {
        assertThat(readIn(FROM_DEVICE, PAGE - 1)).isEqualTo((byte) 0);
        board.deviceWrites(dma, 0, 4 * PAGE, 3);
        assertThat(cpu.getByte(PAGE - 1)).isZero(); // in no bracket: stale
        assertThat(readIn(FROM_DEVICE, PAGE - 1)).isEqualTo((byte) 3);
        assertThat(counters(handle)).isEqualTo(new Counters(0, 0, 0, 1, 0));
    }

    @Test
    void aReadOnlyBracketWritesNothingBack() {
        try (CpuAccess access = CpuAccess.begin(FROM_DEVICE, handle)) {
            assertThat(access).isNotNull();
            cpu.fill(0, PAGE, (byte) 1); // against its word
        }
        assertThat(counters(handle).linesFlushed()).isZero();
        assertThat(board.deviceReads(dma, 0, PAGE)).containsOnly(0);
    }

    @Test
    @Tag("B10")
    void aWritingBracketCarriesNoStaleNeighboursBack() {
        assertThat(readIn(FROM_DEVICE, 0)).isEqualTo((byte) 0);
        board.deviceWrites(dma, 0, LINE, 3);
        try (CpuAccess access = CpuAccess.begin(TO_DEVICE, new Range(handle, 5, 1))) {
            assertThat(access).isNotNull();
            cpu.putByte(5, (byte) 4);
        }
        assertThat(board.deviceReads(dma, 4, 3)).containsExactly(3, 4, 3);
    }

    @Test
    void bracketsThatShareAPageLoseNothingOfEachOther() {
        board.deviceWrites(dma, 0, PAGE, 3);
        try (CpuAccess first = CpuAccess.begin(BIDIRECTIONAL, new Range(handle, 0, LINE + 1))) {
            cpu.fill(0, LINE + 1, (byte) 4);
            try (CpuAccess next = CpuAccess.begin(BIDIRECTIONAL, new Range(handle, LINE + 1, 8))) {
                assertThat(next).isNotSameAs(first);
                cpu.fill(LINE + 1, 8, (byte) 5);
            }
        }
        assertThat(board.deviceReads(dma, LINE - 1, 4)).containsExactly(4, 4, 5, 5);
        assertThat(board.deviceReads(dma, LINE + 8, 2)).containsExactly(5, 3);
    }

    @Test
    void oneBracketSpansBuffersOfDifferentKinds() {
        BufferHandle plain = new Board(Machine::uncached).buffer("plain", 1);
        CpuMapping other = plain.map(Access.READ_WRITE);
        try (CpuAccess access = CpuAccess.begin(TO_DEVICE, handle, plain)) {
            assertThat(access).isNotNull();
            cpu.putByte(0, (byte) 1);
            other.putByte(0, (byte) 1);
        }
        assertThat(board.deviceReads(dma, 0, 1)).containsExactly(1);
        assertThat(counters(handle).linesFlushed()).isEqualTo(1);
        assertThat(counters(plain)).isEqualTo(Counters.NONE);
    }

    @Test
    void aMappingClosedBeforeItsBracketIsFlushedAllTheSame() {
        CpuAccess access = CpuAccess.begin(TO_DEVICE, handle);
        cpu.putByte(0, (byte) 1);
        cpu.close();
        access.close();
        assertThat(board.deviceReads(dma, 0, 1)).containsExactly(1);
    }

    @Test
    void bracketsAreNeededOnlyWhileTheyHaveSomethingToDo() {
        assertThat(handle.needsMaintenance()).isTrue();
        board.deviceWrites(dma, 0, PAGE, 3);
        dma.attachment().close();
        assertThat(handle.needsMaintenance()).isTrue(); // what it wrote is not seen yet
        assertThat(readIn(FROM_DEVICE, 0)).isEqualTo((byte) 3);
        assertThat(handle.needsMaintenance()).isFalse();
        DmaMapping snooping = Board.map(handle, gpu.snooping(), BIDIRECTIONAL);
        assertThat(handle.needsMaintenance()).isFalse();
        cpu.putByte(0, (byte) 9);
        assertThat(board.deviceReads(snooping, 0, 1)).containsExactly(9);
    }

    @Test
    @Tag("B10")
    void whatWasWrittenWhileNoBracketWasNeededIsFlushedForALaterDevice() {
        BufferHandle alone = board.buffer("alone", 1);
        CpuMapping mapping = alone.mapBracketed(0, PAGE, Access.READ_WRITE);
        assertThat(alone.needsMaintenance()).isFalse();
        mapping.fill(0, PAGE, (byte) 1);
        DmaMapping late = Board.map(alone, gpu, TO_DEVICE);
        assertThat(alone.needsMaintenance()).isTrue();
        assertThat(board.deviceReads(late, 0, PAGE)).containsOnly(1);
    }

    @Test
    void uncachedAndUnbracketedMappingsNeedNoBrackets() {
        BufferHandle plain = new Board(Machine::writeCombined).buffer("plain", 1);
        Board.map(plain, gpu, BIDIRECTIONAL);
        CpuMapping mapped = plain.mapBracketed(0, PAGE, Access.READ_WRITE);
        assertThat(mapped.getByte(0)).isZero();
        assertThat(plain.needsMaintenance()).isFalse();
        cpu.close();
        assertThat(handle.map(Access.READ_WRITE).getByte(0)).isZero();
        assertThat(handle.needsMaintenance()).isFalse();
    }

    private byte readIn(Direction direction, long offset) {
        try (CpuAccess access = CpuAccess.begin(direction, handle)) {
            assertThat(access).isNotNull();
            return cpu.getByte(offset);
        }
    }
}
