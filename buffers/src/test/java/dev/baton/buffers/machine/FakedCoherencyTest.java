package dev.baton.buffers.machine;

import static dev.baton.buffers.machine.Board.PAGE;
import static dev.baton.buffers.machine.Board.bytes;
import static dev.baton.buffers.machine.Board.counters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.Counters;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.DmaMapping;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Cached mappings that are coherent by shoot-down, flush and fault (B4), and stale without (B10). */
@Tag("B4")
class FakedCoherencyTest {
    private final Device gpu = Device.named("gpu");
    private final Board board = Board.cached();
    private final BufferHandle handle = board.buffer("front", 4);
    private final CpuMapping cpu = handle.map(Access.READ_WRITE);
    private final DmaMapping dma = Board.map(handle, gpu, Direction.BIDIRECTIONAL);

    @Test
    @Tag("B10")
    void whatTheCpuHasWrittenTheDeviceSeesAfterTheBufferLeftTheCpu() {
        cpu.fill(0, 4 * PAGE, (byte) 7);
        assertThat(board.read(dma, 0, 4 * PAGE)).containsOnly(0);
        assertThat(board.deviceReads(dma, 0, 4 * PAGE)).containsOnly(7);
        assertThat(counters(handle).linesFlushed()).isEqualTo(4 * 64);
    }

    @Test
    @Tag("B10")
    void whatADeviceHasWrittenTheCpuSeesAtItsNextFault() {
        assertThat(cpu.getInt(PAGE - 2)).isZero();
        board.bus.write(dma, PAGE - 2, bytes(4, 1)); // nobody was told
        assertThat(cpu.getInt(PAGE - 2)).isZero();
        board.deviceWrites(dma, PAGE - 2, 4, 2);
        assertThat(cpu.getInt(PAGE - 2)).isEqualTo(0x02020202);
        assertThat(counters(handle)).isEqualTo(new Counters(4, 2, 0, 2, 0));
    }

    @Test
    void anAccessToAPageThatWasShotDownFaultsOnce() {
        cpu.putByte(0, (byte) 1);
        cpu.putByte(1, (byte) 1);
        assertThat(counters(handle).faults()).isEqualTo(1);
        dma.beginDevice();
        assertThat(board.present(dma)).containsExactly(0, 0, 0, 0);
        cpu.putByte(0, (byte) 2); // stray, and noticed
        cpu.getByte(0);
        assertThat(counters(handle).faults()).isEqualTo(2);
        dma.endDevice();
        assertThat(board.deviceReads(dma, 0, 2)).containsExactly(2, 1);
    }

    @Test
    void shootDownHitsEveryMappingOfTheBufferAndNoneOfAnother() {
        BufferHandle other = board.buffer("back", 2);
        DmaMapping theirs = Board.map(other, gpu, Direction.BIDIRECTIONAL);
        CpuMapping untouched = other.map(Access.READ_WRITE);
        untouched.fill(0, 2 * PAGE, (byte) 1);
        CpuMapping second = dma.attachment().mmap(0, 2 * PAGE, Access.READ_ONLY);
        cpu.getByte(0);
        second.getByte(0);
        assertThat(board.present(dma)).containsExactly(2, 0, 0, 0);

        dma.beginDevice();

        assertThat(board.present(dma)).containsExactly(0, 0, 0, 0);
        assertThat(board.present(theirs)).containsExactly(1, 1);
        assertThat(counters(handle).shootDowns()).isEqualTo(2);
        assertThat(counters(other)).isEqualTo(new Counters(2, 0, 0, 0, 0));
        assertThat(board.read(theirs, 0, 2 * PAGE)).containsOnly(0); // nor was it flushed
    }

    @Test
    void aFaultOfOneMappingLosesNothingThatAnotherHasWritten() {
        CpuMapping second = handle.map(Access.READ_WRITE);
        board.deviceWrites(dma, 0, PAGE, 3);
        cpu.putByte(5, (byte) 4);
        assertThat(second.getByte(5)).isEqualTo((byte) 4);
        assertThat(second.getByte(6)).isEqualTo((byte) 3);
        second.close();
        assertThat(board.deviceReads(dma, 4, 3)).containsExactly(3, 4, 3);
    }

    @Test
    void whatWasWrittenBeforeAMappingWasClosedIsFlushed() {
        cpu.fill(0, PAGE, (byte) 9);
        cpu.close();
        assertThat(board.deviceReads(dma, 0, PAGE)).containsOnly(9);
    }

    @Test
    void aDeviceThatOnlyReadsMakesNothingStale() {
        Attachment display = handle.attach(Device.named("display"));
        DmaMapping scanout = display.map(Direction.TO_DEVICE);
        dma.endDevice();
        cpu.fill(0, PAGE, (byte) 1);
        long before = counters(handle).linesInvalidated();
        assertThat(board.deviceReads(scanout, 0, PAGE)).containsOnly(1);
        cpu.putByte(0, (byte) 2);
        assertThat(counters(handle).linesInvalidated()).isEqualTo(before);
        assertThat(board.deviceReads(scanout, 0, 2)).containsExactly(2, 1);
    }

    @Test
    @Tag("B10")
    void whatTheCpuHasLoadedWhileTheDeviceWroteIsStaleAfterwards() {
        dma.beginDevice();
        assertThat(cpu.getByte(0)).isZero();
        board.bus.write(dma, 0, bytes(8, 5));
        dma.endDevice();
        assertThat(cpu.getByte(0)).isEqualTo((byte) 5);
    }

    @Test
    @Tag("B10")
    void anUnmappedDeviceIsADeviceThatHasEnded() {
        dma.beginDevice();
        assertThat(cpu.getByte(0)).isZero();
        board.bus.write(dma, 0, bytes(8, 5));
        dma.close();
        assertThat(cpu.getByte(0)).isEqualTo((byte) 5);
    }

    @Test
    void aSnoopingDeviceSeesTheCacheAndNothingIsDone() {
        DmaMapping snooping = Board.map(handle, gpu.snooping(), Direction.BIDIRECTIONAL);
        cpu.fill(0, PAGE, (byte) 1);
        Counters before = counters(handle);
        assertThat(board.deviceReads(snooping, 0, PAGE)).containsOnly(1);
        board.deviceWrites(snooping, 1, 1, 2);
        assertThat(cpu.getInt(0)).isEqualTo(0x01010201);
        assertThat(counters(handle)).isEqualTo(before);
        assertThat(board.deviceReads(dma, 0, 3)).containsExactly(1, 2, 1);
    }

    @Test
    @Tag("B10")
    void aSnoopingDeviceSeesWhatOneThatDoesNotSnoopHasWritten() {
        DmaMapping snooping = Board.map(handle, gpu.snooping(), Direction.BIDIRECTIONAL);
        assertThat(cpu.getByte(0)).isZero();
        board.deviceWrites(dma, 0, 8, 3);
        assertThat(board.deviceReads(snooping, 0, 8)).containsOnly(3);
    }

    @Test
    void oneFaultMapsTheWindowAndNotPastTheEndOfTheMapping() {
        Board eager = new Board(machine -> machine.cached(3));
        BufferHandle big = eager.buffer("big", 6);
        DmaMapping theirs = Board.map(big, gpu, Direction.FROM_DEVICE);
        CpuMapping part = big.map(PAGE, 3 * PAGE + 1, Access.READ_ONLY); // pages 1 to 4
        part.getByte(0);
        assertThat(eager.present(theirs)).containsExactly(0, 1, 1, 1, 0, 0);
        part.getByte(3 * PAGE);
        assertThat(eager.present(theirs)).containsExactly(0, 1, 1, 1, 1, 0);
        assertThat(counters(big).faults()).isEqualTo(2);
        theirs.beginDevice();
        assertThat(counters(big).shootDowns()).isEqualTo(4);
    }

    @Test
    void theWidestWindowIsTheWholeMapping() {
        Board eager = new Board(machine -> machine.cached(Integer.MAX_VALUE));
        BufferHandle big = eager.buffer("big", 6);
        CpuMapping whole = big.map(Access.READ_WRITE);
        whole.getByte(PAGE);
        whole.fill(PAGE, 5 * PAGE, (byte) 1);
        assertThat(counters(big).faults()).isEqualTo(1);
        assertThatThrownBy(() -> new Machine(8).cached(0))
                .hasMessage("a fault that maps 0 pages; use at least 1");
    }

    @Test
    @Tag("B10")
    void nothingOfABufferThatIsOverReachesTheNextOneOfItsPages() {
        cpu.fill(0, 4 * PAGE, (byte) 6);
        cpu.close();
        dma.attachment().close();
        handle.close();
        assertThat(board.machine.cache().lines()).isZero();
        assertThat(board.machine.memory().segments()).isZero();
        CpuMapping next = board.buffer("next", 4).map(Access.READ_ONLY);
        byte[] all = new byte[4 * PAGE];
        next.get(0, all);
        assertThat(all).containsOnly(0);
    }
}
