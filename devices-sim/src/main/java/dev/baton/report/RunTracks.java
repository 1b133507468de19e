package dev.baton.report;

import dev.baton.event.Event;
import dev.baton.report.JobTrack.Cause;
import dev.baton.sim.run.RunWatcher;
import dev.baton.sim.run.ShownFrame;
import dev.baton.trace.Timeline;
import dev.baton.trace.Timeline.Look;
import dev.baton.trace.Timeline.Slice;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened in a run, as a page draws it: its jobs, what its devices did, the vblanks of its
 * displays. It keeps all that it is told; {@link ReportLog} tells it no more than a page can hold.
 *
 * <p>For one thread.
 */
public final class RunTracks implements RunWatcher {
    /** Of one display; a recording tells them at once. */
    private static final int VBLANKS_MAX = 2 * ReportLog.KEPT_MAX;

    private final String title;
    private final Map<Long, JobTrack> jobs = new LinkedHashMap<>();
    private final Map<Long, Cause> lastOfQueue = new HashMap<>();
    private final Map<String, List<Map<String, Object>>> devices = new LinkedHashMap<>();
    private final Map<String, List<List<Object>>> vblanks = new LinkedHashMap<>();
    private boolean inSteps;
    private long untilNanos;
    private @Nullable Map<String, Object> leftOut;

    /**
     * Nothing yet.
     *
     * @param title of the run
     */
    public RunTracks(String title) {
        this.title = title;
    }

    /**
     * Takes the lanes of a step program's picture, whose time is counted in steps.
     *
     * @param run a picture
     * @return its tracks
     */
    public static RunTracks ofSteps(Timeline.Run run) {
        RunTracks tracks = new RunTracks(run.title());
        tracks.inSteps = true;
        run.lanes().forEach(lane -> {
            tracks.devices.put(lane.name(), new ArrayList<>());
            lane.slices().forEach(slice -> tracks.slice(lane.name(), slice));
        });
        return tracks;
    }

    /**
     * Whether nothing was told of a job or device.
     *
     * @return true if there is nothing to draw
     */
    public boolean isEmpty() {
        return jobs.isEmpty() && devices.isEmpty();
    }

    /** From here on, what comes is of the end; so much between is not known. */
    void leftOut(long count) {
        leftOut = new LinkedHashMap<>(Map.of("from", untilNanos, "count", count));
        lastOfQueue.clear();
    }

    private void at(long nanos) {
        untilNanos = Math.max(untilNanos, nanos);
        if (leftOut != null) {
            leftOut.putIfAbsent("to", nanos);
        }
    }

    @Override
    public void on(Event event) {
        at(event.nanos());
        if (event instanceof Event.Submitted submitted) {
            jobs.put(submitted.job(), new JobTrack(submitted));
            return;
        }
        JobTrack job = jobs.get(event.job());
        if (job == null) {
            return; // submitted in what was left out
        }
        if (event instanceof Event.Available available) {
            job.available(available, lastOfQueue.get(available.queue()));
        } else if (event instanceof Event.Granted granted) {
            job.granted(granted.nanos());
        } else if (event instanceof Event.AccessReleased released) {
            letGo(job, released.queue(), released.nanos());
        } else if (event instanceof Event.Downgraded downgraded) {
            job.downgraded(downgraded.queue());
        } else if (event instanceof Event.End end) {
            job.ended(end);
            job.queues().forEach(queue -> letGo(job, queue, end.nanos()));
        }
    }

    private void letGo(JobTrack job, long queue, long nanos) {
        Cause cause = job.released(queue, nanos);
        if (cause != null) {
            lastOfQueue.put(queue, cause);
        }
    }

    @Override
    public void placed(String stream, long iteration, long id) {
        JobTrack job = jobs.get(id);
        if (job != null) {
            job.isFor(new JobTrack.Frame(stream, iteration));
        }
    }

    @Override
    public void worked(String device, long iteration, long fromNanos, long toNanos) {
        String text = Long.toString(iteration);
        slice(device, new Slice(fromNanos, toNanos, text, (int) iteration, Look.SOLID));
    }

    @Override
    public void woke(String cpu, long iteration, long fromNanos, long toNanos) {
        String text = "wakes for " + iteration;
        slice(cpu, new Slice(fromNanos, toNanos, text, Slice.NO_FAMILY, Look.SOLID));
    }

    @Override
    public void showed(ShownFrame frame) {
        Look look = frame.isWrong() ? Look.WRONG : Look.SOLID;
        int iteration = (int) frame.iteration();
        slice(
                frame.display(),
                new Slice(frame.fromNanos(), frame.toNanos(), frame.toString(), iteration, look));
    }

    @Override
    public void vblank(String display, long nanos, boolean missed) {
        List<List<Object>> kept = vblanks.computeIfAbsent(display, name -> new ArrayList<>());
        if (kept.size() < VBLANKS_MAX) {
            at(nanos);
            kept.add(List.of(nanos, missed ? 1 : 0));
        }
    }

    private void slice(String device, Slice slice) {
        at(slice.toNanos());
        Map<String, Object> drawn = new LinkedHashMap<>();
        drawn.put("from", slice.fromNanos());
        drawn.put("to", slice.toNanos());
        drawn.put("text", slice.text());
        drawn.put("frame", slice.family());
        if (slice.look() == Look.WRONG) {
            drawn.put("wrong", true);
        }
        devices.computeIfAbsent(device, name -> new ArrayList<>()).add(drawn);
    }

    /** {@return as the page takes it} */
    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("title", title);
        all.put("until", Math.max(1, untilNanos));
        all.put("steps", inSteps);
        all.put("leftOut", leftOut);
        all.put("jobs", jobs.values().stream().map(JobTrack::toMap).toList());
        all.put("devices", named(devices));
        all.put("vblanks", named(vblanks));
        return all;
    }

    /** Names come from outside: as values, no keys of a JavaScript object. */
    private static List<Map<String, Object>> named(Map<String, ? extends List<?>> lanes) {
        List<Map<String, Object>> all = new ArrayList<>();
        lanes.forEach((name, items) -> all.add(Map.of("name", name, "items", items)));
        return all;
    }
}
