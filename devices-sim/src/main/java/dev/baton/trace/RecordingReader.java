package dev.baton.trace;

import dev.baton.trace.RecordingInput.Damage;
import dev.baton.trace.text.DamagedLineException;
import dev.baton.trace.text.FtraceEvent;
import dev.baton.trace.text.FtraceReader;
import dev.baton.trace.text.UnreadableTextException;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
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
    private long beginNanos = Long.MAX_VALUE;
    private long endNanos;

    RecordingReader() {
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

    Recording read(InputStream in) throws IOException {
        FtraceReader reader = readAll(in);
        RecordingInput input = new RecordingInput(
                "ftrace",
                reader.events(),
                Collections.unmodifiableMap(skipped),
                reader.damagedLines(),
                reader.damages().stream()
                        .map(damage -> new Damage(damage.line(), damage.reason()))
                        .toList(),
                reader.outOfOrder());
        Recording recording = Recording.of(input, fences, commits, vblanks, beginNanos, endNanos);
        if (fences.isEmpty() && recording.flips().isEmpty() && recording.vblanks() == 0) {
            throw new UnreadableTraceException("nothing to replay: no fence, flip or vblank among "
                    + reader.events() + " events");
        }
        return recording;
    }

    private FtraceReader readAll(InputStream in) throws IOException {
        try {
            FtraceReader reader = new FtraceReader(in, this);
            reader.readAll();
            return reader;
        } catch (UnreadableTextException e) {
            throw new UnreadableTraceException(String.valueOf(e.getMessage()));
        }
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
    }
}
