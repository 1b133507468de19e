package dev.baton.trace;

import dev.baton.trace.text.DamagedLineException;
import dev.baton.trace.text.FtraceEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows atomic commits to the screen.
 *
 * <pre>
 * committer  kms_commit -> kms_prepare_fb -> resv_get_singleton   names plane, buffer, explicit?
 * worker     kms_wait_for_fences -> dma_fence_wait_start          the fence instead
 *            kms_arm_vblank_event                                 the display, until its next vblank
 *         or kms_send_vblank_event                                the display, shown at once
 * </pre>
 *
 * <p>A blocking commit is carried out by the committer itself, any other by whichever worker comes
 * next: in order. A refused commit prepares nothing and meets no worker. A display takes a new
 * commit only when the one before is done; so one that is still waiting for a worker when its plane
 * is committed again has been missed by the recorder.
 */
final class CommitLog {
    static final int COMMITS_MAX = 250_000;

    private final List<Commit> commits = new ArrayList<>();
    private final Map<Integer, Commit> preparedBy = new HashMap<>();
    private final Map<Integer, Commit> carriedOutBy = new HashMap<>();
    private final Map<String, Commit> queuedForPlane = new LinkedHashMap<>();
    private final Map<String, Commit> armedOnCrtc = new HashMap<>();
    private final Map<String, String> crtcOfPlane = new HashMap<>();

    void commit(FtraceEvent event) throws DamagedLineException, UnreadableTraceException {
        if (Math.max(commits.size(), preparedBy.size()) >= COMMITS_MAX
                || crtcOfPlane.size() >= COMMITS_MAX) {
            throw new UnreadableTraceException("more than " + COMMITS_MAX + " commits");
        }
        preparedBy.put(event.task(), new Commit(event, event.number("nonblock") == 0));
    }

    void prepareFramebuffer(FtraceEvent event) throws DamagedLineException {
        String plane = event.word("plane");
        Commit commit = preparing(event);
        if (commit == null) {
            return;
        }
        if (!commit.isPrepared()) {
            commits.add(commit);
        }
        commit.plane(plane);
        Commit missed = queuedForPlane.remove(plane);
        if (missed != null && missed != commit) {
            missed.leaveQueue();
        }
        if (!commit.blocking) {
            queuedForPlane.put(plane, commit);
        }
    }

    /** A question about a buffer; right behind a prepared framebuffer it names the flip's. */
    void singleton(FtraceEvent event) throws DamagedLineException {
        String buffer = event.word("resv");
        long usage = event.number("usage");
        Commit commit = preparing(event);
        if (commit != null && commit.isPrepared() && (usage == 0 || usage == 1)) {
            commit.buffer(buffer, usage);
        }
    }

    void waitForFences(FtraceEvent event) {
        Commit own = preparedBy.get(event.task());
        Commit current = carriedOutBy.get(event.task());
        Commit next;
        if (own != null && own.blocking) {
            preparedBy.remove(event.task());
            next = own;
        } else if (current != null && current.expectsSecondWait()) {
            next = current;
        } else {
            next = nextQueued();
        }
        if (next == null) {
            carriedOutBy.remove(event.task());
        } else {
            next.leaveQueue();
            next.waitBegins();
            carriedOutBy.put(event.task(), next);
        }
    }

    void waitForFencesDone(FtraceEvent event) {
        Commit commit = carriedOutBy.get(event.task());
        if (commit != null) {
            commit.waitEnds();
        }
    }

    void fenceWait(FtraceEvent event) throws DamagedLineException {
        FenceId fence = event.fence();
        Commit commit = carriedOutBy.get(event.task());
        if (commit != null) {
            commit.waitsFor(fence);
        }
    }

    void arm(FtraceEvent event) throws DamagedLineException {
        String crtc = event.word("crtc");
        Commit commit = carriedOutBy.get(event.task());
        if (commit != null) {
            commit.armed(crtc, event.nanos());
            armedOnCrtc.put(crtc, commit);
            commit.planes.forEach(plane -> crtcOfPlane.put(plane, crtc));
        }
    }

    void send(FtraceEvent event) throws DamagedLineException {
        String crtc = event.word("crtc");
        Commit commit = carriedOutBy.get(event.task());
        if (commit != null) {
            commit.shownAtOnce(crtc, event.nanos());
            commit.planes.forEach(plane -> crtcOfPlane.put(plane, crtc));
        }
    }

    void hardwareDone(FtraceEvent event) {
        carriedOutBy.remove(event.task());
    }

    void vblank(VblankClock clock) {
        Commit commit = armedOnCrtc.get(clock.crtc());
        if (commit != null && commit.latchesAt(clock.nanosOf(clock.count() - 1))) {
            armedOnCrtc.remove(clock.crtc());
        }
    }

    /** The flips of before a time, as committed; and fences that those and later ones wait for. */
    List<RecordedFlip> flips(FenceLog fences, long horizonNanos, Set<FenceId> waitedFor) {
        List<RecordedFlip> flips = new ArrayList<>();
        for (Commit commit : commits) {
            if (commit.isFlip()) {
                RecordedFlip flip = commit.flip(crtcOfPlane, fences);
                waitedFor.addAll(flip.fences());
                if (commit.nanos() < horizonNanos) {
                    flips.add(flip);
                }
            }
        }
        commits.removeIf(commit -> commit.nanos() < horizonNanos);
        return flips;
    }

    private @Nullable Commit preparing(FtraceEvent event) {
        Commit commit = preparedBy.get(event.task());
        return commit == null || commit.hasLeftQueue() ? null : commit;
    }

    private @Nullable Commit nextQueued() {
        while (!queuedForPlane.isEmpty()) {
            String plane = queuedForPlane.keySet().iterator().next();
            Commit commit = queuedForPlane.remove(plane);
            if (commit != null && !commit.hasLeftQueue()) {
                return commit;
            }
        }
        return null;
    }
}
