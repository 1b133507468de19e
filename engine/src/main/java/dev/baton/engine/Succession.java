package dev.baton.engine;

import dev.baton.law.WaitForGraph;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Open-ended jobs of which the client ends each when the next one is granted (S20): the flips of one display,
 * which shows its front buffer until the next flip latches.
 *
 * <p>That is a wait like one in a queue: the job shown waits for the next one. A job of a succession
 * that would wait, through whatever jobs and queues, for the one before it, could never be granted;
 * it is refused when it is submitted. The usual way to it is to render into the buffer that is shown
 * and then flip to that same buffer. Gates, fences and blocked threads count as waits too. If only a
 * job between the two kept it from that, and that one ends without a grant, it ends FAILED, with the
 * refusal as its cause.
 *
 * <p><b>Threading:</b> jobs of one succession are submitted one after the other, by any thread.
 * <b>Cost:</b> submitting such a job walks the jobs that it waits for, and those that they wait for.
 *
 * @since 0.1
 */
public final class Succession {
    private final String name;
    private final SyncQueue queue;

    /**
     * Its jobs that were not over when the last of them came, in order. Written by the thread that
     * submits, read by others that do so later.
     */
    private volatile List<Job> jobs = List.of();

    /**
     * A succession of no jobs yet.
     *
     * @param name what ends the jobs, in words, such as "the next flip of crtc 0"
     */
    public Succession(String name) {
        this.name = Objects.requireNonNull(name, "name");
        this.queue = new SyncQueue(name);
    }

    /**
     * The turns of this succession. A job that names it exclusively is granted after the one before
     * it has taken over: its client releases this access then, and keeps the others until the next
     * job is granted.
     *
     * @return the queue, the same at every call
     */
    public SyncQueue queue() {
        return queue;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Refuses a job, of which nothing is placed yet, that would wait for the one before it. */
    void refuseCycle(Job job, AccessSet set) {
        List<Job> before = live();
        if (!before.isEmpty()) {
            Job last = before.get(before.size() - 1);
            RefusedException refused = last.isLetGo() ? null : judge(last, job, set);
            if (refused != null) {
                throw refused;
            }
        }
    }

    /**
     * Takes a job in, which is placed: nobody comes ahead of it any more, so this answer is final.
     *
     * <p>First it is written down who ends whom, and then looked for a cycle: of two jobs of
     * different successions that close one together, at least one sees the other.
     *
     * @return null; or the refusal (S20) if it waits for the one before it: it must be ended then
     */
    @Nullable
    RefusedException join(Job job) {
        List<Job> now = relink(); // should who was to do so be stopped
        RefusedException refused = now.isEmpty() ? null : link(now.get(now.size() - 1), job);
        if (refused == null) {
            now.add(job);
            jobs = now;
            if (isAnyOver(now)) {
                relink(); // whoever ended meanwhile may not have seen this job
            }
        }
        return refused;
    }

    /**
     * One of its jobs has ended ungranted, so not the one before it: the next one does that now. If
     * that one waits for the one before, it never could, and fails.
     *
     * @return those that are not over, in order
     */
    List<Job> relink() {
        List<Job> now;
        do {
            now = live();
            Job before = null;
            for (Job job : now) {
                RefusedException refused =
                        before == null || before.isSucceededBy(job) ? null : link(before, job);
                if (refused == null || !job.failWaiting(End.FAILED, refused, false)) {
                    before = job;
                }
            }
        } while (isAnyOver(now)); // its link may be newer than the right one
        return now;
    }

    private static @Nullable RefusedException link(Job before, Job job) {
        if (before.isLetGo()) {
            return null; // who ended it was granted, and is over by now
        }
        before.succeedBy(job);
        RefusedException refused = judge(before, job, null);
        if (refused != null) {
            before.succeedBy(null);
        }
        return refused;
    }

    private static boolean isAnyOver(List<Job> jobs) {
        for (int i = 0; i < jobs.size(); i++) {
            if (jobs.get(i).isOver()) {
                return true;
            }
        }
        return false;
    }

    private List<Job> live() {
        List<Job> all = jobs;
        List<Job> live = new ArrayList<>(all.size() + 1);
        for (int i = 0; i < all.size(); i++) {
            if (!all.get(i).isOver()) {
                live.add(all.get(i));
            }
        }
        return live;
    }

    private static @Nullable RefusedException judge(
            Job before, Job job, @Nullable AccessSet unplaced) {
        List<WaitForGraph.Wait<Object>> cycle = Waits.cycleIfEndedBy(before, job, unplaced);
        return cycle.isEmpty()
                ? null
                : new RefusedException(
                        "S20", "it would wait for itself: " + WaitForGraph.inWords(cycle));
    }
}
