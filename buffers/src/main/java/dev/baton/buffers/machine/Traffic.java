package dev.baton.buffers.machine;

import java.util.concurrent.atomic.LongAdder;

/**
 * What has passed between the CPU of a machine and its memory, in counted operations; Linux counts
 * such with {@code perf stat}; unlike there, every one is counted.
 *
 * @param lineFills lines that the cache has read
 * @param writeBacks lines that the cache has written
 * @param linesMaintained lines that cache maintenance was asked for, in the cache or not
 * @param uncachedReads reads past the cache, of a word each
 * @param uncachedWrites writes past the cache, of a word each
 * @param combinedWrites writes past the cache that went as bursts of up to a line
 * @since 0.1
 */
public record Traffic(
        long lineFills,
        long writeBacks,
        long linesMaintained,
        long uncachedReads,
        long uncachedWrites,
        long combinedWrites) {
    /** Bytes of a word, the most that one access past the cache moves. */
    public static final int WORD_SIZE = 8;

    /** Counts as it goes. */
    static final class Tally {
        final LongAdder lineFills = new LongAdder();
        final LongAdder writeBacks = new LongAdder();
        final LongAdder linesMaintained = new LongAdder();
        final LongAdder uncachedReads = new LongAdder();
        final LongAdder uncachedWrites = new LongAdder();
        final LongAdder combinedWrites = new LongAdder();

        Traffic sum() {
            return new Traffic(
                    lineFills.sum(),
                    writeBacks.sum(),
                    linesMaintained.sum(),
                    uncachedReads.sum(),
                    uncachedWrites.sum(),
                    combinedWrites.sum());
        }
    }
}
