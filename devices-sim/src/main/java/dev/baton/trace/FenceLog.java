package dev.baton.trace;

import dev.baton.engine.AccessMode;
import dev.baton.trace.text.DamagedLineException;
import dev.baton.trace.text.FtraceEvent;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gathers what the recording tells of each fence, and makes jobs of those that are some. */
final class FenceLog {
    static final int FENCES_MAX = 250_000;
    static final int USES_PER_JOB_MAX = 1024;

    /** A display's own out-fences are on timelines so named; they belong to its flips. */
    private static final String OUT_FENCE_TIMELINE = "CRTC:";

    private static final String SCHEDULER_DRIVER = "driver=drm_sched ";

    private static final Comparator<RecordedJob> BY_SUBMISSION =
            Comparator.comparingLong(RecordedJob::submitNanos).thenComparingLong(RecordedJob::line);

    private static final AccessMode[] MODE_OF_USAGE = {
        AccessMode.EXCLUSIVE, AccessMode.EXCLUSIVE, AccessMode.SHARED, AccessMode.UNORDERED
    };

    private final Map<FenceId, FenceNotes> fences = new LinkedHashMap<>();
    private final Set<Long> ringContexts = new HashSet<>();
    private boolean jobsByNumber;
    private boolean jobsByPointer;
    private boolean any;
    private int withoutSubmission;

    void init(FtraceEvent event) throws DamagedLineException, UnreadableTraceException {
        boolean outFence = event.timeline().startsWith(OUT_FENCE_TIMELINE);
        FenceNotes notes = told(event);
        notes.outFence = outFence;
        notes.made(event);
    }

    void attached(FtraceEvent event) throws DamagedLineException, UnreadableTraceException {
        String buffer = event.word("resv");
        long usage = event.number("usage");
        FenceNotes notes = of(event.fence(), event.nanos());
        if (usage < 0 || usage >= MODE_OF_USAGE.length) {
            throw new DamagedLineException("usage= is none of 0 to 3");
        }
        if (notes.uses.size() >= USES_PER_JOB_MAX) {
            throw new DamagedLineException("more than " + USES_PER_JOB_MAX + " uses of one fence");
        }
        notes.attached(event, new RecordedJob.Use(buffer, MODE_OF_USAGE[(int) usage]));
    }

    void signalled(FtraceEvent event) throws DamagedLineException, UnreadableTraceException {
        told(event).signalled(event.nanos());
    }

    void destroyed(FtraceEvent event) throws DamagedLineException, UnreadableTraceException {
        if (fences.containsKey(event.fence())) { // or it was over long before
            told(event).destroyed(event.nanos());
        }
    }

    void ringSubmit(FtraceEvent event, FenceId fence, String ring) throws UnreadableTraceException {
        onRing(fence, ring, event.nanos()).submittedToRing(event);
        jobsByPointer |= PointerFences.isOne(fence);
        jobsByNumber |= !PointerFences.isOne(fence);
    }

    void ringStart(FtraceEvent event, FenceId fence, String ring) throws UnreadableTraceException {
        onRing(fence, ring, event.nanos()).startNanos = event.nanos();
    }

    void ringEnd(FtraceEvent event, FenceId fence) throws UnreadableTraceException {
        of(fence, event.nanos()).signalled(event.nanos());
    }

    /**
     * A fence that a flip waited for is a job, though made before the recording began. Later, one
     * that is not known is over.
     */
    void awaited(Collection<FenceId> waitedFor, long beginNanos, boolean first)
            throws UnreadableTraceException {
        for (FenceId fence : waitedFor) {
            if (first || fences.containsKey(fence)) {
                of(fence, beginNanos).awaitedThereSince(beginNanos);
            }
        }
    }

    /** The jobs submitted before a time, by submission; what is over by then is forgotten. */
    List<RecordedJob> take(long horizonNanos) {
        fences.values().forEach(this::startByScheduledFence);
        LostEnds.infer(fences.values(), horizonNanos);
        List<RecordedJob> jobs = fences.values().stream()
                .filter(notes -> isJob(notes) && notes.isSubmittedBefore(horizonNanos))
                .map(FenceNotes::take)
                .sorted(BY_SUBMISSION)
                .toList();
        withoutSubmission += (int) fences.values().stream()
                .filter(notes -> notes.seenNanos < horizonNanos && !notes.isSubmitted())
                .filter(notes -> !isScheduledFence(notes.fence) && !isToldTwice(notes))
                .count();
        fences.values().removeIf(notes -> notes.seenNanos < horizonNanos);
        return jobs;
    }

    private boolean isJob(FenceNotes notes) {
        return !notes.taken
                && !notes.outFence
                && !isScheduledFence(notes.fence)
                && !isToldTwice(notes);
    }

    /** Fences whose submission was not recorded. */
    int withoutSubmission() {
        return withoutSubmission;
    }

    boolean isEmpty() {
        return !any;
    }

    boolean isOutFence(FenceId fence) {
        FenceNotes notes = fences.get(fence);
        return notes != null && notes.outFence;
    }

    /** The scheduler has two fences per job: context N tells its end, context N-1 its start. */
    private boolean isScheduledFence(FenceId fence) {
        return ringContexts.contains(fence.context() + 1)
                && !ringContexts.contains(fence.context());
    }

    /**
     * One job may be told by its fence's address and by its number, and nothing joins the two. The
     * ring's events count: those with numbers first. A fence that somebody waits for stays.
     */
    private boolean isToldTwice(FenceNotes notes) {
        return PointerFences.isOne(notes.fence)
                ? jobsByNumber
                : jobsByPointer && notes.ofScheduler && notes.isBare();
    }

    private void startByScheduledFence(FenceNotes notes) {
        FenceId scheduled = new FenceId(notes.fence.context() - 1, notes.fence.seqno());
        FenceNotes start = fences.get(scheduled);
        if (start != null && notes.startNanos == Recording.UNKNOWN && isScheduledFence(scheduled)) {
            notes.startNanos = start.endNanos();
        }
    }

    private FenceNotes onRing(FenceId fence, String ring, long nanos)
            throws UnreadableTraceException {
        ringContexts.add(fence.context());
        FenceNotes notes = of(fence, nanos);
        notes.ring = ring;
        return notes;
    }

    private FenceNotes told(FtraceEvent event)
            throws DamagedLineException, UnreadableTraceException {
        FenceNotes notes = of(event.fence(), event.nanos());
        notes.ofScheduler |= event.payload().startsWith(SCHEDULER_DRIVER);
        return notes;
    }

    private FenceNotes of(FenceId fence, long nanos) throws UnreadableTraceException {
        any = true;
        FenceNotes notes = fences.get(fence);
        if (notes == null) {
            if (Math.max(fences.size(), ringContexts.size()) >= FENCES_MAX) {
                throw new UnreadableTraceException("more than " + FENCES_MAX + " fences");
            }
            notes = new FenceNotes(fence);
            fences.put(fence, notes);
        }
        notes.seenNanos = Math.max(notes.seenNanos, nanos);
        return notes;
    }
}
