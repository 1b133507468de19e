package dev.baton.trace;

import dev.baton.engine.AccessMode;
import dev.baton.trace.text.TextInput;
import dev.baton.trace.text.UnreadableTextException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a real system did, as far as it was recorded: jobs and their buffers, flips, and the
 * displays' vblanks. Immutable. All times are nanoseconds on the recording's own clock.
 *
 * @param input what was read
 * @param jobs by submission; a display's own out-fences belong to its flips and are no jobs
 * @param flips as committed
 * @param clocks the displays' vblanks, by the display's name
 * @param beginNanos before everything else
 * @param endNanos after everything else
 * @param buffersAssigned whether the recording names no buffers of its rings' jobs, so that a rule
 *     gave them some: {@value #ASSIGNED_BUFFERS} per ring context, each job the next one,
 *     exclusively
 * @param withoutSubmission fences that signalled or started and whose submission was not recorded:
 *     it was before the recording began, or they are the hardware's own behind a job's. They are
 *     not replayed, for nobody knows when they came
 * @since 0.1
 */
public record Recording(
        RecordingInput input,
        List<RecordedJob> jobs,
        List<RecordedFlip> flips,
        Map<String, VblankClock> clocks,
        long beginNanos,
        long endNanos,
        boolean buffersAssigned,
        int withoutSubmission) {

    /** A time that was not recorded. */
    public static final long UNKNOWN = -1;

    /** The name of the recording that comes with Baton. */
    public static final String BUNDLED = "render-to-flip-vkms";

    /** Triple buffering, where a recording names no buffers. */
    public static final int ASSIGNED_BUFFERS = 3;

    /**
     * Reads a recording, plain or gzip: ftrace text, or the timeline log of Weston. Its first bytes
     * tell which.
     *
     * @param in read to its end, not closed
     * @return the recording
     * @throws UnreadableTraceException if it is empty, something else, or beyond a limit
     * @throws IOException if reading fails
     */
    public static Recording read(InputStream in) throws IOException {
        InputStream plain;
        try {
            plain = TextInput.plain(in);
        } catch (UnreadableTextException e) {
            throw new UnreadableTraceException(String.valueOf(e.getMessage()));
        }
        return TextInput.first(plain) == '{'
                ? WestonRecording.read(plain)
                : new RecordingReader().read(plain);
    }

    /**
     * Opens the recording that comes with Baton.
     *
     * @return a stream for {@link #read}, to be closed
     */
    public static InputStream openBundled() {
        InputStream in = Recording.class.getResourceAsStream(BUNDLED + ".ftrace.gz");
        return Objects.requireNonNull(in, BUNDLED);
    }

    /**
     * A display's vblanks.
     *
     * @param flip what it shows
     * @return the clock, null if none of its vblanks were recorded
     */
    public @Nullable VblankClock clockOf(RecordedFlip flip) {
        return flip.crtc() == null ? null : clocks.get(flip.crtc());
    }

    /**
     * All vblanks.
     *
     * @return their number
     */
    public int vblanks() {
        return clocks.values().stream().mapToInt(VblankClock::count).sum();
    }

    static Recording of(
            RecordingInput input,
            FenceLog fences,
            CommitLog commits,
            VblankLog vblanks,
            long beginNanos,
            long endNanos)
            throws UnreadableTraceException {
        List<RecordedFlip> flips = commits.flips(fences);
        Set<FenceId> waitedFor = new LinkedHashSet<>();
        flips.forEach(flip -> waitedFor.addAll(flip.fences()));
        List<RecordedJob> jobs = fences.jobs(waitedFor, beginNanos);
        boolean assign = namesNoBuffers(jobs);
        long first = vblanks.clocks().values().stream()
                .mapToLong(clock -> clock.nanosOf(0))
                .min()
                .orElse(beginNanos);
        return new Recording(
                input,
                assign ? withBuffers(jobs) : jobs,
                flips,
                Collections.unmodifiableMap(vblanks.clocks()),
                Math.min(beginNanos, first),
                endNanos,
                assign,
                fences.withoutSubmission());
    }

    private static boolean namesNoBuffers(Collection<RecordedJob> jobs) {
        List<RecordedJob> onRings =
                jobs.stream().filter(job -> job.ring() != null).toList();
        return !onRings.isEmpty() && onRings.stream().allMatch(job -> job.uses().isEmpty());
    }

    private static List<RecordedJob> withBuffers(List<RecordedJob> jobs) {
        Map<Long, Integer> countOfContext = new HashMap<>();
        List<RecordedJob> assigned = new ArrayList<>();
        for (RecordedJob job : jobs) {
            if (job.ring() == null) {
                assigned.add(job);
            } else {
                long context = job.fence().context();
                int count = countOfContext.merge(context, 1, Integer::sum) - 1;
                String buffer = "context " + context + " buffer " + count % ASSIGNED_BUFFERS;
                assigned.add(job.using(new RecordedJob.Use(buffer, AccessMode.EXCLUSIVE)));
            }
        }
        return assigned;
    }
}
