package dev.baton.proptests;

import dev.baton.engine.AccessMode;
import dev.baton.engine.Outcome;
import dev.baton.engine.PoisonPolicy;
import dev.baton.proptests.Workload.Manner;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the contract says of one thread's operations, as plainly as it can be written: all jobs in
 * the order of their submission, searched from the front at every question (S2 to S6, S8, S13 to
 * S15).
 */
public final class SequentialModel {
    public static final class Job {
        final Map<Integer, AccessMode> set = new TreeMap<>();

        /** Of these, those that have not ended. */
        final Map<Integer, AccessMode> live = new TreeMap<>();

        final Manner manner;
        final PoisonPolicy onPoison;
        final long expiry;
        public boolean granted;

        /** Its client heard of the grant: not if all accesses had ended by then. */
        public boolean told;

        @Nullable
        public Outcome outcome;

        Job(Workload.Submit submit, long now) {
            this.manner = submit.manner();
            this.onPoison = submit.onPoison();
            this.expiry = submit.expiresIn() == 0 ? Long.MAX_VALUE : now + submit.expiresIn();
        }
    }

    public final List<Job> jobs = new ArrayList<>();
    private final Set<Integer> poisoned = new HashSet<>();
    private long now;

    /** Whether any job ever had to wait. */
    boolean contended;

    public void submit(Workload.Submit submit, int queues) {
        Job job = new Job(submit, now);
        for (Workload.Wish wish : submit.wishes()) {
            if (wish.mode() != AccessMode.UNORDERED) {
                job.set.merge(
                        wish.queue() % queues,
                        wish.mode(),
                        (one, other) -> one == other ? one : AccessMode.EXCLUSIVE);
            }
        }
        job.live.putAll(job.set);
        jobs.add(job);
        settle();
        contended |= !job.granted;
    }

    /** Whether this ended the job. */
    public boolean end(Job job, Outcome outcome) {
        boolean possible = job.outcome == null && job.granted != (outcome == Outcome.CANCELLED);
        if (possible) {
            over(job, outcome);
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
    public boolean endOne(Job job, int queue) {
        boolean possible =
                job.outcome == null && !waitsFor(job, queue) && job.live.containsKey(queue);
        if (possible) {
            overOne(job, queue);
            if (job.live.isEmpty() && job.granted) {
                over(job, Outcome.COMPLETED);
            }
            settle();
        }
        return possible;
    }

    /** Whether this made the access a shared one. */
    public boolean downgrade(Job job, int queue) {
        boolean possible = job.outcome == null
                && !waitsFor(job, queue)
                && job.live.get(queue) == AccessMode.EXCLUSIVE;
        if (possible) {
            overOne(job, queue);
            job.live.put(queue, AccessMode.SHARED);
            settle();
        }
        return possible;
    }

    /** Time passes, tick by tick; jobs that expire end in the order of their submission. */
    public void advance(int ticks) {
        for (int i = 0; i < ticks; i++) {
            now++;
            for (Job job : jobs) {
                if (job.expiry == now) {
                    end(job, Outcome.CANCELLED);
                }
            }
        }
    }

    /** Ends one access in good order: an exclusive owner leaves its buffer whole (S15). */
    private void overOne(Job job, int queue) {
        if (job.live.remove(queue) == AccessMode.EXCLUSIVE) {
            poisoned.remove(queue);
        }
    }

    private void over(Job job, Outcome outcome) {
        job.outcome = outcome;
        for (Map.Entry<Integer, AccessMode> access : Map.copyOf(job.live).entrySet()) {
            boolean exclusive = access.getValue() == AccessMode.EXCLUSIVE;
            if (exclusive && outcome == Outcome.FAILED) {
                poisoned.add(access.getKey());
            } else if (exclusive && outcome == Outcome.COMPLETED) {
                poisoned.remove(access.getKey());
            }
        }
        job.live.clear();
    }

    /** Gives what may be given, until nothing more may. */
    private void settle() {
        boolean news = true;
        while (news) {
            news = false;
            for (Job job : jobs) {
                if (job.outcome == null && !job.granted) {
                    news |= give(job);
                }
            }
        }
    }

    private boolean give(Job job) {
        List<Integer> owned = job.live.keySet().stream()
                .filter(queue -> !waitsFor(job, queue))
                .toList();
        boolean all = owned.size() == job.live.size();
        if (job.manner == Manner.EAGER) {
            owned.forEach(queue -> overOne(job, queue));
        }
        if (all) {
            grant(job);
        }
        return all || job.manner == Manner.EAGER && !owned.isEmpty();
    }

    private void grant(Job job) {
        boolean spoilt = job.set.keySet().stream().anyMatch(poisoned::contains);
        if (spoilt && job.onPoison != PoisonPolicy.RUN) {
            boolean skips = job.onPoison == PoisonPolicy.SKIP;
            over(job, skips ? Outcome.CANCELLED : Outcome.FAILED);
            return;
        }
        job.granted = true;
        job.told = job.set.isEmpty() || !job.live.isEmpty();
        if (job.manner == Manner.AT_ONCE || !job.told) {
            over(job, Outcome.COMPLETED);
        }
    }

    private boolean isPermitted(int index, int queue, AccessMode wanted) {
        return jobs.subList(0, index).stream()
                .map(earlier -> earlier.live.get(queue))
                .noneMatch(mode -> mode == AccessMode.EXCLUSIVE
                        || (mode != null && wanted == AccessMode.EXCLUSIVE));
    }
}
