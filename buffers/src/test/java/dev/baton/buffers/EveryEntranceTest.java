package dev.baton.buffers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.Bounds.Verdict;
import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.heap.SystemHeap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** B1: every entrance makes every check, and a refused call leaves the buffer untouched. */
@Tag("B1")
class EveryEntranceTest {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;
    private static final int SIZE = 3 * PAGE;
    /** The window under test begins at one page and ends 3 bytes before the buffer does. */
    private static final int LENGTH = 2 * PAGE - 3;

    private final BufferHandle handle = new SystemHeap().allocate("front", SIZE);
    private final CpuMapping whole = handle.map(Access.READ_WRITE);
    private final CpuMapping window = handle.map(PAGE, LENGTH, Access.READ_WRITE);
    private final Set<@Nullable Class<?>> outcomes = new HashSet<>();

    @BeforeEach
    void paint() {
        whole.fill(0, SIZE, (byte) 0x5a);
    }

    @AfterEach
    void everyByteIsAsPainted() {
        byte[] painted = new byte[SIZE];
        Arrays.fill(painted, (byte) 0x5a);
        byte[] now = new byte[SIZE];
        whole.get(0, now);
        assertThat(now).isEqualTo(painted);
        assertThat(handle.buffer().describe()).contains(" handles 1 mappings 2 ");
    }

    @Test
    void mapRefusesExactlyWhatTheOracleRefuses() {
        for (long offset : Boundaries.VALUES) {
            for (long length : Boundaries.VALUES) {
                Verdict verdict = Boundaries.oracle(offset, length, SIZE);
                boolean refusedAsMisaligned = verdict == Verdict.FITS && offset % PAGE != 0;
                expect(
                        refusedAsMisaligned
                                ? BufferException.Misaligned.class
                                : Boundaries.refusal(verdict),
                        () -> handle.map(offset, length, Access.READ_ONLY).close(),
                        offset,
                        length);
            }
        }
        assertThat(outcomes).hasSize(5);
    }

    @Test
    void checkRangeRefusesExactlyWhatTheOracleRefuses() {
        for (long offset : Boundaries.VALUES) {
            for (long length : Boundaries.VALUES) {
                expect(
                        Boundaries.refusal(Boundaries.oracle(offset, length, SIZE)),
                        () -> handle.buffer().checkRange(offset, length),
                        offset,
                        length);
            }
        }
        assertThat(outcomes).hasSize(4);
    }

    @Test
    void fillRefusesExactlyWhatTheOracleRefuses() {
        for (long offset : Boundaries.VALUES) {
            for (long length : Boundaries.VALUES) {
                expect(offset, length, () -> window.fill(offset, length, (byte) 0x5a));
            }
        }
        assertThat(outcomes).hasSize(4);
    }

    @Test
    void scalarsRefuseExactlyWhatTheOracleRefuses() {
        long unit = 0x5a5a5a5a_5a5a5a5aL;
        for (long offset : Boundaries.VALUES) {
            for (long near = offset - 8; near != offset + 8; near++) {
                long at = near;
                expect(at, 1, () -> window.getByte(at));
                expect(at, 4, () -> window.getInt(at));
                expect(at, 8, () -> window.getLong(at));
                expect(at, 1, () -> window.putByte(at, (byte) unit));
                expect(at, 4, () -> window.putInt(at, (int) unit));
                expect(at, 8, () -> window.putLong(at, unit));
            }
        }
        assertThat(outcomes).hasSize(3).doesNotContain(BufferException.Empty.class);
    }

    @Test
    void bulkCopiesRefuseExactlyWhatLeavesTheWindow() {
        byte[] array = new byte[SIZE];
        Arrays.fill(array, (byte) 0x5a);
        for (long offset : Boundaries.VALUES) {
            for (int length : new int[] {
                Integer.MIN_VALUE, -PAGE, -1, 0, 1, LENGTH - 1, LENGTH, LENGTH + 1, SIZE
            }) {
                expect(offset, length, () -> window.get(offset, array, 0, length));
                expect(offset, length, () -> window.put(offset, array, 0, length));
            }
            expect(offset, SIZE, () -> window.get(offset, array));
            expect(offset, SIZE, () -> window.put(offset, array));
            expect(offset, 0, () -> window.get(offset, new byte[0]));
            expect(offset, 0, () -> window.put(offset, new byte[0]));
        }
        assertThat(outcomes).hasSize(4);
    }

    @Test
    void bulkCopiesRefuseExactlyWhatLeavesTheArray() {
        byte[] array = new byte[16];
        Arrays.fill(array, (byte) 0x5a);
        int[] indices = {Integer.MIN_VALUE, -16, -1, 0, 1, 15, 16, 17, Integer.MAX_VALUE};
        for (int at : indices) {
            for (int length : new int[] {1, 2, 15, 16, 17}) {
                Class<?> right = Boundaries.refusal(Boundaries.oracle(at, length, 16));
                expect(right, () -> window.get(0, array, at, length), at, length);
                expect(right, () -> window.put(0, array, at, length), at, length);
            }
        }
        assertThat(outcomes).hasSize(3);
        assertThat(array).containsOnly(0x5a);
    }

    private void expect(long offset, long length, Runnable call) {
        Class<?> right = Boundaries.refusal(Boundaries.oracle(offset, length, LENGTH));
        expect(right, call, offset, length);
    }

    private void expect(@Nullable Class<?> right, Runnable call, long offset, long length) {
        outcomes.add(right);
        assertThat((Object) Boundaries.refusalOf(call))
                .as("offset %x, length %x", offset, length)
                .isEqualTo(right);
    }
}
