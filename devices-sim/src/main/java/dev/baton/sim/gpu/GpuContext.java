package dev.baton.sim.gpu;

import dev.baton.engine.Client;
import dev.baton.engine.Job;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One user of a GPU, and the client that his jobs are submitted with: a FIFO of commands before a
 * ring, as drm_sched's entity. A job's attachment is its {@link GpuWork}.
 *
 * <p><b>Threading:</b> it is granted jobs on any thread; {@link #move} and {@link #prioritise} are for
 * the GPU's loop.
 *
 * @since 0.1
 */
public sealed class GpuContext implements Client permits HardwareContext {
    final Gpu gpu;
    private final String name;
    private final ArrayDeque<Command> waiting = new ArrayDeque<>();

    /** Jobs whose watchdog may ask for them, from its own thread. */
    private final Map<Job, Command> watched = new ConcurrentHashMap<>();

    private Ring ring;
    private Priority priority = Priority.NORMAL;

    /** How many of its commands are scheduled, and where. */
    private int scheduled;

    private Ring scheduledOn;

    GpuContext(Gpu gpu, String name, Ring ring) {
        this.gpu = gpu;
        this.name = Objects.requireNonNull(name, "name");
        this.ring = ring;
        this.scheduledOn = ring;
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Gives the job to the GPU. It must carry a {@link GpuWork}, otherwise it ends FAILED; so it does,
     * with a {@link RingFullException}, if the GPU holds all it may. If the job is taken from the
     * client, the ring stops before the buffers go on.
     */
    @Override
    public void granted(Job job) {
        enter(job, Command.Order.NONE);
    }

    final void enter(Job job, Command.Order order) {
        if (!(job.attachment() instanceof GpuWork work)) {
            if (job.outcome() != null) {
                return; // ended by another between its grant and here
            }
            throw new IllegalArgumentException(job + " brings " + name + " no GpuWork");
        }
        if (job.isGranted()) {
            work.granted(gpu.nowNanos());
        }
        Command command = new Command(this, job, work, order);
        if (job.options().hold() != null) {
            watched.put(job, command);
        }
        if (!gpu.enter(command)) {
            watched.remove(job);
        }
    }

    /** Whether the job waits for its turn, or its ring gets on with it. */
    @Override
    public boolean isWorking(Job job) {
        Command command = watched(job);
        return command != null && !gpu.isDead() && command.isWorking();
    }

    final @Nullable Command watched(Job job) {
        return watched.get(job);
    }

    /**
     * Changes the priority, also of what waits already.
     *
     * @param to the priority
     */
    public void prioritise(Priority to) {
        priority = Objects.requireNonNull(to, "to");
    }

    /**
     * Moves this context to another ring. What is scheduled ends where it is; the rest follows when
     * that is done, so that its order is kept.
     *
     * @param to the number of the ring
     */
    public void move(int to) {
        ring = gpu.ring(to);
        ring.kick();
    }

    Ring ring() {
        return ring;
    }

    void add(Command command) {
        waiting.add(command);
    }

    Iterable<Command> waiting() {
        return waiting;
    }

    /** Whether its next command may go to a ring now. */
    boolean isReadyFor(Ring asking) {
        return ring == asking
                && !waiting.isEmpty()
                && (scheduled == 0 || scheduledOn == asking)
                && waiting.element().order.isScheduled();
    }

    /** By priority, then in the order of entry. */
    boolean goesBefore(GpuContext other) {
        return priority == other.priority
                ? waiting.element().entry < other.waiting.element().entry
                : priority.compareTo(other.priority) > 0;
    }

    Command schedule(Ring on) {
        scheduled++;
        scheduledOn = on;
        return waiting.remove();
    }

    /** It is done with a command, which was scheduled or waits. */
    void forget(Command command) {
        if (command.ring == null) {
            waiting.remove(command);
        } else {
            scheduled--;
        }
        if (!watched.isEmpty()) {
            watched.remove(command.job);
        }
    }

    @Nullable
    Command find(Job job) {
        for (Command command : waiting) {
            if (command.job == job) {
                return command;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return name;
    }
}
