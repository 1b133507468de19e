package dev.baton.trace;

import static dev.baton.trace.Recording.UNKNOWN;

import dev.baton.trace.text.FtraceEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What the recording has told of one fence so far. */
final class FenceNotes {
    final FenceId fence;
    final List<RecordedJob.Use> uses = new ArrayList<>(1);

    @Nullable
    String ring;

    boolean outFence;
    boolean ofScheduler;
    long startNanos = UNKNOWN;

    /** When it was told of last. */
    long seenNanos;

    /** Whether it was made a job already. */
    boolean taken;

    private boolean awaited;
    private boolean submittedToRing;
    private boolean endLost;
    private long line;
    private long submitNanos = UNKNOWN;
    private long signalNanos = UNKNOWN;
    private long destroyNanos = UNKNOWN;

    FenceNotes(FenceId fence) {
        this.fence = fence;
    }

    void made(FtraceEvent event) {
        if (submitNanos == UNKNOWN) {
            submitted(event);
        }
    }

    void submittedToRing(FtraceEvent event) {
        if (!submittedToRing && uses.isEmpty()) {
            submitted(event);
        }
        submittedToRing = true;
    }

    /** A job is submitted at the last attachment of its fence to a buffer. */
    void attached(FtraceEvent event, RecordedJob.Use use) {
        uses.add(use);
        submitted(event);
    }

    private void submitted(FtraceEvent event) {
        line = event.line();
        submitNanos = event.nanos();
    }

    void awaitedThereSince(long nanos) {
        awaited = true;
        if (submitNanos == UNKNOWN) {
            submitNanos = nanos;
        }
    }

    void signalled(long nanos) {
        if (signalNanos == UNKNOWN) {
            signalNanos = nanos;
        }
    }

    void destroyed(long nanos) {
        destroyNanos = nanos;
    }

    void endLostBefore(long nanos) {
        endLost = true;
        if (ring == null) {
            signalNanos = nanos;
        }
    }

    /** Whether no ring, no buffer and no flip is known to go with it. */
    boolean isBare() {
        return ring == null && uses.isEmpty() && !awaited;
    }

    boolean isSubmitted() {
        return submitNanos != UNKNOWN;
    }

    boolean isSubmittedBefore(long nanos) {
        return isSubmitted() && submitNanos < nanos;
    }

    long line() {
        return line;
    }

    /** Its signal; without one, the end of the fence itself, which nobody can wait for any more. */
    long endNanos() {
        return signalNanos != UNKNOWN ? signalNanos : destroyNanos;
    }

    RecordedJob take() {
        taken = true;
        return new RecordedJob(
                fence, ring, line, submitNanos, startNanos, endNanos(), endLost, List.copyOf(uses));
    }
}
