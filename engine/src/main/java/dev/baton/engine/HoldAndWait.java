package dev.baton.engine;

/**
 * What becomes of a wait that may never end, as who waits owns what others wait for (S19). Jobs that
 * take all their buffers at once cannot deadlock; a client can that owns buffers and then blocks for
 * more. A dispatcher looks at each wait before it begins, and says what it finds.
 *
 * <p>A <em>blocking</em> {@link Dispatcher#acquire} is found whenever its thread owns something, or
 * the client that it {@linkplain ClientThread works for}, or is in a callback; whether or not it
 * would hang this time. {@link dev.baton.fence.Fence#await} is found if it closes a cycle: through the jobs
 * and fences that the fence follows it leads to a buffer owned by who waits. What does not block is
 * never found: a submit, a timeout of zero, a wait of who owns nothing.
 *
 * <p>Not seen: what the program itself waits for by other means; the first of several fences; who
 * will signal a {@link dev.baton.fence.FenceSource}; a cycle that a later submit, and no later wait,
 * closes, unless it is one of a {@link Succession} (S20).
 *
 * <pre>{@code
 * new Dispatcher(null, null, finding -> log.warn(finding.getMessage()));   // reported, not refused
 * }</pre>
 *
 * @since 0.1
 */
@FunctionalInterface
public interface HoldAndWait {
    /** Refuses the wait, before anything is placed: unless said otherwise. */
    HoldAndWait REFUSED = finding -> {
        throw finding;
    };

    /** Does not look. */
    HoldAndWait UNCHECKED = finding -> {};

    /**
     * Hears of a wait, on the thread that is about to block. It goes on if this returns.
     *
     * @param finding names both jobs, both buffers, and the cycle if there is one now; with {@link
     *     dev.baton.buffers.Tracking} on when the dispatcher was made, also where the jobs were
     *     submitted. To refuse the wait, throw it
     */
    void found(RefusedException finding);
}
