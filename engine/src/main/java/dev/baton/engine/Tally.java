package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What one operation lets go: counts permitted accesses down, those of one job next to each other in
 * one step, and tells of the grants when everything was passed on.
 *
 * <p>For one operation of one thread. It is young when it takes note of jobs, which are young too: a
 * note in the thread's lasting {@link Delivery} would cost a fence with most collectors, and is
 * taken only of the second grant and those after.
 */
final class Tally {
    private @Nullable Job counting;
    private int permitted;

    private @Nullable Job first;

    /** Where there may be more to tell; null if there is nothing at all. */
    private @Nullable Delivery delivery;

    /** Jobs in hardware that somebody waits for whom only the CPU can tell. */
    private @Nullable List<Job> awaited;

    /** Counts a permitted access down; that of an eager job when its notice has been given. */
    void count(Entry entry) {
        Job job = entry.job();
        if (!job.isSpecial() || !countSpecial(entry)) {
            if (job != counting) {
                flush();
                counting = job;
            }
            permitted++;
        }
    }

    /** Does what is asked for beside; returns whether that counts the access. */
    private boolean countSpecial(Entry entry) {
        Job job = entry.job();
        job.observeAvailable(entry);
        if (job.isEager()) {
            flush(); // what comes before in the queue is told before
            notice(job, entry.queue);
            return true;
        }
        if (job.owner() instanceof ForeignWork foreign && foreign.hasFailed()) {
            delivery().add(() -> foreign.endIfFailed(entry));
        }
        return false;
    }

    void notice(Job job, SyncQueue queue) {
        delivery().notice(job, queue);
    }

    /** Counts accesses that keep a job of a hardware domain from being handed over no more (S12). */
    void handOver(Job job, int ready) {
        HandOver hand = job.handOver();
        if (hand != null && hand.countDown(ready)) {
            delivery().handOver(job, hand);
        }
    }

    /** Notes a job whose client must tell of its end at once (S12). */
    void awaits(Job job) {
        awaited = awaited == null ? new ArrayList<>() : awaited;
        awaited.add(job);
    }

    private void flush() {
        Job job = counting;
        if (job != null) {
            int amount = permitted;
            counting = null;
            permitted = 0;
            if (job.countDown(amount)) {
                granted(job);
            } else if (job.isSpecial()) {
                delivery(); // an end may have been put off to it
            }
        }
    }

    /** Takes note of a grant, to be told after those before it. */
    void granted(Job job) {
        boolean mailed = job.client() instanceof Mailbox; // in an inbox the order is seen
        boolean foremost = delivery == null && !mailed;
        Delivery all = delivery();
        if (foremost && all.isIdle()) {
            first = job;
        } else {
            all.add(job);
        }
    }

    private Delivery delivery() {
        Delivery known = delivery;
        if (known == null) {
            known = Delivery.ofThisThread();
            delivery = known;
        }
        return known;
    }

    /** The operation has passed on everything. */
    void deliver() {
        flush();
        if (awaited != null) {
            awaited.forEach(Job::haveTold); // before a callback, which may block for that very end
        }
        if (first != null) {
            delivery().tellNow(first);
        } else if (delivery != null) {
            delivery.deliver();
        }
    }
}
