package dev.baton.sim.run;

import dev.baton.buffers.BufferException;
import dev.baton.engine.Job;
import dev.baton.engine.RefusedException;
import dev.baton.fence.Fence;
import dev.baton.sim.Loop;
import dev.baton.sim.kms.CommitException;
import dev.baton.sim.scenario.JobSpec;
import dev.baton.sim.scenario.Spread;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongUnaryOperator;

/**
 * One job of the scenario, iteration after iteration. What an iteration draws comes from this
 * stream's own numbers, in the order of iterations: so two scenarios that differ in how they
 * synchronise do the same work.
 *
 * <p>For the conductor's loop, but {@link #done}, which is for any.
 */
final class Stream {
    /** Iterations whose jobs are remembered for others that wait for their fences. */
    private static final int REMEMBERED_MAX = 1024;

    private final Room room;
    private final JobSpec spec;
    private final Planner planner;
    private final Station station;
    private final LongUnaryOperator random;
    private final List<Listener> submitted = new ArrayList<>();
    private final List<Listener> made = new ArrayList<>();
    private final List<Listener> done = new ArrayList<>();
    private final Map<Long, Job> remembered = new HashMap<>();
    private final String wakeTask;
    private final @Nullable Spread wakeup;
    private final @Nullable Pool shown;
    private boolean awaited;

    /** Hears of an iteration. */
    interface Listener {
        void on(long iteration, long nanos);
    }

    Stream(Room room, JobSpec spec, Station station) {
        this.room = room;
        this.spec = spec;
        this.planner = new Planner(room, spec);
        this.station = station;
        this.wakeTask = spec.wakes() + " wakes";
        this.wakeup = spec.wakes() == null ? null : room.wakeup(spec.wakes());
        this.shown = spec.buffers().shows().isEmpty()
                ? null
                : room.pool(spec.buffers().shows().get(0).pool());
        this.random = room.loops().numbers(room.conductor());
    }

    JobSpec spec() {
        return spec;
    }

    /** Others will wait for this stream's jobs by their fences. */
    void remember() {
        awaited = true;
        planner.outFences();
    }

    void whenSubmitted(Listener listener) {
        submitted.add(listener);
    }

    /** When the device has made what it should: the picture is drawn, or on the screen. */
    void whenMade(Listener listener) {
        made.add(listener);
    }

    /** When whoever waits may go on, however the iteration ended. */
    void whenDone(Listener listener) {
        done.add(listener);
    }

    /** Submits an iteration, by a wake-up of an application if one has to do it. */
    void submit(long iteration) {
        if (iteration >= spec.countMax() || !room.isOpen(spec.on())) {
            return;
        }
        Spread takes = spec.work().takes();
        long takesNanos = takes == null ? 0 : takes.draw(random);
        String cpu = spec.wakes();
        if (cpu == null || wakeup == null) {
            place(iteration, takesNanos);
        } else {
            Loop conductor = room.conductor();
            long sleptNanos = conductor.nowNanos();
            long latencyNanos = wakeup.draw(random);
            conductor.after(
                    latencyNanos, wakeTask, () -> wake(cpu, iteration, sleptNanos, takesNanos));
        }
    }

    private void wake(String cpu, long iteration, long sleptNanos, long takesNanos) {
        if (room.isFinished()) {
            return; // the displays are off
        }
        room.path().woke(cpu, iteration, sleptNanos, room.conductor().nowNanos());
        place(iteration, takesNanos);
    }

    private void place(long iteration, long takesNanos) {
        try {
            Order order = planner.order(this, iteration, takesNanos);
            room.losses().placing(order);
            station.submit(order);
        } catch (RefusedException | BufferException | CommitException refused) {
            room.refused(spec, iteration, refused.getMessage());
        }
        tell(submitted, iteration, room.conductor().nowNanos());
    }

    /** The number in the pixels of an iteration of what it shows. */
    long numberOf(long iteration) {
        return Objects.requireNonNull(shown).numberOf(iteration);
    }

    /** Keeps the job of an iteration, if somebody may ask for its fence. */
    void placed(long iteration, Job job) {
        room.picture().placed(spec.name(), iteration, job);
        if (awaited) {
            remembered.put(iteration, job);
            remembered.remove(iteration - REMEMBERED_MAX);
        }
    }

    /** The fence of an iteration that was submitted; signaled if it was not. */
    Fence fence(long iteration) {
        Job job = remembered.get(iteration);
        return job == null ? Fence.signaled() : job.outFence();
    }

    /** Says that an iteration is done when its job has ended. */
    void endsWith(long iteration, Job job) {
        placed(iteration, job);
        if (!done.isEmpty()) {
            job.whenEnded().thenRun(() -> done(iteration, room.conductor().nowNanos()));
        }
    }

    void made(long iteration, long nanos) {
        post(made, iteration, nanos);
    }

    void done(long iteration, long nanos) {
        post(done, iteration, nanos);
    }

    private void post(List<Listener> listeners, long iteration, long nanos) {
        if (!listeners.isEmpty()) {
            room.conductor().post(() -> tell(listeners, iteration, nanos));
        }
    }

    private static void tell(List<Listener> listeners, long iteration, long nanos) {
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).on(iteration, nanos);
        }
    }
}
