package dev.baton.trace;

import dev.baton.event.Event;
import dev.baton.event.EventListener;

/**
 * Sees a replay while it goes by: what was recorded, piece by piece, and what the engine makes of it.
 * The engine's events count from the recording's begin. Called on the replay's thread.
 *
 * @since 0.1
 */
public interface ReplayWatcher extends EventListener {
    /** One that looks away. */
    ReplayWatcher NONE = new ReplayWatcher() {};

    /**
     * What was recorded next. Its {@link Recording#endNanos} is the next one's begin; of the vblanks
     * of {@link Recording#clocks}, those of before the piece are {@linkplain VblankClock#first
     * forgotten}.
     *
     * @param piece jobs and flips that have not been told
     * @throws UnreadableTraceException if it asks for more than a limit allows
     */
    default void recorded(Recording piece) throws UnreadableTraceException {}

    @Override
    default void on(Event event) {}

    /**
     * A simulated flip is on the screen now.
     *
     * @param flip as it was recorded
     * @param nanos when, on the recording's clock
     */
    default void showed(RecordedFlip flip, long nanos) {}

    /**
     * Lets another see the same, after this one.
     *
     * @param other the other
     * @return a watcher that tells both
     */
    default ReplayWatcher with(ReplayWatcher other) {
        ReplayWatcher first = this;
        return new ReplayWatcher() {
            @Override
            public void recorded(Recording piece) throws UnreadableTraceException {
                first.recorded(piece);
                other.recorded(piece);
            }

            @Override
            public void on(Event event) {
                first.on(event);
                other.on(event);
            }

            @Override
            public void showed(RecordedFlip flip, long nanos) {
                first.showed(flip, nanos);
                other.showed(flip, nanos);
            }
        };
    }
}
