package dev.baton.trace.history;

/**
 * How much a log may ask for. Checked before anything of that size is kept.
 *
 * @since 0.1
 */
public final class HistoryLimits {
    /** Of text, after decompression. */
    public static final long TEXT_BYTES_MAX = 8L << 30;

    /** Characters of the name of a job, a buffer or a client. */
    public static final int NAME_CHARS_MAX = 100;

    /** Columns of CSV, and members of a JSON object. */
    public static final int COLUMNS_MAX = 64;

    /** Different buffers. */
    public static final int BUFFERS_MAX = 100_000;

    /** Buffers that one job may ask for until it ends. */
    public static final int BUFFERS_PER_JOB_MAX = 1_024;

    /** Jobs that have not ended, or stand behind one that has not. */
    public static final int JOBS_MAX = 200_000;

    /** Damaged lines that are kept in words; all are counted. */
    public static final int DAMAGES_KEPT_MAX = 20;

    private HistoryLimits() {}
}
