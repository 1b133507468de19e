package dev.baton.proptests.probe;

import org.jspecify.annotations.Nullable;

/** What {@link ProbingLoader} weaves in before every shared access of the classes it loads. */
public final class Probe {
    private static final ThreadLocal<@Nullable Actor> ACTOR = new ThreadLocal<>();

    private static final ThreadLocal<long[]> ATOMIC_STEPS =
            ThreadLocal.withInitial(() -> new long[1]);

    private Probe() {}

    /**
     * The calling thread is about to read or write shared memory.
     *
     * @param site the place in the code, told apart from all others
     */
    public static void reached(int site) {
        Actor actor = ACTOR.get();
        if (actor != null) {
            actor.reached(site);
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
    static @Nullable Actor bound() {
        return ACTOR.get();
    }

    /** Makes the calling thread stop where the actor is told to. */
    static void bind(@Nullable Actor actor) {
        ACTOR.set(actor);
    }
}
