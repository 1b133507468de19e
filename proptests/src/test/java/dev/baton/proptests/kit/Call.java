package dev.baton.proptests.kit;

import dev.baton.engine.AccessMode;
import dev.baton.engine.PoisonPolicy;

import java.util.List;

/**
 * One call that a program makes. Jobs, queues and fences are numbers; a call about a job that is not
 * there yet, or about a queue that is not there, does nothing.
 */
sealed interface Call {
    /** One wish of a set; a queue may be named twice. */
    record Wish(int queue, AccessMode mode) {}

    /** What a client does with what it is given. */
    enum Manner {
        /** Keeps it. */
        KEEPING,
        /** Releases the job inside the grant. */
        AT_ONCE,
        /** Releases each access inside the notice that it is owned. */
        EAGER,
        /** Is told of each access and keeps it. */
        WATCHING,
        /** Throws out of the grant. */
        THROWING,
        /** Throws out of the notice. */
        EAGER_THROWING,
        /** Releases the job inside the grant and submits the same again. */
        AGAIN,
        /** Is told on an executor, which runs its tasks when a call says so. */
        EXECUTOR,
        /** Has an executor that rejects all. */
        REJECTING,
        /** Polls an inbox for one job. */
        INBOX
    }

    /**
     * What a job asks for beside its queues; 0 for nothing. Times are in ticks from the submission.
     *
     * @param expiry by when it must be granted
     * @param notBefore when it may be granted at the earliest
     * @param hold how long it may be owned
     * @param gate the fence that it waits for, counted from 1
     * @param holding how long it holds its places for that; 0: it takes none before
     * @param outFence whether its end is to be had as a fence
     */
    record Extras(int expiry, int notBefore, int hold, int gate, int holding, boolean outFence) {
        static final Extras NONE = new Extras(0, 0, 0, 0, 0, false);

        int count() {
            return (expiry > 0 ? 1 : 0)
                    + (notBefore > 0 ? 1 : 0)
                    + (hold > 0 ? 1 : 0)
                    + (gate > 0 ? 1 : 0);
        }
    }

    /** Submits a job. */
    record Submit(int job, List<Wish> wishes, Manner manner, PoisonPolicy onPoison, Extras extras)
            implements Call {
        Submit with(List<Wish> others) {
            return new Submit(job, others, manner, onPoison, extras);
        }

        Submit with(Manner other) {
            return new Submit(job, wishes, other, onPoison, extras);
        }

        Submit with(Extras others) {
            return new Submit(job, wishes, manner, onPoison, others);
        }
    }

    /** What may be done with a job. */
    enum Deed {
        RELEASE,
        FAIL,
        CANCEL,
        PROGRESS,
        /** Closes its client, which has no time to give anything back. */
        CLOSE_CLIENT
    }

    /** Does something with a job. */
    record Do(Deed deed, int job) implements Call {}

    /** Ends one access, or makes it shared. */
    record DoOne(boolean downgrade, int job, int queue) implements Call {}

    /** Places foreign work; its fence counts from 1. */
    record Import(int job, List<Wish> wishes, int fence, int timeout) implements Call {}

    /** Asks to be told when the queue is free, as a stage or as a fence. */
    record Ask(boolean fence, int queue, AccessMode mode) implements Call {}

    /** Signals a fence. */
    record Signal(int fence, boolean failing) implements Call {}

    /** Lets time pass. */
    record Advance(int ticks) implements Call {}

    /** Runs what waits in executors, and polls inboxes. */
    record Run() implements Call {}

    /** Closes a queue. */
    record CloseQueue(int queue) implements Call {}

    /** Closes the dispatcher, giving nobody time. */
    record CloseAll() implements Call {}

    /** Submits so many jobs to one queue, which all release at once. */
    record Burst(int queue, int count) implements Call {}

    /** Tries to acquire a queue for the calling thread and closes the ownership again. */
    record Try(int queue, AccessMode mode) implements Call {}

    /** Whether this makes something go wrong on purpose. */
    default boolean isFault() {
        return this instanceof Do it && (it.deed() == Deed.FAIL || it.deed() == Deed.CLOSE_CLIENT)
                || this instanceof Signal signal && signal.failing()
                || this instanceof CloseAll
                || this instanceof Submit submit
                        && (submit.manner() == Manner.THROWING
                                || submit.manner() == Manner.EAGER_THROWING
                                || submit.manner() == Manner.REJECTING);
    }
}
