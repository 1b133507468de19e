package dev.baton.trace.oracle;

/** How much a text may ask for. Lines and the text itself are limited where they are read. */
final class Limits {
    /** Per file, and so the highest number of one. */
    static final int SCENARIOS_MAX = 1_000_000;

    static final int BUFFERS_MAX = 1000;
    static final int JOBS_MAX = 1000;
    static final int TIMELINES_MAX = 1000;

    /** What jobs of kind T are submitted to. */
    static final int DEVICE_QUEUES_MAX = 1000;

    /** Per scenario; each makes one sync file or fence at most. */
    static final int OPERATIONS_MAX = 2000;

    /** Per operation. */
    static final int MERGED_MAX = 100;

    /** Also the farthest that a timeline may be moved, all in all. */
    static final int POINT_MAX = 1_000_000_000;

    /** A day: a thousand jobs of a day each are still a time in nanoseconds. */
    static final long MICROS_MAX = 86_400_000_000L;

    /** How far a display has counted. */
    static final long SEQUENCE_MAX = 0xFFFF_FFFFL;

    /** From the first to the last vblank of a scenario. */
    static final long VBLANKS_MAX = 100_000;

    static final long CLOCK_MAX_KHZ = 10_000_000;

    /** Pixels of a row, and rows of a frame, blanking included. */
    static final long TOTAL_MAX = 65_535;

    private Limits() {}
}
