package dev.baton.cli;

import dev.baton.event.Event;
import dev.baton.sim.run.RunOptions;
import dev.baton.sim.run.RunReport;
import dev.baton.sim.run.RunWatcher;
import dev.baton.sim.run.ScenarioRun;
import dev.baton.sim.scenario.Scenario;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * Shows the queues of a run on a terminal while it goes on, and slows it down for so long if there
 * would be nothing to see otherwise.
 */
final class LiveRun implements RunWatcher, AutoCloseable {
    /** A refresh at 60 Hz then takes as long as the view needs to be drawn again. */
    private static final long TIMES_SLOWER = 4;

    /** What takes longer without an event is passed over. */
    private static final long GAP_NANOS_MAX = 100_000_000;

    private final Shown shown;
    private final LiveQueues queues;
    private final LiveView view;

    /** On the run's clock, and by {@link System#nanoTime}: when the last event was due. */
    private long pacedNanos;

    private long dueNanos = System.nanoTime();

    /**
     * What is shown, and where.
     *
     * @param name of the run
     * @param slowNanos for how long it is slowed down, by its own clock; 0 in real time
     * @param terminal a large one
     * @param err its stream
     */
    record Shown(String name, long slowNanos, Terminal terminal, PrintWriter err) {
        private String at(long nanos, long forNanos) {
            return String.format(
                    Locale.ROOT,
                    "%s: %.2f s of %.2f s, %s; below, the last %d ms",
                    name,
                    nanos / 1e9,
                    forNanos / 1e9,
                    slowNanos == 0
                            ? "real time"
                            : nanos < slowNanos ? TIMES_SLOWER + " times slower" : "virtual time",
                    LiveStrip.WINDOW_NANOS / 1_000_000);
        }
    }

    private LiveRun(Shown shown, RunOptions options) {
        this.shown = shown;
        this.queues = new LiveQueues(shown.terminal, nanos -> shown.at(nanos, options.forNanos()));
        this.view = LiveView.of(shown.err, queues::lines);
    }

    /**
     * Runs a scenario and shows it.
     *
     * @param shown where and how
     * @param scenario what to run
     * @param options how; its progress is told, too
     */
    static RunReport run(Shown shown, Scenario scenario, RunOptions options) {
        try (LiveRun live = new LiveRun(shown, options)) {
            LongConsumer progress = options.progress().andThen(live.queues::at);
            RunWatcher next = options.watcher();
            return ScenarioRun.run(
                    scenario,
                    new RunOptions(
                            options.seed(),
                            options.clock(),
                            options.forNanos(),
                            options.pictureNanos(),
                            progress,
                            options.screenshots(),
                            next == null ? live : live.and(next)));
        }
    }

    @Override
    public void on(Event event) {
        pace(event.nanos());
        queues.on(event);
    }

    private void pace(long nanos) {
        if (nanos > pacedNanos && nanos < shown.slowNanos()) {
            dueNanos += Math.min(GAP_NANOS_MAX, nanos - pacedNanos) * TIMES_SLOWER;
            pacedNanos = nanos;
            LockSupport.parkNanos(this, dueNanos - System.nanoTime());
        }
    }

    @Override
    public void dropped(long count) {
        queues.dropped(count);
    }

    @Override
    public void vblank(String display, long nanos, boolean missed) {
        queues.vblank(display, nanos, missed);
    }

    @Override
    public void close() {
        view.close();
    }
}
