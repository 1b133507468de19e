package dev.baton.trace.oracle;

import dev.baton.buffers.heap.SystemHeap;
import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.RefusedException;
import dev.baton.fence.FenceSource;
import dev.baton.sim.EventLoop;
import dev.baton.sim.InOrderScheduler;
import dev.baton.sim.Interrupt;
import dev.baton.sim.kms.AtomicCommit;
import dev.baton.sim.kms.CommitException;
import dev.baton.sim.kms.Committed;
import dev.baton.sim.kms.Crtc;
import dev.baton.sim.kms.CrtcOptions;
import dev.baton.sim.kms.Mode;
import dev.baton.sim.kms.OutFence;
import dev.baton.sim.kms.Plane;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.PixelFormat;
import dev.baton.trace.oracle.FlipFrame.Moment;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What Baton's display makes of a scenario's commits: each comes as long after the vblank before it
 * as was recorded, and so does each signal. Nothing has a latency.
 */
final class FlipRun {
    /** Longer than any scenario: no fence is given up. */
    private static final Duration FENCE_TIMEOUT = Duration.ofDays(365);

    private static final int SIDE = 4;
    private static final long NANOS_PER_MICRO = 1000;

    private final FlipScenario scenario;
    private final EventLoop loop = new EventLoop(new InOrderScheduler());
    private final Dispatcher dispatcher = new Dispatcher(null, loop.timers("engine"));
    private final Crtc crtc;
    private final List<Framebuffer> framebuffers = new ArrayList<>();
    private final List<Shown> shown = new ArrayList<>();
    private final List<FenceSource> fences = new ArrayList<>();

    /** The recording's number of this display's vblank 0. */
    private final long baseSequence;

    /** What came of one frame. */
    static final class Shown {
        static final long NEVER = -1;
        long answer;
        long secondAnswer;
        long sequence = NEVER;
        long nanos = NEVER;

        @Nullable
        OutFence outFence;
    }

    private FlipRun(FlipScenario scenario) {
        this.scenario = scenario;
        this.baseSequence = moments().stream().mapToLong(Moment::sequence).min().orElse(0) - 1;
        CrtcOptions options = CrtcOptions.of(
                        "display", new Mode(SIDE, SIDE, scenario.periodNanos()))
                .bands(1);
        this.crtc = new Crtc(loop, dispatcher, options, Interrupt.SOUND, (s, nanos, l) -> {});
        SystemHeap heap = new SystemHeap();
        long bytes = Framebuffer.bytesFor(PixelFormat.XR24, SIDE, SIDE);
        for (int i = 0; i < scenario.buffers(); i++) {
            framebuffers.add(
                    Framebuffer.of(PixelFormat.XR24, SIDE, SIDE, heap.allocate("b" + i, bytes)));
        }
    }

    /** What came of each frame, in their order. */
    static List<Shown> of(FlipScenario scenario) {
        FlipRun run = new FlipRun(scenario);
        scenario.frames().forEach(run::schedule);
        long last = run.moments().stream().mapToLong(Moment::sequence).max().orElse(0);
        run.loop.runUntil((last - run.baseSequence + 2) * scenario.periodNanos());
        run.crtc.close();
        run.fences.forEach(FenceSource::close);
        run.framebuffers.forEach(Framebuffer::close);
        return run.shown;
    }

    /** All that happens by itself. */
    private List<Moment> moments() {
        List<Moment> moments = new ArrayList<>();
        for (FlipFrame frame : scenario.frames()) {
            moments.add(frame.commit());
            moments.addAll(frame.signals());
        }
        return moments;
    }

    /** Between the vblanks where it was recorded, though clocks read at different moments differ. */
    private long nanos(Moment moment) {
        long since = (moment.micros() - moment.vblankMicros()) * NANOS_PER_MICRO;
        long within = Math.max(1, Math.min(scenario.periodNanos() - 1, since));
        return (moment.sequence() - baseSequence) * scenario.periodNanos() + within;
    }

    /** Fences are attached when the first thing of a frame happens. */
    private void schedule(FlipFrame frame) {
        Shown mine = new Shown();
        shown.add(mine);
        List<FenceSource> signaled = new ArrayList<>();
        long first = nanos(frame.commit());
        for (Moment signal : frame.signals()) {
            first = Math.min(first, nanos(signal));
            signaled.add(new FenceSource("f" + signaled.size()));
        }
        fences.addAll(signaled);
        loop.at(first, "attach", () -> attach(frame, signaled));
        for (int i = 0; i < signaled.size(); i++) {
            loop.at(nanos(frame.signals().get(i)), "signal", signaled.get(i)::signal);
        }
        loop.at(nanos(frame.commit()), "commit", () -> commit(frame, signaled, mine));
    }

    private void attach(FlipFrame frame, List<FenceSource> signaled) {
        for (int i = 0; i < signaled.size(); i++) {
            AccessMode use = frame.mode().roles.get(i).use;
            if (use != null) {
                AccessSet.Builder set = AccessSet.builder();
                framebuffers.get(frame.buffer()).addTo(set, use);
                dispatcher.importFence(set.build(), signaled.get(i).fence(), FENCE_TIMEOUT);
            }
        }
    }

    private void commit(FlipFrame frame, List<FenceSource> signaled, Shown mine) {
        Plane plane = Plane.primary(framebuffers.get(frame.buffer()));
        int inFence = frame.mode().roles.indexOf(FlipFrame.Role.IN_FENCE);
        if (inFence >= 0) {
            plane = plane.withInFence(signaled.get(inFence).fence());
        }
        AtomicCommit state = AtomicCommit.of(
                (sequence, nanos) -> {
                    mine.sequence = sequence + baseSequence;
                    mine.nanos = nanos;
                },
                plane);
        mine.answer = answer(state, mine);
        if (frame.second() != null && frame.second().pending()) {
            mine.secondAnswer = answer(state, new Shown());
        }
    }

    private long answer(AtomicCommit state, Shown mine) {
        try {
            Committed committed = crtc.commit(state);
            mine.outFence = committed.outFence();
            return 0;
        } catch (CommitException e) {
            return e.errno();
        } catch (RefusedException e) {
            return CommitException.EINVAL; // it would wait for itself
        }
    }
}
