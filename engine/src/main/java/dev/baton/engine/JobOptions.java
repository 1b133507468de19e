package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a job asks for beside its buffers. Immutable; share one among all jobs of a kind. Begin with
 * {@link #DEFAULT} and add what is wanted.
 *
 * <p>Times are those of the dispatcher's {@link Timers}, in nanoseconds.
 *
 * @param endedBy for an open-ended job, the succession whose next job ends it (S20); null for jobs
 *     that end by themselves
 * @param onPoison what to do behind a failed writer (S15)
 * @param hold how long the client may own buffers without a sign of life (S16); null for no limit
 * @param notBeforeNanos the grant comes no earlier; the job keeps its place meanwhile (S8). 0: at
 *     once
 * @param deadlineNanos when the job should be done: for its client to know (S8). {@link
 *     Long#MAX_VALUE}: none
 * @param expiryNanos if it is not granted by then it ends CANCELLED, EXPIRED (S8). {@link
 *     Long#MAX_VALUE}: never
 * @param gates fences that it waits for as well (S9)
 * @param outFence whether its end is to be had as a fence, by {@link Job#outFence()}
 * @since 0.1
 */
public record JobOptions(
        @Nullable Succession endedBy,
        PoisonPolicy onPoison,
        @Nullable Duration hold,
        long notBeforeNanos,
        long deadlineNanos,
        long expiryNanos,
        List<Gate> gates,
        boolean outFence) {
    /** How many gates a job may have. */
    public static final int GATES_MAX = 1024;

    /**
     * How far ahead of its submission "not before" may be: a job that holds its place for longer
     * holds up everything behind it.
     */
    public static final Duration NOT_BEFORE_MAX = Duration.ofSeconds(10);

    /** Nothing special. */
    public static final JobOptions DEFAULT = new JobOptions(
            null, PoisonPolicy.RUN, null, 0, Long.MAX_VALUE, Long.MAX_VALUE, List.of(), false);

    /** What {@link Dispatcher#exportFence} asks with: it tells of poison as an error. */
    static final JobOptions POISON_MATTERS = DEFAULT.onPoison(PoisonPolicy.FAIL);

    /**
     * Refuses what contradicts itself.
     *
     * @param endedBy the succession whose next job ends it
     * @param onPoison what to do behind a failed writer
     * @param hold how long the client may own buffers
     * @param notBeforeNanos the grant comes no earlier
     * @param deadlineNanos when the job should be done
     * @param expiryNanos when it is too late to be granted
     * @param gates fences that it waits for
     * @param outFence whether its end is to be had as a fence
     * @throws RefusedException (S16) if the hold is not positive; (S20) for a hold on an open-ended
     *     job; (S8) if the job would expire before it may be granted or may never be, or a time is
     *     negative; (S9) for more than {@link #GATES_MAX} gates
     */
    public JobOptions {
        gates = List.copyOf(gates);
        if (gates.size() > GATES_MAX) {
            throw new RefusedException("S9", gates.size() + " gates exceed " + GATES_MAX);
        }
        Objects.requireNonNull(onPoison, "onPoison");
        if (hold != null && (hold.isNegative() || hold.isZero())) {
            throw new RefusedException("S16", "a hold of " + hold + " leaves no time to work");
        }
        if (hold != null && endedBy != null) {
            throw new RefusedException(
                    "S20", "an open-ended job is ended by " + endedBy + ", not by a watchdog");
        }
        if (notBeforeNanos < 0 || deadlineNanos < 0 || expiryNanos < 0) {
            throw new RefusedException("S8", "times are not negative");
        }
        if (notBeforeNanos == Long.MAX_VALUE) {
            throw new RefusedException("S8", "not before never: its place would be held for ever");
        }
        if (expiryNanos <= notBeforeNanos && expiryNanos != Long.MAX_VALUE) {
            throw new RefusedException(
                    "S8",
                    "not before " + notBeforeNanos + " ns, yet expired by " + expiryNanos + " ns");
        }
    }

    /**
     * Makes the job open-ended: it is held, without a watchdog, until the next job of a succession
     * is granted.
     *
     * @param succession what ends it, such as the flips of one display
     * @return these options with that
     */
    public JobOptions openEnded(Succession succession) {
        return new JobOptions(
                succession,
                onPoison,
                hold,
                notBeforeNanos,
                deadlineNanos,
                expiryNanos,
                gates,
                outFence);
    }

    /**
     * Says what to do behind a failed writer.
     *
     * @param policy RUN unless said otherwise
     * @return these options with that
     */
    public JobOptions onPoison(PoisonPolicy policy) {
        return new JobOptions(
                endedBy, policy, hold, notBeforeNanos, deadlineNanos, expiryNanos, gates, outFence);
    }

    /**
     * Limits how long the job's client may own buffers without a sign of life.
     *
     * @param limit counted from the first access owned, and anew from each {@link Job#progress()}
     * @return these options with that
     */
    public JobOptions hold(Duration limit) {
        return new JobOptions(
                endedBy,
                onPoison,
                limit,
                notBeforeNanos,
                deadlineNanos,
                expiryNanos,
                gates,
                outFence);
    }

    /**
     * Lets the grant come no earlier than a time.
     *
     * @param nanos the time; at most {@link #NOT_BEFORE_MAX} after the submission
     * @return these options with that
     */
    public JobOptions notBefore(long nanos) {
        return new JobOptions(
                endedBy, onPoison, hold, nanos, deadlineNanos, expiryNanos, gates, outFence);
    }

    /**
     * Says when the job should be done.
     *
     * @param nanos the time
     * @return these options with that
     */
    public JobOptions deadline(long nanos) {
        return new JobOptions(
                endedBy, onPoison, hold, notBeforeNanos, nanos, expiryNanos, gates, outFence);
    }

    /**
     * Drops the job if it is not granted by a time.
     *
     * @param nanos the time
     * @return these options with that
     */
    public JobOptions expiry(long nanos) {
        return new JobOptions(
                endedBy, onPoison, hold, notBeforeNanos, deadlineNanos, nanos, gates, outFence);
    }

    /**
     * Lets the job wait for a fence as well.
     *
     * @param gate the fence, and whether the job has its place meanwhile
     * @return these options with that gate beside those they have
     * @throws RefusedException (S9) beyond {@link #GATES_MAX} gates
     */
    public JobOptions gate(Gate gate) {
        List<Gate> more = new ArrayList<>(gates);
        more.add(gate);
        return new JobOptions(
                endedBy,
                onPoison,
                hold,
                notBeforeNanos,
                deadlineNanos,
                expiryNanos,
                more,
                outFence);
    }

    /**
     * Asks for the job's end as a fence.
     *
     * @return these options with that
     */
    public JobOptions withOutFence() {
        return new JobOptions(
                endedBy, onPoison, hold, notBeforeNanos, deadlineNanos, expiryNanos, gates, true);
    }

    /** What waits for the gates that hold the place of one job. */
    List<FenceWait> waits() {
        return gates.isEmpty()
                ? List.of()
                : gates.stream().filter(Gate::holdsPlace).map(Gate::waiting).toList();
    }

    /** Whether nothing is asked for, as most often; said by the very object, at no cost. */
    @SuppressWarnings("ReferenceEquality")
    boolean isDefault() {
        return this == DEFAULT;
    }

    /** Whether it carries a time, which means nothing without a source of time. */
    boolean isTimed() {
        return hold != null
                || notBeforeNanos > 0
                || deadlineNanos != Long.MAX_VALUE
                || expiryNanos != Long.MAX_VALUE;
    }

    /** Whether something must be looked at before a grant counts. */
    boolean isChecked() {
        return hold != null || onPoison != PoisonPolicy.RUN;
    }
}
