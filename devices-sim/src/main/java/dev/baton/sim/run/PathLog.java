package dev.baton.sim.run;

import dev.baton.sim.scenario.BufferUse;
import dev.baton.sim.scenario.JobSpec;
import dev.baton.sim.scenario.Measure;

import org.HdrHistogram.Histogram;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What lies between the end of a picture's drawing and its appearance on a display: how long that
 * takes, and how many applications have to wake up for it.
 *
 * <p>For the conductor's loop.
 */
final class PathLog {
    /** Pictures that are remembered while they wait to be shown. */
    private static final int REMEMBERED_MAX = 1024;

    private static final int SIGNIFICANT_DIGITS = 4;

    private final Figures figures;
    private final RunPicture picture;
    private final Map<Long, Long> madeNanos = new HashMap<>();
    private final Map<Long, Long> sleptNanos = new HashMap<>();
    private final Histogram nanos = new Histogram(SIGNIFICANT_DIGITS);
    private long tightestNanos = Long.MAX_VALUE;

    PathLog(Figures figures, RunPicture picture) {
        this.figures = figures;
        this.picture = picture;
    }

    /** Listens to the job that shows pictures, and to those that write them. */
    void watch(Stream shower, List<Stream> all) {
        BufferUse shown = shower.spec().buffers().shows().get(0);
        for (Stream writer : all) {
            boolean writes = writer.spec().buffers().writes().stream()
                    .anyMatch(use -> use.pool().equals(shown.pool()));
            boolean unordered = writer.spec() != shower.spec()
                    && writer.spec().buffers().unordered().contains(shown);
            if (writes || unordered) {
                writer.whenDone(this::made);
            }
        }
        shower.whenDone(this::shown);
    }

    private void made(long iteration, long nanos) {
        madeNanos.put(iteration, nanos);
        madeNanos.remove(iteration - REMEMBERED_MAX);
    }

    private void shown(long iteration, long shownNanos) {
        Long made = madeNanos.remove(iteration);
        if (made != null && shownNanos >= made) {
            long took = shownNanos - made;
            nanos.recordValue(took);
            tightestNanos = Math.min(tightestNanos, took);
        }
    }

    void sleeps(JobSpec spec, long iteration, long nanos) {
        sleptNanos.put(iteration, nanos);
    }

    void wakes(JobSpec spec, long iteration, long nanos) {
        Long slept = sleptNanos.remove(iteration);
        if (slept != null && spec.wakes() != null) {
            picture.woke(spec.wakes(), iteration, slept, nanos);
        }
        figures.add(Measure.WAKEUPS_ON_PATH, madeNanos.containsKey(iteration) ? 1 : 0);
    }

    RunReport.Latencies latencies() {
        long count = nanos.getTotalCount();
        return new RunReport.Latencies(
                count,
                count == 0 ? 0 : nanos.getValueAtPercentile(50),
                count == 0 ? 0 : nanos.getValueAtPercentile(99),
                count == 0 ? 0 : nanos.getMaxValue(),
                count == 0 ? 0 : tightestNanos);
    }
}
