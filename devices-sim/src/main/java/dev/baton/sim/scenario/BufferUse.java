package dev.baton.sim.scenario;

/**
 * Which buffer of a pool an iteration uses: its own ({@code pool}), that of an earlier iteration
 * ({@code pool@-2}), the one written last ({@code pool@newest}), or always the same ({@code
 * pool#0}).
 *
 * @param pool the pool
 * @param back how many iterations earlier; {@link #NEWEST} for the one written last
 * @param fixed the buffer's number; {@link #OF_ITERATION} if the iteration decides
 * @since 0.1
 */
public record BufferUse(String pool, int back, int fixed) {
    /** No fixed buffer. */
    public static final int OF_ITERATION = -1;

    /** The newest that is written, by whatever iteration. */
    public static final int NEWEST = -1;

    /** No buffer: there was no such iteration. */
    public static final int NONE = -1;

    /**
     * The buffer whose turn it is.
     *
     * @param pool the pool
     * @return the use
     */
    public static BufferUse ofIteration(String pool) {
        return new BufferUse(pool, 0, OF_ITERATION);
    }

    /**
     * The buffer's number.
     *
     * @param iteration of the job, from 0; for {@link #NEWEST} the one that has written last
     * @param count how many buffers the pool has
     * @return from 0, or {@link #NONE}: the use is left out
     */
    public int index(long iteration, int count) {
        if (fixed != OF_ITERATION) {
            return fixed;
        }
        int before = Math.max(0, back);
        return iteration < before ? NONE : (int) ((iteration - before) % count);
    }

    /** {@return whether the iteration decides, its own or one before} */
    public boolean isOfIteration() {
        return !isNewest() && fixed == OF_ITERATION;
    }

    /** {@return whether it is the one written last} */
    public boolean isNewest() {
        return back == NEWEST;
    }

    @Override
    public String toString() {
        String which = isNewest()
                ? "@newest"
                : back > 0 ? "@-" + back : fixed != OF_ITERATION ? "#" + fixed : "";
        return pool + which;
    }
}
