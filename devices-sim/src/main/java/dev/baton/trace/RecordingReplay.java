package dev.baton.trace;

import static dev.baton.trace.Recording.UNKNOWN;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Job;
import dev.baton.engine.Snapshot;
import dev.baton.trace.ReplayReport.Deltas;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Drives a recording through the engine, on a virtual clock, at the recorded arrival times.
 *
 * <p>What it takes from the recording is what no synchronisation decides: when jobs and flips were
 * submitted, which buffers they named, for how long a ring worked, when software signalled its
 * fences, and the vblanks. When a ring's job starts and a flip latches comes out.
 *
 * @since 0.1
 */
public final class RecordingReplay {
    private final Recording recording;
    private final ReplayStage stage;
    private final ReplayedSoftware software;
    private final Map<String, ReplayedRing> rings = new TreeMap<>();
    private final Map<String, ReplayedDisplay> displays = new HashMap<>();
    private final Set<FenceId> waitedFor;
    private final List<ReplayedJob> jobs = new ArrayList<>();
    private final List<ReplayedFlip> flips = new ArrayList<>();
    private final List<Job> submitted = new ArrayList<>();
    private final Map<AccessMode, Integer> uses = new EnumMap<>(AccessMode.class);
    private final Map<FenceId, Long> signalOfFence = new HashMap<>();
    private final Map<String, Long> lastSignalOfWriters = new HashMap<>();

    private RecordingReplay(Recording recording) {
        this.recording = recording;
        this.stage = new ReplayStage(recording.beginNanos());
        this.software = new ReplayedSoftware(stage);
        this.waitedFor = recording.flips().stream()
                .flatMap(flip -> flip.fences().stream())
                .collect(Collectors.toSet());
    }

    /**
     * Replays a recording to its end, every law checked.
     *
     * @param recording what was recorded
     * @return what came of it
     */
    public static ReplayReport run(Recording recording) {
        RecordingReplay replay = new RecordingReplay(recording);
        replay.makeDevices();
        replay.schedule();
        replay.stage.run();
        @Nullable Snapshot waits = replay.stage.waits();
        replay.stage.endAll(replay.submitted);
        return replay.report(waits);
    }

    private void makeDevices() {
        Map<String, List<RecordedJob>> jobsOfRing = recording.jobs().stream()
                .filter(job -> job.ring() != null)
                .collect(Collectors.groupingBy(job -> Objects.requireNonNull(job.ring())));
        jobsOfRing.forEach((ring, own) -> rings.put(ring, new ReplayedRing(stage, ring, own)));
        for (RecordedFlip flip : recording.flips()) {
            displays.computeIfAbsent(
                    nameOfDisplay(flip),
                    name -> new ReplayedDisplay(stage, name, recording.clockOf(flip)));
        }
    }

    /** What arrives at the same time does so by line. */
    private record Arrival(long nanos, long line, Runnable work) {
        static final Comparator<Arrival> ORDER =
                Comparator.comparingLong(Arrival::nanos).thenComparingLong(Arrival::line);
    }

    private void schedule() {
        List<Arrival> arrivals = new ArrayList<>();
        Map<FenceId, Arrival> arrivalOfFence = new HashMap<>();
        for (RecordedJob job : recording.jobs()) {
            Arrival arrival = new Arrival(job.submitNanos(), job.line(), () -> submit(job));
            arrivals.add(arrival);
            arrivalOfFence.put(job.fence(), arrival);
        }
        for (RecordedFlip flip : recording.flips()) {
            Arrival arrival = new Arrival(flip.commitNanos(), flip.line(), () -> submit(flip));
            for (FenceId fence : flip.fences()) {
                Arrival awaited = arrivalOfFence.getOrDefault(fence, arrival);
                if (Arrival.ORDER.compare(arrival, awaited) < 0) {
                    arrival = new Arrival(awaited.nanos, awaited.line, arrival.work);
                }
            }
            arrivals.add(arrival);
        }
        arrivals.sort(Arrival.ORDER);
        arrivals.forEach(arrival -> stage.at(arrival.nanos, "arrival", arrival.work));
    }

    private void submit(RecordedJob recorded) {
        ReplayedJob job = new ReplayedJob(recorded);
        jobs.add(job);
        long signal = recorded.signalNanos();
        signalOfFence.put(recorded.fence(), signal);
        AccessSet.Builder set = AccessSet.builder();
        for (RecordedJob.Use use : recorded.uses()) {
            use(set, use.buffer(), use.mode());
            if (use.mode() == AccessMode.EXCLUSIVE) {
                lastSignalOfWriters.merge(use.buffer(), signal, Math::max);
            }
        }
        if (waitedFor.contains(recorded.fence())) {
            set.exclusive(stage.fence(recorded.fence()));
        }
        ReplayedRing ring = recorded.ring() == null ? null : rings.get(recorded.ring());
        submitted.add(ring == null ? software.submit(job, set) : ring.submit(job, set));
    }

    private void submit(RecordedFlip recorded) {
        AccessSet.Builder set = AccessSet.builder();
        long required = recorded.commitNanos();
        for (String buffer : recorded.buffers()) {
            use(set, buffer, recorded.explicit() ? AccessMode.UNORDERED : AccessMode.SHARED);
            if (!recorded.explicit()) {
                required = Math.max(required, lastSignalOfWriters.getOrDefault(buffer, UNKNOWN));
            }
        }
        for (FenceId fence : recorded.fences()) {
            set.shared(stage.fence(fence));
            required = Math.max(required, signalOfFence.getOrDefault(fence, UNKNOWN));
        }
        ReplayedFlip flip = new ReplayedFlip(recorded, recording.clockOf(recorded), required);
        flips.add(flip);
        ReplayedDisplay display = Objects.requireNonNull(displays.get(nameOfDisplay(recorded)));
        submitted.add(display.submit(flip, set));
    }

    private void use(AccessSet.Builder set, String buffer, AccessMode mode) {
        set.add(stage.buffer(buffer), mode);
        uses.merge(mode, 1, Integer::sum);
    }

    private ReplayReport report(@Nullable Snapshot waits) {
        Map<String, Integer> depths = new TreeMap<>();
        rings.forEach((name, ring) -> depths.put(name, ring.depth()));
        Deltas starts = Deltas.of(jobs.stream()
                .filter(ReplayedJob::hasBothStarts)
                .mapToLong(job -> job.startNanos - job.recorded.startNanos()));
        Deltas ends = Deltas.of(jobs.stream()
                .filter(ReplayedJob::hasBothEnds)
                .mapToLong(job -> job.endNanos - job.recorded.endNanos()));
        return new ReplayReport(
                recording,
                count(jobs, job -> job.endNanos != UNKNOWN),
                count(jobs, job -> job.endedWaiting),
                count(flips, ReplayedFlip::isLatched),
                stage.buffers(),
                uses,
                count(flips, ReplayedFlip::isAtRecordedVblank),
                count(flips, ReplayedFlip::isEarly),
                StartOrder.of(jobs),
                starts,
                ends,
                depths,
                stage.laws,
                stage.hash.hex(),
                waits);
    }

    private static <T> int count(List<T> all, Predicate<T> condition) {
        return (int) all.stream().filter(condition).count();
    }

    private static String nameOfDisplay(RecordedFlip flip) {
        return flip.crtc() == null ? "display" : flip.crtc();
    }
}
