package dev.baton.proptests;

import dev.baton.engine.AccessMode;
import dev.baton.engine.Outcome;
import dev.baton.engine.PoisonPolicy;
import dev.baton.proptests.Workload.Manner;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The engine's contract as a program, as plainly as it can be written: all jobs in the order of their
 * submission, searched from the front at every question. An operation changes what was asked; then
 * {@link #settle} gives whatever may be given, until nothing more may.
 *
 * <p>It says what one operation after the other does (S1 to S9, S13 to S15), and knows nothing of
 * threads, links or counters. {@link ComparedRun} does the same to the dispatcher, and compares.
 */
public final class SequentialModel {
    /** One submitted job. */
    public static final class Job {
        /** What it wants, each queue once, in the stronger mode (S4). */
        final Map<Integer, AccessMode> set = new TreeMap<>();

        /** Of these, those that have not ended. */
        final Map<Integer, AccessMode> live = new TreeMap<>();

        final Manner manner;
        final PoisonPolicy onPoison;
        final long expiry;

        /** Until then its gate may open (S9). */
        final long gateTimeout;

        boolean gateOpen;
        public boolean granted;

        /** Its client heard of the grant: not if all accesses had ended by then. */
        public boolean told;

        @Nullable
        public Outcome outcome;

        Job(Workload.Submit submit, long now) {
            this.manner = submit.manner();
            this.onPoison = submit.onPoison();
            this.expiry = submit.expiresIn() == 0 ? NEVER : now + submit.expiresIn();
            this.gateTimeout = submit.gatedFor() == 0 ? NEVER : now + submit.gatedFor();
            this.gateOpen = submit.gatedFor() == 0;
        }
    }

    private static final long NEVER = Long.MAX_VALUE;

    public final List<Job> jobs = new ArrayList<>();

    /** Buffers that their last exclusive owner left half written, and who that was (S15). */
    final Map<Integer, Job> poisoned = new HashMap<>();

    private final Set<Integer> closed = new HashSet<>();
    private final int queues;
    private long now;

    /** Whether any job ever had to wait. */
    boolean contended;

    public SequentialModel(int queues) {
        this.queues = queues;
    }

    /** The queues that a wish means: one, or all parts of the whole (S7). */
    List<Integer> named(Workload.Wish wish) {
        int number = wish.queue() % (queues + 1);
        return number < queues
                ? List.of(number)
                : IntStream.range(0, queues).boxed().toList();
    }

    /** Whether the job was taken: no queue of its set was closed (S4). It is the last of all (S1). */
    public boolean submit(Workload.Submit submit) {
        Job job = new Job(submit, now);
        for (Workload.Wish wish : submit.wishes()) {
            for (int queue : named(wish)) {
                if (wish.mode() != AccessMode.UNORDERED) {
                    job.set.merge(
                            queue,
                            wish.mode(),
                            (one, other) -> one == other ? one : AccessMode.EXCLUSIVE);
                }
            }
        }
        if (job.set.keySet().stream().anyMatch(closed::contains)) {
            return false;
        }
        job.live.putAll(job.set);
        jobs.add(job);
        settle();
        contended |= !job.granted;
        return true;
    }

    /** Whether the queue was open: its closing is a last exclusive job. */
    boolean close(int queue) {
        boolean taken = submit(new Workload.Submit(
                List.of(new Workload.Wish(queue, AccessMode.EXCLUSIVE)),
                Manner.CLOSING,
                PoisonPolicy.RUN,
                0,
                0));
        closed.add(queue);
        return taken;
    }

    /** Opens a gate; too late, or where there is none, it changes nothing. */
    void signal(Job job) {
        job.gateOpen = true;
        settle();
    }

    /** The client of the job died: what it owns is taken from it, half written. */
    void kill(Job job) {
        if (job.outcome == null) {
            over(job, job.granted ? Outcome.ABANDONED : Outcome.CANCELLED);
            settle();
        }
    }

    /** Whether this ended the job: a release one that is granted, a cancellation one that waits. */
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
                } else if (job.gateTimeout == now && !job.gateOpen && job.outcome == null) {
                    over(job, Outcome.TIMED_OUT);
                    settle();
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
            boolean halfWritten = outcome == Outcome.FAILED || outcome == Outcome.ABANDONED;
            if (exclusive && halfWritten) {
                poisoned.put(access.getKey(), job);
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

    /** Owned accesses first (S6), then the grant; whether there was anything to give. */
    private boolean give(Job job) {
        List<Integer> owned = job.live.keySet().stream()
                .filter(queue -> !waitsFor(job, queue))
                .toList();
        boolean all = owned.size() == job.live.size() && job.gateOpen;
        if (job.manner == Manner.EAGER) {
            owned.forEach(queue -> overOne(job, queue));
        }
        if (all) {
            grant(job);
        }
        return all || job.manner == Manner.EAGER && !owned.isEmpty();
    }

    /** All is owned and the gate is open (S3); poison decides whether it runs at all (S15). */
    private void grant(Job job) {
        boolean spoilt = job.set.keySet().stream().anyMatch(poisoned::containsKey);
        if (spoilt && job.onPoison != PoisonPolicy.RUN) {
            boolean skips = job.onPoison == PoisonPolicy.SKIP;
            over(job, skips ? Outcome.CANCELLED : Outcome.FAILED);
            return;
        }
        job.granted = true;
        job.told = job.manner != Manner.CLOSING && (job.set.isEmpty() || !job.live.isEmpty());
        if (job.manner == Manner.AT_ONCE || !job.told) {
            over(job, Outcome.COMPLETED);
        }
    }

    /** Nothing before it on that queue is in its way (S2). */
    private boolean isPermitted(int index, int queue, AccessMode wanted) {
        return jobs.subList(0, index).stream()
                .map(earlier -> earlier.live.get(queue))
                .noneMatch(mode -> mode == AccessMode.EXCLUSIVE
                        || (mode != null && wanted == AccessMode.EXCLUSIVE));
    }
}
