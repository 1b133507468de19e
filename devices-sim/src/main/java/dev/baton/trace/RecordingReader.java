package dev.baton.trace;

import dev.baton.trace.RecordingInput.Damage;
import dev.baton.trace.text.DamagedLineException;
import dev.baton.trace.text.FtraceEvent;
import dev.baton.trace.text.FtraceReader;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Gives each event to those that know what it means, and counts the others by name. */
final class RecordingReader implements FtraceReader.Sink {
    /** How many names of unknown events are told apart. */
    static final int SKIPPED_NAMES_MAX = 1000;

    private static final String OTHERS = "others";

    private final FenceLog fences = new FenceLog();
    private final PointerFences pointers = new PointerFences();
    private final CommitLog commits = new CommitLog();
    private final VblankLog vblanks = new VblankLog();
    private final Map<String, FtraceReader.Sink> known = new HashMap<>();
    private final Map<String, Long> skipped = new TreeMap<>();
    private final AssignedBuffers buffers = new AssignedBuffers();
    private final long pieceEvents;
    private final Recording.Pieces sink;
    private @Nullable FtraceReader reader;
    private long beginNanos = Long.MAX_VALUE;
    private long endNanos;
    private long horizonNanos;
    private long takenNanos;
    private long events;
    private boolean begun;
    private boolean anyFlip;

    RecordingReader(long pieceEvents, Recording.Pieces sink) {
        this.pieceEvents = pieceEvents;
        this.sink = sink;
        for (String prefix : new String[] {"dma_", ""}) { // older kernels: without
            known.put(prefix + "fence_init", fences::init);
            known.put(prefix + "fence_signaled", fences::signalled);
            known.put(prefix + "fence_destroy", fences::destroyed);
            known.put(prefix + "fence_wait_start", commits::fenceWait);
        }
        known.put("resv_add_fence", fences::attached);
        known.put("resv_get_singleton", commits::singleton);
        known.put("amdgpu_cs_ioctl", e -> fences.ringSubmit(e, e.fence(), e.amdgpuRing()));
        known.put("amdgpu_sched_run_job", e -> fences.ringStart(e, e.fence(), e.amdgpuRing()));
        known.put("drm_sched_job_queue", e -> fences.ringSubmit(e, e.pair(), e.word("ring")));
        known.put("drm_sched_job_run", e -> fences.ringStart(e, e.pair(), e.word("ring")));
        known.put("drm_sched_job_done", e -> fences.ringEnd(e, e.pair()));
        known.put("drm_sched_job", e -> fences.ringSubmit(e, pointers.queued(e), e.word("ring")));
        known.put("drm_run_job", e -> fences.ringStart(e, pointers.started(e), e.word("ring")));
        known.put("drm_sched_process_job", e -> fences.ringEnd(e, pointers.ended(e)));
        known.put("drm_vblank_event", e -> commits.vblank(vblanks.vblank(e)));
        known.put("kms_handle_vblank", vblanks::interrupt);
        known.put("kms_commit", commits::commit);
        known.put("kms_prepare_fb", commits::prepareFramebuffer);
        known.put("kms_wait_for_fences", commits::waitForFences);
        known.put("kms_wait_for_fences_done", commits::waitForFencesDone);
        known.put("kms_arm_vblank_event", commits::arm);
        known.put("kms_send_vblank_event", commits::send);
        known.put("kms_hw_done", commits::hardwareDone);
    }

    void read(InputStream in) throws IOException {
        FtraceReader all = new FtraceReader(in, this);
        reader = all;
        all.readAll();
        take(Long.MAX_VALUE);
    }

    /** What was submitted before a time, of which all is known that matters. */
    private void take(long horizon) throws IOException {
        Set<FenceId> waitedFor = new LinkedHashSet<>();
        List<RecordedFlip> flips = commits.flips(fences, horizon, waitedFor);
        anyFlip |= !flips.isEmpty();
        fences.awaited(waitedFor, beginNanos, !begun);
        List<RecordedJob> jobs = buffers.assigned(fences.take(horizon));
        boolean none = fences.isEmpty() && !anyFlip && vblanks.clocks().isEmpty();
        if (none && horizon == Long.MAX_VALUE) {
            throw new UnreadableTraceException(
                    "nothing to replay: no fence, flip or vblank among " + events + " events");
        }
        begun = true;
        sink.take(
                new Recording(
                        input(),
                        jobs,
                        flips,
                        Collections.unmodifiableMap(vblanks.clocks()),
                        Math.min(beginNanos, vblanks.beginNanos()),
                        Math.min(endNanos, horizon),
                        buffers.isAssigning(),
                        fences.withoutSubmission()),
                waitedFor);
        vblanks.forgetBefore(takenNanos); // of this piece they are needed until the next
        takenNanos = horizon;
    }

    private RecordingInput input() {
        FtraceReader of = Objects.requireNonNull(reader);
        return new RecordingInput(
                "ftrace",
                of.events(),
                Collections.unmodifiableMap(skipped),
                of.damagedLines(),
                of.damages().stream()
                        .map(damage -> new Damage(damage.line(), damage.reason()))
                        .toList(),
                of.outOfOrder());
    }

    @Override
    public void accept(FtraceEvent event) throws DamagedLineException, IOException {
        FtraceReader.Sink sink = known.get(event.name());
        if (sink == null) {
            boolean told = skipped.containsKey(event.name()) || skipped.size() < SKIPPED_NAMES_MAX;
            skipped.merge(told ? event.name() : OTHERS, 1L, Long::sum);
        } else {
            sink.accept(event);
        }
        beginNanos = Math.min(beginNanos, event.nanos());
        endNanos = Math.max(endNanos, event.nanos());
        if (++events % pieceEvents == 0) {
            if (events > pieceEvents) {
                take(horizonNanos);
            }
            horizonNanos = endNanos; // of the next piece: as many events behind it are known then
        }
    }
}
