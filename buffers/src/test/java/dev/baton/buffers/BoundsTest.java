package dev.baton.buffers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.Bounds.Verdict;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/** B1: the one check of ranges, against oracles that cannot overflow. */
@Tag("B1")
class BoundsTest {
    /**
     * The 8-bit model inside 64 bits: shifted by 56, the numbers of 8 bits add, overflow and compare
     * exactly as they do in 8 bits. Shifted less, they never overflow.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 24, 31, 55, 56})
    void everyTripleOfTheEightBitModelHasTheRightVerdict(int shift) {
        int overflowAt = shift == 56 ? 256 : Integer.MAX_VALUE;
        int[] seen = new int[Verdict.values().length];
        for (int offset = 0; offset < 256; offset++) {
            for (int length = 0; length < 256; length++) {
                for (int size = 0; size < 256; size++) {
                    Verdict right = narrowOracle(offset, length, size, overflowAt);
                    Verdict said = Bounds.verdict(
                            (long) offset << shift, (long) length << shift, (long) size << shift);
                    if (said != right) {
                        throw new AssertionError(
                                offset + " + " + length + " of " + size + ": " + said);
                    }
                    seen[said.ordinal()]++;
                }
            }
        }
        assertThat(seen[Verdict.OVERFLOWS.ordinal()])
                .isEqualTo(shift == 56 ? 255 * 256 / 2 * 256 : 0);
        assertThat(seen[Verdict.EMPTY.ordinal()]).isEqualTo(256 * 257 / 2);
        assertThat(seen[Verdict.FITS.ordinal()]).isEqualTo(257 * 256 * 255 / 6);
    }

    @Test
    void everyBoundaryTripleOfSixtyFourBitsHasTheRightVerdict() {
        Set<Verdict> seen = EnumSet.noneOf(Verdict.class);
        for (long offset : Boundaries.VALUES) {
            for (long length : Boundaries.VALUES) {
                for (long size : Boundaries.VALUES) {
                    seen.add(agreed(offset, length, size));
                }
            }
        }
        assertThat(seen).containsExactlyInAnyOrder(Verdict.values());
    }

    @Test
    void aMillionRandomTriplesHaveTheRightVerdict() {
        Random random = new Random(31);
        Set<Verdict> seen = EnumSet.noneOf(Verdict.class);
        for (int i = 0; i < 1_000_000; i++) {
            // A random number of high bits away, so that small and huge numbers meet.
            long offset = random.nextLong() >>> random.nextInt(64);
            long length = random.nextLong() >>> random.nextInt(64);
            seen.add(agreed(offset, length, random.nextLong() >>> random.nextInt(64)));
            seen.add(agreed(offset, length, offset + length + random.nextInt(3) - 1));
        }
        assertThat(seen).contains(Verdict.FITS, Verdict.OUT_OF_RANGE, Verdict.OVERFLOWS);
    }

    @Test
    void aRefusalNamesRuleBufferRangeSizeAndWhatToDo() {
        assertThatThrownBy(() -> new Bounds("front", "mapping", 8).check(-1, 2))
                .isInstanceOf(BufferException.Overflow.class)
                .hasMessage("B1: buffer \"front\": offset 18446744073709551615, length 2 overflow"
                        + " unsigned 64 bits; name a range inside the mapping of 8 bytes");
        assertThatThrownBy(() -> new Bounds("front", "mapping", 8).check(7, 2))
                .isInstanceOf(BufferException.OutOfRange.class)
                .hasMessage("B1: buffer \"front\": offset 7, length 2 leave the mapping of 8 bytes;"
                        + " name a range inside it");
        assertThatThrownBy(() -> new Bounds("front", "mapping", 8).check(8, 0))
                .isInstanceOf(BufferException.Empty.class)
                .hasMessage(
                        "B1: buffer \"front\": offset 8, length 0 name no byte of the mapping of"
                                + " 8 bytes; name at least one");
    }

    private static Verdict agreed(long offset, long length, long size) {
        Verdict said = Bounds.verdict(offset, length, size);
        assertThat(said)
                .as("%x + %x of %x", offset, length, size)
                .isSameAs(Boundaries.oracle(offset, length, size));
        return said;
    }

    private static Verdict narrowOracle(int offset, int length, int size, int overflowAt) {
        int end = offset + length;
        if (end >= overflowAt) {
            return Verdict.OVERFLOWS;
        }
        return end > size ? Verdict.OUT_OF_RANGE : length == 0 ? Verdict.EMPTY : Verdict.FITS;
    }
}
