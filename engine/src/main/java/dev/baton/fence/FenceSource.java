package dev.baton.fence;

import org.jspecify.annotations.Nullable;

import java.lang.ref.Reference;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * What signals a {@link Fence}; its producer holds it, and gives the fence to others.
 *
 * <p>A producer that goes away leaves nobody waiting for ever: closing a source, or losing it, ends
 * its pending fence with a {@link FenceAbandonedException}. A lost one is found by the garbage
 * collector and told by the next call on any thread of those that {@link Fence#endLost} lists; the
 * exception says where the source was made. As with {@link java.lang.ref.Cleaner}, one that is held by
 * its own {@code onDeadline}, or by a callback of its own fence, is never found lost.
 *
 * <p><b>Threading:</b> any thread. <b>Progress:</b> lock-free. <b>Cost:</b> making one walks the
 * stack as far as its caller.
 *
 * @since 0.1
 */
public final class FenceSource implements AutoCloseable {
    private final Sourced fence;
    private final Abandonment abandonment;

    /**
     * A source of a pending fence.
     *
     * @param name for reports
     */
    public FenceSource(String name) {
        this(name, nanos -> {});
    }

    /**
     * A source of a pending fence, for a producer that can hurry.
     *
     * @param name for reports
     * @param onDeadline told each earlier deadline that a waiter hints at (S11), on the hinting
     *     thread; it must not block
     */
    public FenceSource(String name, LongConsumer onDeadline) {
        this.fence = new Sourced(name, onDeadline);
        this.abandonment = Abandonment.of(this, fence::end);
    }

    /**
     * The fence, for whoever waits.
     *
     * @return always the same
     */
    public Fence fence() {
        return fence;
    }

    /**
     * Signals that it has happened, and all is well.
     *
     * @return false if it was signaled before, which changes nothing
     */
    public boolean signal() {
        return finish(null);
    }

    /**
     * Signals that it has failed.
     *
     * @param error what went wrong
     * @return false if it was signaled before, which changes nothing
     */
    public boolean fail(Throwable error) {
        return finish(Objects.requireNonNull(error, "error"));
    }

    private boolean finish(@Nullable Throwable error) {
        try {
            abandonment.cancel();
            return fence.end(error);
        } finally {
            // Else this could be found lost, and the fence abandoned, between those two.
            Reference.reachabilityFence(this);
        }
    }

    /** Gives up: the fence ends with a {@link FenceAbandonedException} unless it has signaled. */
    @Override
    public void close() {
        if (!fence.isSignaled()) {
            finish(new FenceAbandonedException(fence.name() + " was closed before its signal"));
        }
    }

    @Override
    public String toString() {
        return "source of " + fence;
    }

    private static final class Sourced extends Fence {
        private final LongConsumer onDeadline;

        Sourced(String name, LongConsumer onDeadline) {
            super(name);
            this.onDeadline = Objects.requireNonNull(onDeadline, "onDeadline");
        }

        boolean end(@Nullable Throwable error) {
            return signal(error);
        }

        @Override
        protected void deadlineHinted(long nanos) {
            onDeadline.accept(nanos);
        }
    }
}
