package dev.baton.trace;

import static dev.baton.trace.Recording.UNKNOWN;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Snapshot;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
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
    /** A long recording is read and replayed in pieces of so many events. */
    static final int PIECE_EVENTS = 131_072;

    static final int BUFFERS_MAX = 250_000;

    private final ReplayWatcher watcher;
    private final ReplayStage stage;
    private final ReplayedSoftware software;
    private final Map<String, ReplayedRing> rings = new TreeMap<>();
    private final Map<String, ReplayedDisplay> displays = new HashMap<>();
    private final List<ReplayedJob> jobs = new ArrayList<>();
    private final List<ReplayedFlip> flips = new ArrayList<>();
    private final ReplayFigures figures = new ReplayFigures();
    private final Map<FenceId, Long> signalOfFence = new HashMap<>();
    private final Map<String, Long> lastSignalOfWriters = new HashMap<>();
    private long endNanos = UNKNOWN;
    private Set<FenceId> waitedFor = Set.of();
    private Map<String, VblankClock> clocks = Map.of();

    private RecordingReplay(long beginNanos, ReplayWatcher watcher) {
        this.watcher = watcher;
        this.stage = new ReplayStage(beginNanos, watcher);
        this.software = new ReplayedSoftware(stage);
    }

    /**
     * Replays a recording to its end, every law checked.
     *
     * @param recording what was recorded
     * @return what came of it
     */
    public static ReplayReport run(Recording recording) {
        RecordingReplay replay = new RecordingReplay(recording.beginNanos(), ReplayWatcher.NONE);
        Set<FenceId> fences = new HashSet<>();
        recording.flips().forEach(flip -> fences.addAll(flip.fences()));
        try {
            replay.take(recording, fences);
        } catch (UnreadableTraceException e) {
            throw new UncheckedIOException(e);
        }
        return replay.end();
    }

    /**
     * Replays a recording while it is read, every law checked. Memory is for what is live, for two
     * pieces of {@value #PIECE_EVENTS} events, and a little for each buffer, of which there may be
     * {@value #BUFFERS_MAX}. Whatever is told of a job later than a piece after its submission is
     * not taken notice of.
     *
     * @param in as for {@link Recording#read}
     * @param watcher told of everything
     * @return what came of it
     * @throws UnreadableTraceException as {@link Recording#read}
     * @throws IOException if reading fails
     */
    public static ReplayReport run(InputStream in, ReplayWatcher watcher) throws IOException {
        return run(in, PIECE_EVENTS, watcher);
    }

    static ReplayReport run(InputStream in, long pieceEvents, ReplayWatcher watcher)
            throws IOException {
        List<RecordingReplay> replay = new ArrayList<>(1);
        Recording.read(in, pieceEvents, (piece, waitedFor) -> {
            if (replay.isEmpty()) {
                replay.add(new RecordingReplay(piece.beginNanos(), watcher));
            }
            replay.get(0).take(piece, waitedFor);
        });
        return replay.get(0).end();
    }

    private void take(Recording piece, Set<FenceId> fences) throws UnreadableTraceException {
        if (endNanos != UNKNOWN) {
            stage.runUntil(endNanos - 1);
            figures.takeFlips(flips, ReplayedFlip::isLatched);
            figures.take(jobs, job -> job.endNanos != UNKNOWN);
        }
        endNanos = piece.endNanos();
        watcher.recorded(piece);
        figures.recorded(piece);
        waitedFor = fences;
        clocks = piece.clocks();
        stage.forget(fences);
        signalOfFence.keySet().retainAll(fences);
        makeDevices(piece);
        schedule(piece);
        if (stage.buffers() > BUFFERS_MAX) {
            throw new UnreadableTraceException("more than " + BUFFERS_MAX + " buffers");
        }
    }

    private ReplayReport end() {
        stage.runUntil(Long.MAX_VALUE);
        @Nullable Snapshot waits = stage.waits();
        stage.endAll();
        figures.take(jobs, job -> true);
        figures.takeFlips(flips, flip -> true);
        Map<String, Integer> depths = new TreeMap<>();
        rings.forEach((name, ring) -> depths.put(name, ring.depth()));
        return figures.report(stage, depths, waits);
    }

    private void makeDevices(Recording piece) {
        Map<String, List<RecordedJob>> jobsOfRing = piece.jobs().stream()
                .filter(job -> job.ring() != null)
                .collect(Collectors.groupingBy(job -> Objects.requireNonNull(job.ring())));
        jobsOfRing.forEach(
                (ring, own) -> rings.computeIfAbsent(ring, name -> new ReplayedRing(stage, name))
                        .deepenFor(own));
        for (RecordedFlip flip : piece.flips()) {
            displays.computeIfAbsent(
                    RecordedFrames.nameOfDisplay(flip),
                    name -> new ReplayedDisplay(stage, name, piece.clockOf(flip), false, watcher));
        }
        displays.forEach((name, display) -> display.awaitVblanks(clocks.get(name)));
    }

    /** What arrives at the same time does so by line. */
    private record Arrival(long nanos, long line, Runnable work) {
        static final Comparator<Arrival> ORDER =
                Comparator.comparingLong(Arrival::nanos).thenComparingLong(Arrival::line);
    }

    private void schedule(Recording piece) {
        List<Arrival> arrivals = new ArrayList<>();
        Map<FenceId, Arrival> arrivalOfFence = new HashMap<>();
        for (RecordedJob job : piece.jobs()) {
            Arrival arrival = new Arrival(job.submitNanos(), job.line(), () -> submit(job));
            arrivals.add(arrival);
            arrivalOfFence.put(job.fence(), arrival);
        }
        for (RecordedFlip flip : piece.flips()) {
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
        AccessSet.Builder set = AccessSet.builder();
        for (RecordedJob.Use use : recorded.uses()) {
            use(set, use.buffer(), use.mode());
            if (use.mode() == AccessMode.EXCLUSIVE) {
                lastSignalOfWriters.merge(use.buffer(), signal, Math::max);
            }
        }
        if (waitedFor.contains(recorded.fence())) {
            signalOfFence.put(recorded.fence(), signal);
            set.exclusive(stage.fence(recorded.fence()));
        }
        ReplayedRing ring = recorded.ring() == null ? null : rings.get(recorded.ring());
        stage.submitted(ring == null ? software.submit(job, set) : ring.submit(job, set));
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
        VblankClock clock = recorded.crtc() == null ? null : clocks.get(recorded.crtc());
        ReplayedFlip flip = new ReplayedFlip(recorded, clock, required);
        flips.add(flip);
        ReplayedDisplay display =
                Objects.requireNonNull(displays.get(RecordedFrames.nameOfDisplay(recorded)));
        stage.submitted(display.submit(flip, set));
    }

    private void use(AccessSet.Builder set, String buffer, AccessMode mode) {
        set.add(stage.buffer(buffer), mode);
        figures.used(mode);
    }
}
