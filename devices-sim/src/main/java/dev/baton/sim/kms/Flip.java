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
import java.util.function.LongSupplier;

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

    /** Its own, if it was handed over before its grant. */
    private @Nullable Semaphore own;

    /** How many it waits for in hardware, and when the last of them passed. Guard: this. */
    private int ahead;

    private long passedNanos;

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

    void handedOver(Semaphore its, List<Semaphore> waits, LongSupplier clock) {
        own = its;
        synchronized (this) {
            ahead = waits.size();
        }
        waits.forEach(each -> each.whenPassed(() -> passed(clock.getAsLong())));
    }

    private synchronized void passed(long nanos) {
        ahead--;
        passedNanos = Math.max(passedNanos, nanos);
    }

    /** At the vblank itself, which the CPU may come to look at later. */
    private synchronized boolean hadPassed(long vblankNanos) {
        return ahead == 0 && passedNanos <= vblankNanos;
    }

    /** Whether hardware finds all it waited for done at a vblank; then the CPU is told of that. */
    boolean comesByHardware(long vblankNanos) {
        Semaphore its = own;
        if (its == null || granted || !hadPassed(vblankNanos)) {
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
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).surface().end();
        }
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
