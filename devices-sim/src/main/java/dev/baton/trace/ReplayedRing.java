package dev.baton.trace;

import static dev.baton.trace.Recording.UNKNOWN;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.SyncQueue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * A hardware ring. It starts its jobs in the order of their submission, each when it is granted, and
 * they end in that order, each after the time that it took in the recording.
 *
 * <p>Hardware takes some jobs ahead, and a job's recorded time includes its time in line there. So
 * the ring is as many bare queues as it had jobs at once in the recording, which its jobs hold in
 * turn: a job is granted when the one so many before it is over.
 */
final class ReplayedRing implements Client {
    private static final int DEPTH_MAX = 64;

    private final ReplayStage stage;
    private final String name;
    private final List<SyncQueue> places = new ArrayList<>();
    private final ArrayDeque<ReplayedJob> unstarted = new ArrayDeque<>();
    private int submitted;
    private long lastEndNanos;

    ReplayedRing(ReplayStage stage, String name) {
        this.stage = stage;
        this.name = name;
    }

    /** Makes it as deep as it was in the recording. */
    void deepenFor(Collection<RecordedJob> jobs) {
        int depth = depthOf(jobs);
        for (int i = places.size(); i < depth; i++) {
            places.add(new SyncQueue(name + " place " + i));
        }
    }

    Job submit(ReplayedJob job, AccessSet.Builder set) {
        set.exclusive(places.get(submitted++ % places.size()));
        unstarted.add(job);
        return stage.dispatcher.submit(set.build(), this, job, JobOptions.DEFAULT);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void granted(Job job) {
        ((ReplayedJob) Objects.requireNonNull(job.attachment())).granted = job;
        for (ReplayedJob next = unstarted.peek();
                next != null && next.granted != null;
                next = unstarted.peek()) {
            start(unstarted.remove(), next.granted);
        }
    }

    private void start(ReplayedJob job, Job granted) {
        long now = stage.nowNanos();
        job.startNanos = now;
        long work = job.recorded.workNanos();
        long end = work == UNKNOWN ? job.recorded.endNanos() : now + work;
        if (end != UNKNOWN) {
            lastEndNanos = Math.max(lastEndNanos, Math.max(now, end));
            stage.at(lastEndNanos, name, () -> {
                job.endNanos = stage.nowNanos();
                granted.release();
            });
        }
    }

    int depth() {
        return places.size();
    }

    /** How many jobs it had at once, by those whose start and end were recorded. */
    private static int depthOf(Collection<RecordedJob> jobs) {
        List<RecordedJob> whole = jobs.stream()
                .filter(job -> job.hasStart() && job.hasEnd() && !job.endLost())
                .toList();
        long[] starts =
                whole.stream().mapToLong(RecordedJob::startNanos).sorted().toArray();
        long[] ends = whole.stream()
                .mapToLong(job -> job.startNanos() + job.workNanos())
                .sorted()
                .toArray();
        int depth = 1;
        int over = 0;
        for (int started = 0; started < starts.length; started++) {
            while (over < started && ends[over] <= starts[started]) {
                over++;
            }
            depth = Math.max(depth, started + 1 - over);
        }
        return Math.min(depth, DEPTH_MAX);
    }
}
