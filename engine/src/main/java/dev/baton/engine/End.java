package dev.baton.engine;

import org.jspecify.annotations.Nullable;

/** The ends a job can come to, each with what the user sees of it: outcome and reason (S13). */
enum End {
    COMPLETED(Outcome.COMPLETED, null),
    FAILED(Outcome.FAILED, null),
    TIMED_OUT(Outcome.TIMED_OUT, null),
    ABANDONED(Outcome.ABANDONED, null),
    CALLER(Outcome.CANCELLED, CancelReason.CALLER),
    EXPIRED(Outcome.CANCELLED, CancelReason.EXPIRED),
    QUEUE_CLOSED(Outcome.CANCELLED, CancelReason.QUEUE_CLOSED),
    CLIENT_CLOSED(Outcome.CANCELLED, CancelReason.CLIENT_CLOSED),
    SKIPPED(Outcome.CANCELLED, CancelReason.SKIPPED);

    private static final End[] ALL = values();

    final Outcome outcome;
    final @Nullable CancelReason reason;

    End(Outcome outcome, @Nullable CancelReason reason) {
        this.outcome = outcome;
        this.reason = reason;
    }

    /** From 1 up, so that 0 is no end. */
    @SuppressWarnings("EnumOrdinal") // the number stays in the word of one job
    int number() {
        return ordinal() + 1;
    }

    static End numbered(int number) {
        return ALL[number - 1];
    }

    /** Whether the buffers owned exclusively are left in an unknown state (S15). */
    boolean poisons() {
        return this == FAILED || this == TIMED_OUT || this == ABANDONED;
    }
}
