package dev.baton.buffers;

import dev.baton.buffers.Bounds.Verdict;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.stream.LongStream;

/** Numbers at which bounds checks go wrong, and what is right, in numbers without bounds. */
final class Boundaries {
    static final int PAGE = SharedBuffer.PAGE_SIZE;

    /** Around 0, the sizes of scalars, pages, 2^16, 2^31, 2^32, 2^63 and, as -n, 2^64. */
    static final long[] VALUES = LongStream.of(
                    0,
                    4,
                    8,
                    PAGE,
                    2 * PAGE,
                    3 * PAGE,
                    1L << 16,
                    1L << 30,
                    1L << 31,
                    1L << 32,
                    Long.MIN_VALUE,
                    -8,
                    -PAGE,
                    -2 * PAGE)
            .flatMap(near -> LongStream.rangeClosed(near - 2, near + 2))
            .distinct()
            .toArray();

    private static final BigInteger UNSIGNED_END = BigInteger.ONE.shiftLeft(64);

    private Boundaries() {}

    static Verdict oracle(long offset, long length, long size) {
        BigInteger end = unsigned(offset).add(unsigned(length));
        if (end.compareTo(UNSIGNED_END) >= 0) {
            return Verdict.OVERFLOWS;
        }
        if (end.compareTo(unsigned(size)) > 0) {
            return Verdict.OUT_OF_RANGE;
        }
        return length == 0 ? Verdict.EMPTY : Verdict.FITS;
    }

    /** The refusal that a verdict stands for; null for none. */
    static @Nullable Class<? extends BufferException> refusal(Verdict verdict) {
        return switch (verdict) {
            case OVERFLOWS -> BufferException.Overflow.class;
            case OUT_OF_RANGE -> BufferException.OutOfRange.class;
            case EMPTY -> BufferException.Empty.class;
            case FITS -> null;
        };
    }

    /** The refusal that a call ends with; null for none. */
    static @Nullable Class<? extends BufferException> refusalOf(Runnable call) {
        try {
            call.run();
            return null;
        } catch (BufferException e) {
            return e.getClass();
        }
    }

    private static BigInteger unsigned(long bits) {
        return bits >= 0 ? BigInteger.valueOf(bits) : BigInteger.valueOf(bits).add(UNSIGNED_END);
    }
}
