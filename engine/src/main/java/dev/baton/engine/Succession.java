package dev.baton.engine;

import dev.baton.law.WaitForGraph;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Open-ended jobs of which each ends when the next one is granted (S20): the flips of one display,
 * which shows its front buffer until the next flip latches.
 *
 * <p>That is a wait like one in a queue: the job shown waits for the next one. A job of a succession
 * that would wait, through whatever jobs and queues, for the one before it, could never be granted;
 * it is refused when it is submitted. The usual way to it is to render into the buffer that is shown
 * and then flip to that same buffer.
 *
 * <p><b>Threading:</b> jobs of one succession are submitted one after the other, by any thread.
 * <b>Cost:</b> submitting such a job walks the jobs that it waits for, and those that they wait for.
 *
 * @since 0.1
 */
public final class Succession {
    private final String name;
    private final SyncQueue queue;

    /** The job submitted last, which the next one ends. */
    private final AtomicReference<@Nullable Job> last = new AtomicReference<>();

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
        Job before = live();
        if (before != null) {
            Waits waits = new Waits();
            for (int i = 0; i < set.orderedCount(); i++) {
                SyncQueue queue = set.queue(i);
                waits.add(job, queue, set.isShared(i), queue.tailAcquire());
            }
            refuse(before, job, waits);
        }
    }

    /**
     * Takes a job in, which is placed: nobody comes ahead of it any more, so this answer is final.
     *
     * @throws RefusedException (S20) if it waits for the one before it; it must be ended then
     */
    void join(Job job) {
        Job before = live();
        if (before != null) {
            Waits waits = new Waits();
            waits.addAll(job);
            refuse(before, job, waits);
            before.succeedBy(job);
        }
        last.set(job);
    }

    private @Nullable Job live() {
        Job now = last.get();
        return now == null || now.isOver() ? null : now;
    }

    private void refuse(Job before, Job job, Waits waits) {
        List<WaitForGraph.Wait<Object>> cycle = waits.cycleIfEndedBy(before, job);
        if (!cycle.isEmpty()) {
            throw new RefusedException(
                    "S20", "it would wait for itself: " + WaitForGraph.inWords(cycle));
        }
    }
}
