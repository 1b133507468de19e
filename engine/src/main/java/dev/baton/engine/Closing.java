package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * The end of everything that one client, or all, were accepted with (S17).
 *
 * <p>It finds the jobs from the tails of the queues: whatever is not over stands between a tail and
 * the first entry that knows everything ahead of it over. The closed client was written down
 * before; a job that is placed after a tail was read sees that itself and ends (Submission), for
 * placing and reading are in one order with writing down and reading tails.
 *
 * <p>It also does, in every queue, what threads stopped for ever left undone: a submitter that did
 * not link its job, a releaser that did not pass on, whoever decided an end that is not in effect.
 * So what stands behind a job that is over goes on. Only what a thread is telling an observer, or
 * was about to when it stopped inside of that, it leaves alone.
 */
final class Closing {
    private final Predicate<Job> whose;
    private final Set<Job> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Job> cancelled = new ArrayList<>();

    /** Owned, or ended by somebody and not over yet. */
    private final List<Job> held = new ArrayList<>();

    Closing(Predicate<Job> whose) {
        this.whose = whose;
    }

    /** Cancels what waits and notes what is owned. */
    void end(Job job) {
        if (!job.isOver() && whose.test(job) && seen.add(job)) {
            if (job.endWaiting(End.CLIENT_CLOSED)) {
                cancelled.add(job);
            }
            if (!job.isOver()) {
                held.add(job);
            }
        }
    }

    void endAllOn(SyncQueue queue) {
        for (Place at = queue.tailAcquire(); at != null; at = before(at)) {
            end(at.job());
        }
    }

    /** Passes on behind every job that is over, whoever should have. */
    static void settle(SyncQueue queue) {
        Tally tally = new Tally();
        for (Place at = queue.tailAcquire(); at != null; at = before(at)) {
            if (at instanceof Entry entry) {
                if (entry.isToBeLinkedForOther()) {
                    entry.linkForOther(tally);
                }
                if (entry.job().isOver()) {
                    entry.passOn(tally);
                    entry.stepAside(tally);
                }
            }
        }
        tally.deliver();
    }

    /** The place ahead, null if everything ahead is over. */
    static @Nullable Place before(Place at) {
        return at instanceof Entry entry && !entry.has(Entry.ALL_OVER) ? entry.prev() : null;
    }

    /** Gives the owners until the deadline, then takes from them what they still have. */
    Closed takeBack(Duration deadline) {
        if (!held.isEmpty() && Nanos.of(deadline) > 0) {
            awaitEnds(deadline);
        }
        held.removeIf(Job::isOver);
        List<Job> abandoned = new ArrayList<>(held.size());
        if (!held.isEmpty()) {
            Throwable cause = new IllegalStateException(
                    "a client was closed and did not give its buffers back within " + deadline);
            for (Job job : held) {
                if (job.revoke(End.ABANDONED, cause)) {
                    abandoned.add(job);
                } else {
                    job.concludeForOther();
                }
            }
        }
        return new Closed(cancelled, abandoned);
    }

    private void awaitEnds(Duration deadline) {
        CompletableFuture<?>[] ends = held.stream()
                .map(job -> job.whenEnded().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(Nanos.of(deadline), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return; // what is left is taken
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            throw new AssertionError(impossible); // an ending completes no stage exceptionally
        }
    }
}
