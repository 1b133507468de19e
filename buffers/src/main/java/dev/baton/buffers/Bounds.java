package dev.baton.buffers;

/**
 * The one check of offset and length against a size, used at every entrance (rule B1).
 *
 * <p>All three numbers are unsigned 64-bit; a negative {@code long} or {@code int} is therefore a
 * huge one and is refused, never taken modulo anything. Overflow comes first, then the size, then
 * emptiness: the order of Linux's {@code dma_buf_mmap}.
 *
 * @param buffer the buffer's name, for refusals
 * @param space what the range lies in, for refusals: "buffer", "mapping", "array"
 * @param size bytes
 */
record Bounds(String buffer, String space, long size) {
    enum Verdict {
        FITS,
        OVERFLOWS,
        OUT_OF_RANGE,
        EMPTY
    }

    static Verdict verdict(long offset, long length, long size) {
        long end = offset + length;
        if (Long.compareUnsigned(end, offset) < 0) {
            return Verdict.OVERFLOWS;
        }
        if (Long.compareUnsigned(end, size) > 0) {
            return Verdict.OUT_OF_RANGE;
        }
        return length == 0 ? Verdict.EMPTY : Verdict.FITS;
    }

    /** Returns if the range fits and is not empty; otherwise throws the refusal of its verdict. */
    void check(long offset, long length) {
        Verdict verdict = verdict(offset, length, size);
        if (verdict != Verdict.FITS) {
            throw refusal(verdict, offset, length);
        }
    }

    /** Returns if the number is a whole number of pages, 0 included. */
    static void checkAligned(String buffer, String noun, long bytes) {
        if ((bytes & (SharedBuffer.PAGE_SIZE - 1)) != 0) {
            throw new BufferException.Misaligned(
                    buffer,
                    noun
                            + " "
                            + Long.toUnsignedString(bytes)
                            + " is not a whole number of pages of "
                            + SharedBuffer.PAGE_SIZE
                            + " bytes; see SharedBuffer.pagesFor");
        }
    }

    private BufferException refusal(Verdict verdict, long offset, long length) {
        String range = "offset " + Long.toUnsignedString(offset) + ", length "
                + Long.toUnsignedString(length);
        String within = " the " + space + " of " + Long.toUnsignedString(size) + " bytes";
        return switch (verdict) {
            case OVERFLOWS ->
                new BufferException.Overflow(
                        buffer, range + " overflow unsigned 64 bits; name a range inside" + within);
            case OUT_OF_RANGE ->
                new BufferException.OutOfRange(
                        buffer, range + " leave" + within + "; name a range inside it");
            case EMPTY ->
                new BufferException.Empty(
                        buffer, range + " name no byte of" + within + "; name at least one");
            case FITS -> throw new AssertionError("a range that fits is not refused");
        };
    }
}
