package dev.baton.trace;

import dev.baton.engine.AccessMode;
import dev.baton.engine.Snapshot;
import dev.baton.trace.ReplayReport.Deltas;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** Counts what becomes of jobs and flips, and forgets them. */
final class ReplayFigures {
    private final Map<AccessMode, Integer> uses = new EnumMap<>(AccessMode.class);
    private final Samples starts = new Samples();
    private final Samples ends = new Samples();
    private final List<ReplayedJob> lastStarted = new ArrayList<>();
    private StartOrder order = StartOrder.NONE;
    private @Nullable Recorded recorded;
    private int jobsEnded;
    private int endedWaiting;
    private int flipsShown;
    private int flipsAtRecordedVblank;
    private int flipsEarly;

    void recorded(Recording piece) {
        Recorded next = Recorded.of(piece);
        recorded = recorded == null ? next : recorded.and(next);
    }

    void used(AccessMode mode) {
        uses.merge(mode, 1, Integer::sum);
    }

    /** Takes those that are over out of all. */
    void take(List<ReplayedJob> jobs, Predicate<ReplayedJob> over) {
        List<ReplayedJob> taken = jobs.stream().filter(over).toList();
        jobs.removeIf(over);
        order = order.with(taken, lastStarted);
        for (ReplayedJob job : taken) {
            jobsEnded += job.endNanos != Recording.UNKNOWN ? 1 : 0;
            endedWaiting += job.endedWaiting ? 1 : 0;
            if (job.hasBothStarts()) {
                starts.add(Math.abs(job.startNanos - job.recorded.startNanos()));
            }
            if (job.hasBothEnds()) {
                ends.add(Math.abs(job.endNanos - job.recorded.endNanos()));
            }
        }
    }

    void takeFlips(List<ReplayedFlip> flips, Predicate<ReplayedFlip> over) {
        for (ReplayedFlip flip : flips) {
            if (over.test(flip)) {
                flipsShown += flip.isLatched() ? 1 : 0;
                flipsAtRecordedVblank += flip.isAtRecordedVblank() ? 1 : 0;
                flipsEarly += flip.isEarly() ? 1 : 0;
            }
        }
        flips.removeIf(over);
    }

    ReplayReport report(
            ReplayStage stage, Map<String, Integer> ringDepths, @Nullable Snapshot waits) {
        return new ReplayReport(
                Objects.requireNonNull(recorded),
                jobsEnded,
                endedWaiting,
                flipsShown,
                stage.buffers(),
                uses,
                flipsAtRecordedVblank,
                flipsEarly,
                order,
                Deltas.of(starts),
                Deltas.of(ends),
                ringDepths,
                stage.laws,
                stage.hash.hex(),
                waits);
    }
}
