package dev.baton.sim.capture;

import dev.baton.buffers.BufferException;
import dev.baton.buffers.Direction;
import dev.baton.engine.Job;
import dev.baton.sim.DmaPort;
import dev.baton.sim.Interrupt;
import dev.baton.sim.Loop;
import dev.baton.sim.PixelClock;
import dev.baton.sim.pixels.FrameStamp;
import dev.baton.sim.pixels.Rows;
import dev.baton.sim.pixels.Surface;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The part of a camera that takes frames, into the buffers that it owns. For its loop, but as said. */
final class Sensor implements AutoCloseable {
    private enum State {
        WORKING,
        HUNG,
        DEAD
    }

    private final Loop loop;
    private final CaptureOptions options;
    private final Interrupt interrupt;
    private final String tick;
    private final DmaPort port;
    private final FrameStamp stamp;
    private final Rows rows;
    private final ArrayDeque<Filling> owned = new ArrayDeque<>();

    /** The jobs it will complete. Any thread. */
    private final Set<Job> accepted = ConcurrentHashMap.newKeySet();

    /** The job of the first owned buffer. Any thread. */
    private volatile @Nullable Job first;

    private volatile State state = State.WORKING;
    private final AtomicLong dropped = new AtomicLong();

    /** Null when it is off. */
    private @Nullable CaptureListener listener;

    /** How often it was turned on. */
    private long starts;

    /** Of which tick 0 is the start of the stream: the first frame is ready at the next. */
    private PixelClock clock;

    private long sequence;

    Sensor(Loop loop, CaptureOptions options, Interrupt interrupt) {
        this.loop = Objects.requireNonNull(loop, "loop");
        this.options = options;
        this.interrupt = Objects.requireNonNull(interrupt, "interrupt");
        this.tick = options.name() + " frame";
        this.port = new DmaPort(options.device());
        this.stamp = new FrameStamp(options.format(), options.width());
        this.rows = new Rows(0, options.height());
        this.clock = clock(0);
    }

    boolean isOn() {
        return listener != null;
    }

    /** Takes frames from now on. */
    void start(CaptureListener told) {
        listener = told;
        clock = clock(loop.nowNanos());
        sequence = 0;
        long start = ++starts;
        awaitFrame(() -> frame(start));
    }

    private PixelClock clock(long startNanos) {
        return new PixelClock(startNanos, options.periodNanos(), options.driftPpm());
    }

    void stop() {
        listener = null;
    }

    /** A buffer is granted. Any thread. */
    void granted(Filling filling, Job job) {
        accepted.add(job);
        loop.post(() -> own(filling, job));
    }

    private void own(Filling filling, Job job) {
        if (job.outcome() != null) {
            accepted.remove(job);
        } else if (filling.returned) {
            end(job, turnedOff());
        } else {
            try {
                filling.surface = Surface.begin(port, job, filling.picture, Direction.FROM_DEVICE);
                owned.add(filling);
                noteFirst();
            } catch (BufferException unreachable) {
                end(job, unreachable);
            }
        }
    }

    /** Gives a buffer back unfilled, if it is owned. */
    void giveBack(Filling filling) {
        if (owned.remove(filling)) {
            end(job(filling), turnedOff());
        }
    }

    private CancellationException turnedOff() {
        return new CancellationException(options.name() + " was turned off before this frame");
    }

    private static Job job(Filling filling) {
        return Objects.requireNonNull(filling.job);
    }

    private void end(Job job, @Nullable Throwable error) {
        accepted.remove(job);
        noteFirst();
        job.progress(); // a sign of life, as the interrupt may take its time
        interrupt.done(job, error);
    }

    private void noteFirst() {
        Filling next = owned.peek();
        first = next == null ? null : next.job;
    }

    private void awaitFrame(Runnable taking) {
        loop.at(clock.nanos(sequence + 1), tick, taking);
    }

    private void frame(long start) {
        CaptureListener told = listener;
        if (told == null || start != starts) {
            return; // turned off meanwhile
        }
        long number = sequence++;
        awaitFrame(() -> frame(start));
        Filling filling = state == State.WORKING ? owned.poll() : null;
        if (filling != null) {
            fill(filling, number);
        } else {
            dropped.incrementAndGet();
            told.dropped(number);
        }
    }

    private void fill(Filling filling, long number) {
        Job job = job(filling);
        Surface surface = Objects.requireNonNull(filling.surface);
        long nanos = clock.nanos(number + 1);
        filling.frame = new CaptureListener.Frame(filling.index, filling.picture, number, nanos);
        Throwable error = null;
        try {
            stamp.draw(surface, rows, number);
            surface.end();
        } catch (BufferException refused) {
            error = refused;
        }
        end(job, error);
    }

    void hang() {
        state = state == State.DEAD ? State.DEAD : State.HUNG;
    }

    void kill() {
        state = State.DEAD;
    }

    void revive() {
        state = state == State.DEAD ? State.WORKING : state;
    }

    /** {@return whether it starts anew and knows nothing, as it was dead} */
    boolean reset() {
        boolean dead = state == State.DEAD;
        state = State.WORKING;
        List<Filling> lost = List.copyOf(owned);
        owned.clear();
        if (dead) {
            accepted.clear();
            stop();
        } else {
            IllegalStateException why = new IllegalStateException(options.name() + " was reset");
            lost.forEach(filling -> end(job(filling), why));
        }
        return dead;
    }

    /** When it hangs, those that wait are innocent, if the next buffer will be taken. Any thread. */
    boolean isWorking(Job job) {
        Job at = first;
        boolean guilty =
                at == null || at == job || at.outcome() != null || at.options().hold() == null;
        return accepted.contains(job)
                && (state == State.WORKING || (state == State.HUNG && !guilty));
    }

    void fenceOff(Job job) {
        Filling at = owned.peek();
        if (state != State.DEAD) {
            owned.removeIf(filling -> filling.job == job || job(filling).outcome() != null);
            accepted.removeIf(known -> known == job || known.outcome() != null);
            noteFirst();
        }
        if (at != owned.peek()) {
            state = State.WORKING;
        }
    }

    long dropped() {
        return dropped.get();
    }

    @Override
    public void close() {
        port.close();
    }
}
