package dev.baton.proptests.probe;

import org.jspecify.annotations.Nullable;

/** What {@link ProbingLoader} weaves in before every shared access of the classes it loads. */
public final class Probe {
    /** What is asked on a thread of its own before each of its shared accesses. */
    interface Watch {
        /**
         * The thread is about to read or write shared memory, and may be stopped here.
         *
         * @param site the place in the code
         */
        void reached(String site);

        /** As {@link #reached}, where the thread only reads. */
        default void reads(String site) {
            reached(site);
        }
    }

    private static final ThreadLocal<@Nullable Watch> WATCH = new ThreadLocal<>();

    private static final ThreadLocal<long[]> ATOMIC_STEPS =
            ThreadLocal.withInitial(() -> new long[1]);

    private Probe() {}

    /**
     * The calling thread is about to read or write shared memory.
     *
     * @param site the place in the code, told apart from all others
     */
    public static void reached(String site) {
        Watch watch = WATCH.get();
        if (watch != null) {
            watch.reached(site);
        }
    }

    /** As {@link #reached}, of a thread that is about to read only. */
    public static void reads(String site) {
        Watch watch = WATCH.get();
        if (watch != null) {
            watch.reads(site);
        }
    }

    /** The calling thread is about to change shared memory in one atomic step, or to fence. */
    public static void atomic() {
        ATOMIC_STEPS.get()[0]++;
    }

    /** How many atomic steps the calling thread has made so far. */
    static long atomicSteps() {
        return ATOMIC_STEPS.get()[0];
    }

    /** Who stops the calling thread; null if nobody does. */
    static @Nullable Watch bound() {
        return WATCH.get();
    }

    /** Makes the calling thread stop where the watch says so. */
    static void bind(@Nullable Watch watch) {
        WATCH.set(watch);
    }
}
