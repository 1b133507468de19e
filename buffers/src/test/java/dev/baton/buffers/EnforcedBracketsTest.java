package dev.baton.buffers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.CpuAccess.Range;
import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.heap.Backing;
import dev.baton.buffers.heap.Coherency;
import dev.baton.buffers.heap.ScatteredHeap;
import dev.baton.buffers.heap.SystemHeap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.concurrent.CompletableFuture;

/** Debug mode, in which every access must be in a bracket, and the view that passes it (B7). */
@Tag("B7")
class EnforcedBracketsTest {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;

    private final BufferHandle handle = new SystemHeap().allocate("front", 2 * PAGE);
    private final CpuMapping mapping = handle.map(PAGE, PAGE, Access.READ_WRITE);

    private CpuAccess begin(Direction direction, long offset, long length) {
        handle.enforceBrackets();
        return CpuAccess.begin(direction, new Range(handle, offset, length));
    }

    private void readsFail(long offset) {
        assertThatThrownBy(() -> mapping.getByte(offset))
                .isInstanceOf(BufferException.Unbracketed.class)
                .hasMessage("B7: buffer \"front\": a read of 1 bytes at " + (PAGE + offset)
                        + " is in no open bracket; begin a CpuAccess around it");
    }

    private void writesFail(long offset) {
        assertThatThrownBy(() -> mapping.putByte(offset, (byte) 1))
                .isInstanceOf(BufferException.Unbracketed.class)
                .hasMessageContaining("a write of 1 bytes at " + (PAGE + offset));
    }

    @Test
    void aStrayAccessFailsLoudlyAndTouchesNothing() {
        mapping.putByte(0, (byte) 5); // not enforced yet
        handle.enforceBrackets();
        readsFail(0);
        writesFail(0);
        assertThatThrownBy(() -> mapping.fill(0, PAGE, (byte) 1))
                .isInstanceOf(BufferException.Unbracketed.class);
        try (CpuAccess access = begin(Direction.FROM_DEVICE, PAGE, 1)) {
            assertThat(access).isNotNull();
            assertThat(mapping.getByte(0)).isEqualTo((byte) 5);
        }
    }

    @Test
    void aReadOnlyBracketGivesReadOnlyAccess() {
        try (CpuAccess access = begin(Direction.FROM_DEVICE, PAGE, PAGE)) {
            assertThat(access).isNotNull();
            assertThat(mapping.getByte(0)).isZero();
            writesFail(0);
        }
        for (Direction writing : new Direction[] {Direction.TO_DEVICE, Direction.BIDIRECTIONAL}) {
            try (CpuAccess access = begin(writing, PAGE, PAGE)) {
                assertThat(access).isNotNull();
                mapping.putByte(0, (byte) 1);
            }
        }
    }

    @Test
    void aBracketAllowsItsRangeOnlyAndNothingSurvivesIt() {
        CpuAccess access = begin(Direction.BIDIRECTIONAL, PAGE + 8, 8);
        readsFail(7);
        mapping.putByte(8, (byte) 1);
        mapping.putLong(8, 1);
        assertThatThrownBy(() -> mapping.getLong(9))
                .isInstanceOf(BufferException.Unbracketed.class);
        readsFail(16);
        access.close();
        readsFail(8);
        writesFail(8);
    }

    @Test
    void oneBracketsEndLeavesAnotherOpen() {
        CpuAccess reading = begin(Direction.FROM_DEVICE, PAGE, PAGE);
        CpuAccess writing = begin(Direction.TO_DEVICE, PAGE, PAGE);
        reading.close();
        mapping.putByte(0, (byte) 1);
        writing.close();
        writesFail(0);
    }

    @Test
    @Tag("B5")
    void aBracketEndedTwiceIsRefusedAndOneNotEndedIsSeen() {
        CpuAccess access = begin(Direction.FROM_DEVICE, 0, 1);
        assertThat(handle.buffer().describe()).contains(" brackets 1 ");
        access.close();
        assertThat(handle.buffer().describe()).contains(" brackets 0 ");
        assertThatThrownBy(access::close).isInstanceOf(BufferException.Unbalanced.class);
    }

    @Test
    @Tag("B5")
    void aBracketThatIsRefusedBeginsNothing() {
        BufferHandle closed = new SystemHeap().allocate("closed", PAGE);
        Range over = Range.whole(closed);
        closed.close();
        assertThatThrownBy(() -> CpuAccess.begin(Direction.TO_DEVICE, Range.whole(handle), over))
                .isInstanceOf(BufferException.Closed.class);
        assertThatThrownBy(() ->
                        CpuAccess.begin(Direction.TO_DEVICE, new Range(handle, PAGE, PAGE + 1)))
                .isInstanceOf(BufferException.OutOfRange.class);
        assertThat(handle.buffer().info().brackets()).isZero();
    }

    @Test
    @Tag("B5")
    void anExporterThatFailsAtTheEndKeepsNoOtherBufferInTheBracket() {
        Coherency failing = new Coherency() {
            @Override
            public Storage mmap(MapRequest request, Backing backing) {
                return backing.bytes();
            }

            @Override
            public void endCpuAccess(Direction direction, long offset, long length) {
                throw new IllegalStateException("broken");
            }
        };
        BufferHandle broken = new ScatteredHeap(backing -> failing).allocate("broken", PAGE);
        CpuAccess access = CpuAccess.begin(Direction.TO_DEVICE, handle, broken);
        assertThatThrownBy(access::close).hasMessage("broken");
        assertThat(handle.buffer().info().brackets()).isZero();
        assertThat(broken.buffer().info().brackets()).isZero();
        assertThat(handle.buffer().info().handles()).isEqualTo(1);
    }

    @Test
    @Tag("B5")
    void anErrorAtTheEndKeepsNoOtherBufferInTheBracketEither() {
        Exporter failing = new PlainExporter() {
            @Override
            protected void endCpuAccess(Direction direction, long offset, long length) {
                throw new AssertionError("broken");
            }
        };
        BufferHandle broken = SharedBuffer.export("broken", PAGE, failing);
        CpuAccess access = CpuAccess.begin(Direction.TO_DEVICE, handle, broken);
        assertThatThrownBy(access::close).isInstanceOf(AssertionError.class);
        assertThat(handle.buffer().info().brackets()).isZero();
    }

    @Test
    void anAccessThatOutlivesItsBracketFails() throws Exception {
        Gauge gauge = new Gauge();
        BufferHandle slow = gauge.buffer();
        slow.enforceBrackets();
        CpuMapping window = slow.map(Access.READ_WRITE);
        CpuAccess bracket = CpuAccess.begin(Direction.TO_DEVICE, slow);
        gauge.shut();
        CompletableFuture<Void> write = CompletableFuture.runAsync(
                () -> window.putByte(7, (byte) 1), command -> new Thread(command).start());
        gauge.entered.await();
        bracket.close();
        gauge.open();
        assertThatThrownBy(write::get)
                .hasCauseInstanceOf(BufferException.Unbracketed.class)
                .hasMessageContaining("a write of 1 bytes at 7 is in no open bracket");
        assertThat(window.revoke().toCompletableFuture()).isCompleted(); // it has left
    }

    @Test
    void theUnsafeViewIsTheWindowAndReadOnlyIfThatIs() {
        ByteBuffer view = mapping.unsafeView();
        assertThat(view.capacity()).isEqualTo(PAGE);
        view.putInt(4, 0x44332211);
        assertThat(mapping.getByte(4)).isEqualTo((byte) 0x11);
        ByteBuffer reading = handle.map(Access.READ_ONLY).unsafeView();
        assertThat(reading.getInt(PAGE + 4)).isEqualTo(0x44332211);
        assertThatThrownBy(() -> reading.put(0, (byte) 1))
                .isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void debugModeRefusesTheUnsafeViewInABracketToo() {
        try (CpuAccess access = begin(Direction.BIDIRECTIONAL, 0, 2 * PAGE)) {
            assertThat(access).isNotNull();
            assertThatThrownBy(mapping::unsafeView)
                    .isInstanceOf(BufferException.Unbracketed.class)
                    .hasMessage("B7: buffer \"front\": an unsafe view passes what looks after its"
                            + " bytes; use the accessors");
        }
        assertThatThrownBy(mapping::unsafeView) // a bracket would not help, so none is asked for
                .hasMessageEndingWith("use the accessors");
        mapping.close();
        assertThatThrownBy(mapping::unsafeView).isInstanceOf(BufferException.Closed.class);
    }
}
