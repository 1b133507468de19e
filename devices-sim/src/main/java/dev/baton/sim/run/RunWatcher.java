package dev.baton.sim.run;

import dev.baton.event.Event;
import dev.baton.event.EventListener;

/**
 * Hears what happens in a run while it happens, such as for a trace.
 *
 * <p><b>Threading:</b> in virtual time one thread; in real time events come on one thread and each
 * device tells on its own. Nobody waits for a device longer than it takes to hear it out.
 * <b>Cost:</b> a run that nobody watches pays a comparison for each of these.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface RunWatcher extends EventListener {
    /** Of the engine: how jobs come, own and end. */
    @Override
    void on(Event event);

    /** {@return one that passes on to this, and then to another; if that is no watcher, events only} */
    @Override
    default RunWatcher and(EventListener other) {
        return new WatchedBy(this, other);
    }

    /**
     * A job was submitted for an iteration of what the scenario calls a job; its events may have come
     * before this.
     *
     * @param stream its name in the scenario
     * @param iteration which time
     * @param job the id that its events carry
     */
    default void placed(String stream, long iteration, long job) {}

    /**
     * A device has worked.
     *
     * @param device its name
     * @param iteration on which iteration of its job
     * @param fromNanos from when
     * @param toNanos until now
     */
    default void worked(String device, long iteration, long fromNanos, long toNanos) {}

    /**
     * An application has woken up.
     *
     * @param cpu where it runs
     * @param iteration for which iteration of its job
     * @param fromNanos when it was called
     * @param toNanos now
     */
    default void woke(String cpu, long iteration, long fromNanos, long toNanos) {}

    /**
     * A frame leaves a screen.
     *
     * @param frame which, until now
     */
    default void showed(ShownFrame frame) {}

    /**
     * A display's vblank.
     *
     * @param display whose
     * @param nanos now
     * @param missed whether what was on the screen is shown once more
     */
    default void vblank(String display, long nanos, boolean missed) {}
}
