package dev.baton.engine;

import dev.baton.fence.Fence;
import dev.baton.fence.FenceSource;
import dev.baton.fence.SyncFile;
import dev.baton.fence.Timeline;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The ways in which a fence waits for all that is ahead in a queue. */
enum FenceBehind {
    OUT_FENCE,
    EXPORTED_FENCE,
    SNAPSHOT,
    TIMELINE_POINT,
    POINT_AWAITED,
    FIRST_OF_ONE,
    GATE_BEFORE_PLACING,
    GATE_HOLDING_PLACE,
    FOREIGN_WORK,
    CANCELLED_JOB;

    private static final Client KEEPS = job -> {};
    private static final Duration LONG = Duration.ofHours(1);
    /** All that promised a fence: if it were lost, its fence would end. */
    private static final Queue<Object> KEPT = new ConcurrentLinkedQueue<>();

    private static final JobOptions OUT = JobOptions.DEFAULT.withOutFence();

    /** Makes the fence: of a job of this mode, or of what follows such a job. */
    Fence of(Dispatcher dispatcher, SyncQueue queue, AccessMode mode) {
        if (this == EXPORTED_FENCE) {
            return dispatcher.exportFence(queue, mode);
        }
        Job job = dispatcher.submit(Queues.set(mode, queue), KEEPS, null, OUT);
        if (this == CANCELLED_JOB) {
            job.cancel();
        }
        return after(dispatcher, job.outFence());
    }

    private Fence after(Dispatcher dispatcher, Fence fence) {
        return switch (this) {
            case SNAPSHOT -> SyncFile.merge(kept(new FenceSource("another")).fence(), fence);
            case TIMELINE_POINT -> pointOf(kept(new Timeline("frames")), fence);
            case POINT_AWAITED -> awaited(kept(new Timeline("frames", new VirtualTimers())), fence);
            case FIRST_OF_ONE -> Fence.anyOf(List.of(fence));
            case GATE_BEFORE_PLACING -> gated(dispatcher, Gate.beforePlacing(fence));
            case GATE_HOLDING_PLACE -> gated(dispatcher, Gate.holdingPlace(fence, LONG));
            case FOREIGN_WORK -> foreign(dispatcher, fence);
            default -> fence;
        };
    }

    private static <T> T kept(T producer) {
        KEPT.add(producer);
        return producer;
    }

    private static Fence pointOf(Timeline timeline, Fence fence) {
        timeline.submit(1, fence);
        return timeline.point(1);
    }

    private static Fence awaited(Timeline timeline, Fence fence) {
        Fence point = timeline.point(1, LONG);
        timeline.submit(1, fence);
        return point;
    }

    private static Fence gated(Dispatcher dispatcher, Gate gate) {
        AccessSet own = AccessSet.exclusive(new SyncQueue("gated"));
        return dispatcher.submit(own, KEEPS, null, OUT.gate(gate)).outFence();
    }

    private static Fence foreign(Dispatcher dispatcher, Fence fence) {
        SyncQueue own = new SyncQueue("foreign");
        dispatcher.importFence(AccessSet.exclusive(own), fence, LONG);
        return dispatcher.exportFence(own, AccessMode.EXCLUSIVE);
    }

    static String inWords(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Override
    public String toString() {
        return inWords(this);
    }
}
