package dev.baton.sim.kms;

import dev.baton.buffers.Direction;
import dev.baton.engine.HardwareClient;
import dev.baton.engine.Job;
import dev.baton.sim.DmaPort;
import dev.baton.sim.Semaphore;
import dev.baton.sim.kms.FlipListener.Dropped;
import dev.baton.sim.pixels.Drawing.Layer;
import dev.baton.sim.pixels.Surface;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One flip on its way through a display, for its loop: waiting, then latched or dropped. */
final class Flip {
    final List<Plane> planes;
    final boolean async;
    final FlipListener listener;
    private final @Nullable OutFence outFence;

    /** Accesses that are not available yet, for a display that wants to know. */
    private int missing;

    private @Nullable Job job;
    private List<Layer> layers = List.of();
    private boolean granted;
    private long grantSeen;

    /** Its own, if it was handed over before its grant, and what it waits for. */
    private @Nullable Semaphore own;

    private List<Semaphore> waits = List.of();

    /** Latched or dropped. Read by whoever commits next, too. */
    private volatile boolean settled;

    Flip(AtomicCommit state, int missing, @Nullable OutFence outFence) {
        this.planes = state.planes();
        this.async = state.async();
        this.listener = state.listener();
        this.missing = missing;
        this.outFence = outFence;
    }

    Job job() {
        return Objects.requireNonNull(job);
    }

    void job(Job its) {
        job = its;
    }

    void granted(Job its) {
        job = its;
        granted = true;
    }

    boolean isGranted() {
        return granted;
    }

    void handedOver(Semaphore its, List<Semaphore> ahead) {
        own = its;
        waits = ahead;
    }

    /** Whether hardware finds all it waited for done; then the CPU is told of that. */
    boolean comesByHardware() {
        Semaphore its = own;
        if (its == null || granted || !waits.stream().allMatch(Semaphore::hasPassed)) {
            return false;
        }
        its.collectAhead();
        return job().isGranted();
    }

    /**
     * Takes it back before its grant; false if that, or an end, came first. It may be handed over
     * without the display knowing yet.
     */
    boolean cancel() {
        return job().cancel()
                || job().client() instanceof HardwareClient<?> hardware
                        && hardware.domain().cancel(job());
    }

    /** Whether its grant, seen for the first time at some vblank, was not told for many more. */
    boolean isOverdue(long sequence) {
        if (job().isGranted() && grantSeen == 0) {
            grantSeen = sequence;
        }
        return grantSeen > 0 && sequence - grantSeen >= Crtc.FLIP_DONE_VBLANKS_MAX;
    }

    /** Whether it is, or has been, on the screen. */
    boolean hasLatched() {
        return !layers.isEmpty();
    }

    boolean isSettled() {
        return settled;
    }

    void available() {
        missing--;
    }

    /** Whether nothing but its turn is missing. */
    boolean isReady(long nanos) {
        return missing == 0
                && job().options().notBeforeNanos() <= nanos
                && planes.stream()
                        .allMatch(plane ->
                                plane.inFence() == null || plane.inFence().isSignaled());
    }

    void begin(DmaPort port) {
        if (planes.size() == 1) {
            layers = List.of(begin(port, planes.get(0)));
        } else {
            beginAll(port);
        }
    }

    private void beginAll(DmaPort port) {
        List<Layer> begun = new ArrayList<>(planes.size());
        layers = begun;
        boolean all = false;
        try {
            planes.forEach(plane -> begun.add(begin(port, plane)));
            all = true;
        } finally {
            if (!all) {
                end();
                layers = List.of();
            }
        }
    }

    private Layer begin(DmaPort port, Plane plane) {
        return new Layer(
                Surface.begin(port, job(), plane.framebuffer(), Direction.TO_DEVICE), plane.at());
    }

    /** From the bottom up; the lowest is as large as the screen. */
    List<Layer> layers() {
        return layers;
    }

    void end() {
        layers.forEach(layer -> layer.surface().end());
    }

    void latched(long sequence, long nanos) {
        settled = true;
        if (outFence != null) {
            outFence.latched(nanos);
        }
        listener.latched(sequence, nanos);
    }

    /** Does nothing if it has latched or was dropped before. */
    void drop(Dropped why) {
        if (!settled) {
            settled = true;
            if (outFence != null) {
                outFence.dropped(why);
            }
            listener.dropped(why);
        }
    }

    void scannedOut(FlipListener.ScanLines lines) {
        listener.scannedOut(lines);
    }
}
