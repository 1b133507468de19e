package dev.baton.trace;

import static dev.baton.trace.Recording.UNKNOWN;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.SyncQueue;
import dev.baton.sim.Latency;
import dev.baton.trace.Design.Policy;
import dev.baton.trace.RecordedFrames.Frame;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Runs the frames of a recording through the engine under another design.
 *
 * <pre>
 *   kept       when the application begins with a frame, how long it is drawn, how long after the
 *              begin the application asks for its flip; the vblanks, unless there is a refresh rate
 *   simulated  when a buffer is free to begin with, turns on a ring, grants, latches; so the rest
 * </pre>
 *
 * <p>A frame begins when the recording says so, and when one of the display's buffers is free: until
 * then it is blocked. Other work of the recording is left out.
 */
final class WhatIf implements Client {
    /** What an application takes to wake up: as in the scenario application-in-between. */
    private static final Latency WAKEUP = new Latency(300_000, 3_000_000);

    private static final long SEED = 1;

    private final Design design;
    private final ReplayStage stage;
    private final RefreshClocks clocks;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final FrameFigures figures = new FrameFigures();
    private final Map<String, Chain> chains = new HashMap<>();
    private final Set<WhatIfFrame> live = new LinkedHashSet<>();
    private final long beginNanos;
    private long endNanos = UNKNOWN;
    private long numbers;

    WhatIf(Design design, long beginNanos) {
        this.design = design;
        this.beginNanos = beginNanos;
        this.stage = new ReplayStage(beginNanos, event -> {});
        this.clocks = new RefreshClocks(design.refreshHz());
    }

    /** A display, its buffers, and the frames that have none yet. */
    private final class Chain {
        private final ReplayedDisplay display;
        private final ArrayDeque<SyncQueue> free = new ArrayDeque<>();
        private final ArrayDeque<WhatIfFrame> blocked = new ArrayDeque<>();
        private final String name;
        private int buffers;
        private long blockedSinceNanos = UNKNOWN;

        Chain(String name, @Nullable VblankClock clock) {
            this.name = name;
            boolean mailbox = design.policy() == Policy.MAILBOX;
            this.display = new ReplayedDisplay(stage, name, clock, mailbox, ReplayWatcher.NONE);
        }

        void buffers(int wanted) {
            for (; buffers < wanted; buffers++) {
                free.add(stage.buffer(name + " buffer " + buffers));
            }
            begin();
        }

        void arrive(WhatIfFrame frame) {
            blocked.add(frame);
            begin();
        }

        private void begin() {
            while (!blocked.isEmpty() && !free.isEmpty()) {
                begin(blocked.remove(), free.remove());
            }
            long now = stage.nowNanos();
            if (!blocked.isEmpty() && blockedSinceNanos == UNKNOWN) {
                blockedSinceNanos = now;
            } else if (blocked.isEmpty() && blockedSinceNanos != UNKNOWN) {
                figures.blockedFor(now - blockedSinceNanos);
                blockedSinceNanos = UNKNOWN;
            }
        }

        private void end() {
            blocked.forEach(frame -> figures.wasBlocked());
            if (blockedSinceNanos != UNKNOWN) {
                figures.blockedFor(endNanos - blockedSinceNanos);
            }
        }

        private void begin(WhatIfFrame frame, SyncQueue buffer) {
            frame.startNanos = stage.nowNanos();
            if (frame.startNanos > frame.frame.arrivalNanos()) {
                figures.wasBlocked();
            }
            long commitNanos = frame.startNanos + frame.committedAfterNanos();
            boolean drawn = frame.frame.drawn() != null;
            boolean woken = design.policy() == Policy.APPLICATION && drawn;
            if (drawn) {
                Runnable then = () -> flipAt(
                        Math.max(commitNanos, frame.renderedNanos + frame.wakeupNanos),
                        frame,
                        buffer);
                draw(frame, buffer, woken ? then : () -> {});
            } else {
                frame.renderedNanos = commitNanos;
            }
            if (!woken) {
                flipAt(commitNanos, frame, buffer);
            }
        }

        private void flipAt(long nanos, WhatIfFrame frame, SyncQueue buffer) {
            stage.at(nanos, "commit", () -> {
                Job job = display.submit(frame, AccessSet.builder().shared(buffer));
                stage.submitted(job);
                job.whenEnded().thenAccept(end -> {
                    settle(frame);
                    stage.at(stage.nowNanos(), "free", () -> {
                        free.add(buffer);
                        begin();
                    });
                });
            });
        }
    }

    /** What is done when a frame is drawn. */
    private record Render(WhatIfFrame frame, Runnable then) {}

    private void draw(WhatIfFrame frame, SyncQueue buffer, Runnable then) {
        AccessSet.Builder set = AccessSet.builder().exclusive(buffer);
        String ring = Objects.requireNonNull(frame.frame.drawn()).ring();
        if (ring != null) {
            set.exclusive(stage.buffer("ring " + ring));
        }
        stage.submitted(stage.dispatcher.submit(
                set.build(), this, new Render(frame, then), JobOptions.DEFAULT));
    }

    @Override
    public String name() {
        return "renderer";
    }

    @Override
    public void granted(Job job) {
        Render render = (Render) Objects.requireNonNull(job.attachment());
        long work = render.frame.workNanos();
        if (work != UNKNOWN) {
            stage.at(stage.nowNanos() + work, "rendered", () -> {
                render.frame.renderedNanos = stage.nowNanos();
                render.then.run();
                job.release();
            });
        }
    }

    /** Takes the next frames; what is before the piece is simulated, as its vblanks are known. */
    void take(Recording piece, List<Frame> frames, RecordedFrames found)
            throws UnreadableTraceException {
        clocks.take(piece);
        for (Frame frame : frames) {
            String name = RecordedFrames.nameOfDisplay(frame.flip());
            VblankClock clock = clocks.of(frame.flip());
            Chain chain = chains.computeIfAbsent(name, display -> new Chain(display, clock));
            WhatIfFrame mine =
                    new WhatIfFrame(frame, clocks, WAKEUP.draw(random::nextLong), numbers++);
            live.add(mine);
            stage.at(frame.arrivalNanos(), "arrival", () -> chain.arrive(mine));
        }
        chains.forEach((name, chain) -> {
            boolean own = design.buffers() == Design.AS_RECORDED;
            chain.buffers(own ? found.buffersOf(name) : design.buffers());
            chain.display.awaitVblanks(clocks.of(name));
        });
        if (endNanos != UNKNOWN) {
            stage.runUntil(endNanos - 1);
        }
        endNanos = piece.endNanos();
    }

    FrameFigures end() {
        stage.runUntil(Long.MAX_VALUE);
        chains.values().forEach(Chain::end);
        List.copyOf(live).forEach(this::settle);
        stage.endAll();
        figures.laws(stage.laws.broken());
        return figures;
    }

    private void settle(WhatIfFrame frame) {
        if (!live.remove(frame)) {
            return;
        }
        figures.frame(frame.dropped);
        if (frame.isLatched()) {
            figures.shown(frame.latchNanos - frame.renderedNanos, frame.isLate());
        }
        figures.keep(new FrameFigures.Shot(
                RecordedFrames.nameOfDisplay(frame.recorded),
                frame.number,
                frame.startNanos - beginNanos,
                frame.renderedNanos - beginNanos,
                frame.latchNanos - beginNanos,
                frame.isLate()));
    }
}
