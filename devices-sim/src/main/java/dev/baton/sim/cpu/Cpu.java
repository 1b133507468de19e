package dev.baton.sim.cpu;

import dev.baton.buffers.BufferException;
import dev.baton.engine.Client;
import dev.baton.engine.Job;
import dev.baton.sim.Breakable;
import dev.baton.sim.Interrupt;
import dev.baton.sim.Latency;
import dev.baton.sim.Loop;
import dev.baton.sim.pixels.Drawing;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A CPU thread as a client. It sleeps until it is granted a job, takes a while to wake, and does one
 * job after the other, in the order of their grants, each a {@link CpuWork}: it maps the job's
 * pictures, opens brackets, and at the end of the work's time reads or writes, closes, releases. When
 * nothing is left it sleeps again.
 *
 * <p>Of a job that was taken from it meanwhile, a touch is refused, and its release comes too late.
 *
 * <p><b>Threading:</b> as {@link Client} and {@link Breakable}; the work runs on its loop.
 *
 * @since 0.1
 */
public final class Cpu implements Client, Breakable {
    private enum State {
        WORKING,
        HUNG,
        DEAD
    }

    private final Loop loop;
    private final String name;
    private final @Nullable Latency wakeup;
    private final Interrupt interrupt;
    private final String waking;
    private final String working;
    private final Drawing drawing = new Drawing();

    /** The first one is being worked on, or is what it wakes for. */
    private final ArrayDeque<Turn> turns = new ArrayDeque<>();

    /** The same, for whoever asks from another thread. */
    private final Set<Job> accepted = ConcurrentHashMap.newKeySet();

    /** The first of the turns, for the same. */
    private volatile @Nullable Job first;

    private volatile State state = State.WORKING;

    private static final class Turn {
        final Job job;
        final CpuWork work;
        final long grantNanos;
        boolean woke;

        @Nullable
        Bracket bracket;

        Turn(Job job, CpuWork work, long grantNanos) {
            this.job = job;
            this.work = work;
            this.grantNanos = grantNanos;
        }
    }

    /**
     * A thread asleep.
     *
     * @param loop its clock
     * @param name for events and reports
     * @param wakeup from a grant, or another event, until it runs; null: at once
     * @param interrupt how it tells that it is done with a job
     */
    public Cpu(Loop loop, String name, @Nullable Latency wakeup, Interrupt interrupt) {
        this.loop = Objects.requireNonNull(loop, "loop");
        this.name = Objects.requireNonNull(name, "name");
        this.wakeup = wakeup;
        this.interrupt = Objects.requireNonNull(interrupt, "interrupt");
        this.waking = name + " wakes";
        this.working = name + " works";
    }

    @Override
    public String name() {
        return name;
    }

    /** Does the job in its turn. It must carry a {@link CpuWork}; otherwise it ends FAILED. */
    @Override
    public void granted(Job job) {
        Object attachment = job.attachment();
        if (attachment instanceof CpuWork work) {
            accepted.add(job);
            Turn turn = new Turn(job, work, loop.nowNanos());
            loop.post(() -> enqueue(turn));
        } else if (job.outcome() == null) {
            throw new IllegalArgumentException(job + " brings " + name + " no CpuWork");
        }
    }

    private void enqueue(Turn turn) {
        turns.add(turn);
        if (turns.size() == 1) {
            turn.woke = true;
            first = turn.job;
            loop.after(wakeupNanos(), waking, () -> start(turn));
        }
    }

    private long wakeupNanos() {
        return wakeup == null ? 0 : wakeup.draw(loop::nextNumber);
    }

    private boolean isAt(Turn turn) {
        return turn == turns.peek() && state == State.WORKING;
    }

    private void start(Turn turn) {
        if (!isAt(turn) || turn.bracket != null) {
            return;
        }
        try {
            turn.bracket = new Bracket(turn.work);
            turn.job.uses(turn.bracket);
        } catch (BufferException unreachable) {
            end(turn, unreachable);
            return;
        }
        turn.work.body().started(turn.grantNanos, loop.nowNanos(), turn.woke);
        loop.after(turn.work.durationNanos(), working, () -> finish(turn));
    }

    private void finish(Turn turn) {
        Bracket bracket = turn.bracket;
        if (!isAt(turn) || bracket == null) {
            return;
        }
        Throwable error = null;
        try {
            turn.work.body().run(drawing, bracket.reads, bracket.writes);
        } catch (RuntimeException thrown) {
            error = thrown;
        }
        end(turn, error);
    }

    /** Goes on to the next before it tells: that may grant more. */
    private void end(Turn turn, @Nullable Throwable error) {
        drop(turn);
        startNext();
        turn.job.progress(); // a sign of life, as the interrupt may take its time
        interrupt.done(turn.job, error);
    }

    private void drop(Turn turn) {
        turns.remove(turn);
        accepted.remove(turn.job);
        if (turn.bracket != null) {
            turn.bracket.close();
        }
    }

    private void startNext() {
        Turn next = turns.peek();
        first = next == null ? null : next.job;
        if (next != null) {
            start(next);
        }
    }

    @Override
    public void hang() {
        loop.post(() -> state = state == State.DEAD ? State.DEAD : State.HUNG);
    }

    @Override
    public void kill() {
        loop.post(() -> state = State.DEAD);
    }

    @Override
    public void revive() {
        loop.post(() -> {
            Turn turn = turns.peek();
            if (state == State.DEAD) {
                state = State.WORKING;
                startNext();
                if (turn != null) {
                    finish(turn); // what was begun; if that has just been begun, at once
                }
            }
        });
    }

    @Override
    public void reset() {
        loop.post(() -> {
            if (state == State.DEAD) {
                turns.clear();
                accepted.clear();
            }
            state = State.WORKING;
            Turn turn = turns.peek();
            if (turn != null && turn.bracket != null) {
                end(turn, new IllegalStateException(name + " was reset"));
            } else {
                startNext();
            }
        });
    }

    /** When it hangs, those that wait are innocent, if the job it hangs in will be taken from it. */
    @Override
    public boolean isWorking(Job job) {
        Job at = first;
        boolean guilty =
                at == null || at == job || at.outcome() != null || at.options().hold() == null;
        return accepted.contains(job)
                && (state == State.WORKING || (state == State.HUNG && !guilty));
    }

    /** Gives up what is over, and goes on if it hung in that. The dead keep what they have. */
    @Override
    public void fenceOff(Job job) {
        loop.post(() -> {
            Turn at = turns.peek();
            if (state != State.DEAD) {
                List.copyOf(turns).stream()
                        .filter(turn -> turn.job == job || turn.job.outcome() != null)
                        .forEach(this::drop);
            }
            if (at != turns.peek()) {
                state = State.WORKING;
                startNext();
            }
        });
    }
}
