package dev.baton.sim.scenario;

import dev.baton.sim.Worded;

import java.util.List;
import java.util.Locale;

/**
 * What is counted or measured in a run, and may be expected of it.
 *
 * @since 0.1
 */
public enum Measure implements Worded {
    /** Jobs submitted. */
    SUBMITTED,
    /** Jobs that ended COMPLETED. */
    COMPLETED,
    /** Jobs that ended FAILED. */
    FAILED,
    /** Jobs that ended TIMED_OUT. */
    TIMED_OUT,
    /** Jobs that ended CANCELLED. */
    CANCELLED,
    /** Jobs that ended ABANDONED. */
    ABANDONED,
    /** Submissions and commits refused. */
    REFUSED,
    /** Frames scanned out, each counted once. */
    PRESENTED,
    /** Frames of which two were on the screen at once. */
    TORN,
    /** Frames older than one shown before. */
    STALE,
    /** Frames made and never shown. */
    DROPPED,
    /** Scan-outs of the frame before. */
    REPEATED,
    /** Vblanks at which a frame was awaited and not there. */
    MISSED_VBLANKS,
    /** Wake-ups of a CPU between the end of a job and the start of the next. */
    WAKEUPS_ON_PATH,
    /** Calls of the CPU, by interrupts and grants, between the end of a frame's drawing and its flip. */
    CALLS_ON_PATH,
    /** Interrupts by which GPUs tell of jobs, and displays of flips. */
    INTERRUPTS,
    /** How far video and audio were apart at most. */
    AV_SKEW(Unit.DURATION),
    /** Mappings that an IOMMU refused. */
    MAP_REFUSALS,
    /** Jobs that mapped all their buffers. */
    MAP_PROGRESS,
    /** Copies of whole buffers. */
    COPIES,
    /** Whether the run ended in a deadlock: 1 or 0. */
    DEADLOCK(Unit.TRUTH);

    /** What a measure's numbers are. */
    public enum Unit {
        /** How many. */
        COUNT,
        /** Nanoseconds. */
        DURATION,
        /** 1 for true and 0 for false. */
        TRUTH
    }

    /** What tells how jobs ended; each that ended counts in one of them. */
    public static final List<Measure> ENDS =
            List.of(COMPLETED, FAILED, TIMED_OUT, CANCELLED, ABANDONED);

    private static final long MEASURED_NANOS = 1_000_000;

    private final Unit unit;

    Measure() {
        this(Unit.COUNT);
    }

    Measure(Unit unit) {
        this.unit = unit;
    }

    /**
     * What its numbers are.
     *
     * @return the unit
     */
    public Unit unit() {
        return unit;
    }

    /**
     * A number of this measure, as files write it; from a millisecond on rounded to microseconds.
     *
     * @param number in the measure's unit
     * @return such as {@code 3}, {@code 16.600ms} or {@code true}
     */
    public String inWords(long number) {
        return switch (unit) {
            case COUNT -> Long.toString(number);
            case DURATION ->
                number < MEASURED_NANOS
                        ? Quantity.DURATION.words(number)
                        : String.format(Locale.ROOT, "%.3fms", number / (double) MEASURED_NANOS);
            case TRUTH -> Boolean.toString(number != 0);
        };
    }
}
