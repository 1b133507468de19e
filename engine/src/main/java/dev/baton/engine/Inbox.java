package dev.baton.engine;

import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.varhandle.MpscLinkedVarHandleQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A client that keeps its grants until one thread fetches them. Pass it to {@code submit} where a
 * {@link Client} is wanted; poll it from a device's or an event loop's thread.
 *
 * <p>A device that may hang extends it, to answer {@link #isWorking} and {@link #fenceOff} (S16).
 *
 * <p><b>Threading:</b> filled by any thread; {@link #poll} and {@link #drain} by one thread at a
 * time. <b>Progress:</b> filling is wait-free. A thread stopped in the middle of filling hides what
 * was filled after it until it goes on; it stops nobody's operations (S21). <b>Memory:</b> the
 * grant happens-before its poll. Unless bounded, it holds whatever is granted and not yet
 * fetched.
 *
 * @since 0.1
 */
public class Inbox extends Mailbox {
    private final String name;
    private final MessagePassingQueue<Job> granted;
    /** Adds a job, unless there are as many as it holds. */
    private final Predicate<Job> filling;

    /**
     * An empty inbox.
     *
     * @param name the client's name, for events and reports
     */
    public Inbox(String name) {
        this.name = Objects.requireNonNull(name, "name");
        this.granted = new MpscLinkedVarHandleQueue<>();
        this.filling = granted::offer;
    }

    /**
     * An inbox that holds only so many jobs. One that is granted when it is full ends FAILED, with a
     * {@link java.util.concurrent.RejectedExecutionException} as cause (S18).
     *
     * @param name the client's name, for events and reports
     * @param jobsMax how many jobs it holds, from 1 up
     */
    public Inbox(String name, int jobsMax) {
        if (jobsMax < 1) {
            throw new IllegalArgumentException("an inbox for " + jobsMax + " jobs");
        }
        this.name = Objects.requireNonNull(name, "name");
        MpscVarHandleArrayQueue<Job> bounded = new MpscVarHandleArrayQueue<>(jobsMax);
        this.granted = bounded;
        this.filling = job -> bounded.offerIfBelowThreshold(job, jobsMax); // it has 2^n slots
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    boolean offer(Job job) {
        return filling.test(job);
    }

    /**
     * Fetches the oldest grant.
     *
     * @return the job, or null if none is visible now
     */
    public @Nullable Job poll() {
        return granted.relaxedPoll();
    }

    /**
     * Fetches grants, oldest first, until none is visible: also those that come meanwhile, so a
     * consumer that brings about its own next grant is kept here. What the consumer throws is thrown
     * on; the job at hand stays granted, and the rest stays here.
     *
     * @param client told of each job on this thread
     * @return how many
     */
    public int drain(Consumer<Job> client) {
        int count = 0;
        for (Job job = poll(); job != null; job = poll()) {
            client.accept(job);
            count++;
        }
        return count;
    }
}
