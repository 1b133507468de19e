package dev.baton.trace;

import dev.baton.trace.text.TextInput;
import dev.baton.trace.text.UnreadableTextException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
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
        List<Recording> whole = new ArrayList<>(1);
        read(in, Long.MAX_VALUE, (piece, waitedFor) -> whole.add(piece));
        return whole.get(0);
    }

    /** Takes a recording piece by piece, each with what was submitted before the next begins. */
    interface Pieces {
        /**
         * The next piece, up to its end.
         *
         * @param waitedFor fences that its flips or those of later pieces wait for
         */
        void take(Recording piece, Set<FenceId> waitedFor) throws IOException;
    }

    /** Reads a recording in pieces of so many events; Weston's logs are one. */
    static void read(InputStream in, long pieceEvents, Pieces pieces) throws IOException {
        try {
            InputStream plain = TextInput.plain(in);
            if (TextInput.first(plain) == '{') {
                pieces.take(WestonRecording.read(plain), Set.of());
            } else {
                new RecordingReader(pieceEvents, pieces).read(plain);
            }
        } catch (UnreadableTextException e) {
            throw new UnreadableTraceException(String.valueOf(e.getMessage()));
        }
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
}
