package dev.baton.sim.scenario;

import dev.baton.engine.JobOptions;
import dev.baton.sim.PixelClock;
import dev.baton.sim.kms.Mode;

/**
 * How much a scenario file may ask for. Checked before anything of that size is made.
 *
 * @since 0.1
 */
public final class Limits {
    /** Of a scenario file. */
    public static final int FILE_BYTES_MAX = 128 * 1024;

    /** Collections within collections; a scenario needs four. */
    public static final int NESTING_MAX = 16;

    /** Characters of a name. */
    public static final int NAME_CHARS_MAX = 40;

    /** Lines of the story. */
    public static final int STORY_LINES_MAX = 3;

    /** Characters of one line of the story. */
    public static final int STORY_LINE_CHARS_MAX = 100;

    /** Heaps, pools, iommus, devices and jobs, each. */
    public static final int DECLARED_MAX = 256;

    /** Buffers of one pool. */
    public static final int POOL_COUNT_MAX = 1024;

    /** Buffers that one job names. */
    public static final int USES_MAX = 256;

    /** Faults. */
    public static final int FAULTS_MAX = 256;

    /** Of any one buffer, heap or address space. */
    public static final long SIZE_BYTES_MAX = 1L << 30;

    /** Of all buffers together. */
    public static final long BUFFERS_BYTES_MAX = 1L << 30;

    /** Pixels in a row, and rows. */
    public static final int SIDE_PIXELS_MAX = 16_384;

    /** A day: sums of a thousand durations are still a time in nanoseconds. */
    public static final long NANOS_MAX = 86_400_000_000_000L;

    /** As the engine's own. */
    public static final long NOT_BEFORE_NANOS_MAX = JobOptions.NOT_BEFORE_MAX.toNanos();

    /** From vblank to vblank, tick to tick, frame to frame: 100 kHz. */
    public static final long PERIOD_NANOS_MIN = 10_000;

    /** Of a device, too. */
    public static final long PERIOD_NANOS_MAX = Mode.PERIOD_MAX_NANOS;

    /** From one submission of a periodic job to the next. */
    public static final long EVERY_NANOS_MIN = 1_000;

    /** Of a rate in hertz, where it is not a period. */
    public static final int RATE_HZ_MAX = 1_000_000;

    /** Of a clock's drift, either way. */
    public static final int DRIFT_PPM_MAX = PixelClock.DRIFT_PPM_MAX;

    /** Command rings of a GPU, and jobs that one takes at once. */
    public static final int RINGS_MAX = 64;

    /** Steps of a scan-out. */
    public static final int BANDS_MAX = 1024;

    /** Iterations submitted at the start, and how far back a use may reach. */
    public static final int AHEAD_MAX = 1024;

    /** 15 digits. */
    public static final long SEED_MAX = 999_999_999_999_999L;

    /** Iterations, numbers of frames, and what a measure may count to. */
    public static final long COUNT_MAX = 1_000_000_000_000L;

    private Limits() {}
}
