package dev.baton.event;

/**
 * Hears of events, one at a time, in an order that agrees with happens-before.
 *
 * <p><b>Threading:</b> directly behind an {@link EventStream}, on the threads that publish, many at
 * once unless the dispatcher is driven by one; behind an {@link EventRecorder}, on the thread that
 * polls it. It must not throw, and on a publishing thread it must not block.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface EventListener {
    /**
     * One event.
     *
     * @param event what happened
     */
    void on(Event event);

    /**
     * Some events never come. Told before any event that was published after the loss.
     *
     * @param count how many were lost so far
     */
    default void dropped(long count) {}

    /**
     * Lets another listener hear all that this one hears, after it.
     *
     * @param other the other listener
     * @return a listener that tells both
     */
    default EventListener and(EventListener other) {
        EventListener first = this;
        return new EventListener() {
            @Override
            public void on(Event event) {
                first.on(event);
                other.on(event);
            }

            @Override
            public void dropped(long count) {
                first.dropped(count);
                other.dropped(count);
            }
        };
    }
}
