package dev.baton.sim.run;

import dev.baton.engine.Snapshot;
import dev.baton.law.Laws;
import dev.baton.law.WaitForGraph;
import dev.baton.law.WaitForGraph.Wait;
import dev.baton.sim.scenario.Scenario;
import dev.baton.trace.Timeline;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * What came of a run.
 *
 * @param scenario what was run
 * @param options how
 * @param endNanos how far its clock went
 * @param wallNanos how long it took
 * @param cut whether it was stopped before its time, after {@link ScenarioRun#TASKS_MAX} tasks: then
 *     nobody knows whether the jobs that are left would have ended
 * @param figures what was counted
 * @param faults how often each fault struck, by its word
 * @param laws checked over every event
 * @param eventHash of all events of the dispatcher
 * @param missed expectations that were not met, in words; in real time, what kept the run from
 *     being judged as a whole
 * @param circle who waits for whom for ever; empty if nobody
 * @param waits who waits for whom, when jobs were left; null if all have ended
 * @param notes the first refusals, and why the first jobs failed, in words
 * @param latencies how long it took; without spans that never came
 * @param bars how often it took how long, of the same spans
 * @param picture the run on a timeline
 * @param mark where first a fault struck, a frame was wrong, a law broken or a deadlock began; null
 *     if nothing of that was
 * @since 0.1
 */
public record RunReport(
        Scenario scenario,
        RunOptions options,
        long endNanos,
        long wallNanos,
        boolean cut,
        Figures figures,
        Map<String, Long> faults,
        Laws laws,
        String eventHash,
        List<String> missed,
        List<Wait<String>> circle,
        @Nullable Snapshot waits,
        List<String> notes,
        Map<Span, Latencies> latencies,
        Map<Span, List<Bar>> bars,
        Timeline.Run picture,
        @Nullable Mark mark) {
    /** {@return whether no law was broken, no expectation missed, and nothing waits for ever} */
    public boolean isFine() {
        return laws.broken() == 0 && laws.complete() && missed.isEmpty() && circle.isEmpty();
    }

    /** {@return the circle in words; empty if there is none} */
    public String circleInWords() {
        return circle.isEmpty() ? "" : WaitForGraph.inWords(circle);
    }

    /** {@return from the end of a picture's drawing to its appearance} */
    public Latencies path() {
        return latencies.getOrDefault(Span.DRAWN_TO_SHOWN, Latencies.NONE);
    }

    /** {@return how many times faster than real time it was} */
    public double timesRealTime() {
        return (double) endNanos / Math.max(1, wallNanos);
    }

    /** {@return how many pixels were drawn and scanned out in each second that it took} */
    public double pixelsPerSecond() {
        return figures.pixels() * 1e9 / Math.max(1, wallNanos);
    }

    /**
     * How often something took so long.
     *
     * @param fromNanos at least
     * @param toNanos less than
     * @param count how often
     */
    public record Bar(long fromNanos, long toNanos, long count) {}

    /**
     * How long something took, over all times that it did; rounded down, by less than a thousandth.
     *
     * @param count how often
     * @param p50Nanos half of them took no longer
     * @param p99Nanos nor 99 of a hundred longer than this
     * @param maxNanos the longest
     * @param minNanos the shortest
     */
    public record Latencies(
            long count, long p50Nanos, long p99Nanos, long maxNanos, long minNanos) {
        /** Of what never was. */
        static final Latencies NONE = new Latencies(0, 0, 0, 0, 0);
    }
}
