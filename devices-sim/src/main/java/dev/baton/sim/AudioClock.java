package dev.baton.sim;

import dev.baton.fence.Fence;
import dev.baton.fence.Timeline;

import java.util.Objects;

/**
 * The clock of a sound card: how far it has played, by a crystal of its own that runs a little fast
 * or slow. Queues pass buffers on as soon as they can; what must be seen when it is heard is
 * synchronised explicitly beside them: a frame of media time t is due when this clock plays t.
 *
 * <p>{@link #dueNanos} tells that exactly, for a job's "not before", as ALSA's time stamps do; {@link
 * #due} gives a fence, which is reached with the interrupt at the end of the period that plays t.
 *
 * <p>Positions are computed from the start, so rounding does not add up. For its loop.
 *
 * @since 0.1
 */
public final class AudioClock {
    /** How far a crystal may be off, in parts per million, either way. */
    public static final long DRIFT_PPM_MAX = 10_000;

    /** The most samples in a second. */
    public static final int RATE_HZ_MAX = 768_000;

    private static final long MILLION = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Loop loop;
    private final AudioOptions options;
    private final long startNanos;
    private final String interrupt;

    /** Its points are ends of periods, by their number. */
    private final Timeline periods;

    /**
     * What a sound card is like.
     *
     * @param name for reports
     * @param rateHz samples in a second, at most {@link #RATE_HZ_MAX}
     * @param periodNanos from interrupt to interrupt, by its own crystal
     * @param driftPpm how much faster than others that runs, at most {@link #DRIFT_PPM_MAX} either way
     * @since 0.1
     */
    public record AudioOptions(String name, int rateHz, long periodNanos, long driftPpm) {
        /**
         * Refuses what no sound card is like.
         *
         * @param name for reports
         * @param rateHz samples in a second
         * @param periodNanos from interrupt to interrupt
         * @param driftPpm how much faster it runs
         */
        public AudioOptions {
            Objects.requireNonNull(name, "name");
            if (rateHz < 1 || rateHz > RATE_HZ_MAX || periodNanos < 1) {
                throw new IllegalArgumentException(
                        name + ": " + rateHz + " Hz in periods of " + periodNanos + " ns; use 1 to "
                                + RATE_HZ_MAX + " Hz and a period above 0");
            }
            if (Math.abs(driftPpm) > DRIFT_PPM_MAX) {
                throw new IllegalArgumentException(
                        name + ": " + driftPpm + " ppm; use at most " + DRIFT_PPM_MAX);
            }
        }
    }

    /**
     * A clock that starts to play now.
     *
     * @param loop whose time it is measured by
     * @param options what it is like
     */
    public AudioClock(Loop loop, AudioOptions options) {
        this.loop = Objects.requireNonNull(loop, "loop");
        this.options = options;
        this.startNanos = loop.nowNanos();
        this.interrupt = options.name() + " period";
        this.periods = new Timeline(options.name());
    }

    /**
     * How much has been played.
     *
     * @param nanos a time of the loop, not before the start
     * @return media time in nanoseconds
     */
    public long positionNanos(long nanos) {
        return scaled(nanos - startNanos, MILLION + options.driftPpm(), MILLION);
    }

    /**
     * When a time of the media is played.
     *
     * @param mediaNanos not negative
     * @return a time of the loop
     */
    public long dueNanos(long mediaNanos) {
        return startNanos + scaled(mediaNanos, MILLION, MILLION + options.driftPpm());
    }

    /**
     * When a sample is played.
     *
     * @param sample its number, from 0
     * @return a time of the loop
     */
    public long nanosOf(long sample) {
        return dueNanos(scaled(sample, NANOS_PER_SECOND, options.rateHz()));
    }

    /**
     * A fence for a time of the media, for who cannot name a time: it signals with the interrupt at
     * the end of the period in which that is played, so up to a period late.
     *
     * @param mediaNanos not negative
     * @return the fence, a point of one timeline
     */
    public Fence due(long mediaNanos) {
        long period = mediaNanos / options.periodNanos() + 1;
        if (period > periods.value()) {
            loop.at(
                    dueNanos(period * options.periodNanos()),
                    interrupt,
                    () -> periods.advanceTo(period));
        }
        return periods.promise(period);
    }

    /** {@code value * times / per} without overflow in between, rounded down. */
    private static long scaled(long value, long times, long per) {
        return value / per * times + value % per * times / per;
    }
}
