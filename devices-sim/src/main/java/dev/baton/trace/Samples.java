package dev.baton.trace;

import java.util.Arrays;

/**
 * Some of very many times: all of up to {@link #KEPT_MAX}, then every second, every fourth and so
 * on.
 */
final class Samples {
    static final int KEPT_MAX = 1 << 19;
    private static final int FIRST_CAPACITY = 256;

    private long[] kept = new long[FIRST_CAPACITY];
    private int size;
    private int count;
    private long every = 1;
    private long max;

    void add(long nanos) {
        max = Math.max(max, nanos);
        if (count++ % every != 0) {
            return;
        }
        if (size == KEPT_MAX) {
            for (int i = 0; i < size / 2; i++) {
                kept[i] = kept[2 * i];
            }
            size /= 2;
            every *= 2;
        }
        if (size == kept.length) {
            kept = Arrays.copyOf(kept, 2 * size);
        }
        kept[size++] = nanos;
    }

    /** All that were added. */
    int count() {
        return count;
    }

    long max() {
        return max;
    }

    /** Of those kept, by nearest rank; 0 if there is none. */
    long percentile(int percent) {
        long[] sorted = Arrays.copyOf(kept, size);
        Arrays.sort(sorted);
        int rank = (int) (((long) size * percent + 99) / 100);
        return rank == 0 ? 0 : sorted[rank - 1];
    }
}
