package dev.baton.proptests;

import dev.baton.engine.AccessMode;
import dev.baton.engine.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the contract says of one thread's operations, as plainly as it can be written: all jobs in
 * the order of their submission, searched from the front at every question (S2 to S5, S13, S14).
 */
final class SequentialModel {
    static final class Job {
        final Map<Integer, AccessMode> live = new TreeMap<>();
        final boolean atOnce;
        boolean granted;

        @Nullable
        Outcome outcome;

        Job(boolean atOnce) {
            this.atOnce = atOnce;
        }
    }

    final List<Job> jobs = new ArrayList<>();

    /** Whether any job ever had to wait. */
    boolean contended;

    void submit(Workload.Submit submit, int queues) {
        Job job = new Job(submit.atOnce());
        for (Workload.Wish wish : submit.wishes()) {
            if (wish.mode() != AccessMode.UNORDERED) {
                job.live.merge(
                        wish.queue() % queues,
                        wish.mode(),
                        (one, other) -> one == other ? one : AccessMode.EXCLUSIVE);
            }
        }
        jobs.add(job);
        settle();
        contended |= !job.granted;
    }

    /** Whether this ended the job. */
    boolean end(Job job, Outcome outcome) {
        boolean possible = job.outcome == null && job.granted != (outcome == Outcome.CANCELLED);
        if (possible) {
            job.outcome = outcome;
            job.live.clear();
            settle();
        }
        return possible;
    }

    /** Whether the job has a live access there that is not its own yet (S5). */
    boolean waitsFor(Job job, int queue) {
        AccessMode mode = job.live.get(queue);
        return mode != null && !isPermitted(jobs.indexOf(job), queue, mode);
    }

    /** Whether this ended the access. */
    boolean endOne(Job job, int queue) {
        boolean possible =
                job.outcome == null && !waitsFor(job, queue) && job.live.remove(queue) != null;
        if (possible && job.live.isEmpty()) {
            end(job, Outcome.COMPLETED);
        }
        settle();
        return possible;
    }

    /** Grants what may be granted, until nothing more may. */
    private void settle() {
        boolean news = true;
        while (news) {
            news = false;
            for (int i = 0; i < jobs.size(); i++) {
                Job job = jobs.get(i);
                if (job.outcome == null && !job.granted && isPermitted(i)) {
                    job.granted = true;
                    news = true;
                    if (job.atOnce) {
                        job.outcome = Outcome.COMPLETED;
                        job.live.clear();
                    }
                }
            }
        }
    }

    private boolean isPermitted(int index) {
        return jobs.get(index).live.entrySet().stream()
                .allMatch(access -> isPermitted(index, access.getKey(), access.getValue()));
    }

    private boolean isPermitted(int index, int queue, AccessMode wanted) {
        return jobs.subList(0, index).stream()
                .map(earlier -> earlier.live.get(queue))
                .noneMatch(mode -> mode == AccessMode.EXCLUSIVE
                        || (mode != null && wanted == AccessMode.EXCLUSIVE));
    }
}
