package dev.baton.sim.gpu;

import dev.baton.engine.HardwareDomain;
import dev.baton.engine.Job;
import dev.baton.sim.Breakable;
import dev.baton.sim.DmaPort;
import dev.baton.sim.Interrupt;
import dev.baton.sim.Loop;
import dev.baton.sim.Semaphore;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A GPU with in-order rings and the scheduler before them, in the words of DRM's. A granted job enters
 * the command ring and waits in its {@link GpuContext}; when a ring has a credit left it takes the
 * first job of the context that comes first by priority, then by entry.
 *
 * <pre>
 *   context A  [ 5 3 ] --+   priority,   credits        one at a time     interrupt
 *                        +--------------&gt; [ 2 1 ] ring 0 ------------&gt; done ----&gt; released
 *   context B  [ 6 4 ] --+   entry
 * </pre>
 *
 * <p>When the oldest job of a ring has made no progress for the timeout, the GPU looks: a job that is
 * done, and whose interrupt was lost, is completed; one that runs is guilty, ends FAILED with a {@link
 * GpuHangException}, and the GPU is reset; so it is, with nobody to blame, if the ring did not begin
 * at all. A reset stops all rings. Jobs that were under way keep their buffers and begin again from
 * their start; those that were done are completed, whatever has become of their interrupts. Only time
 * on the ring counts, no waiting.
 *
 * <p><b>Threading:</b> contexts are granted jobs on any thread; {@link Breakable} and {@link
 * #hang(Job)} as that says; everything else is for the loop.
 *
 * @since 0.1
 */
public final class Gpu implements Breakable {
    /** The most contexts of one GPU. */
    public static final int CONTEXTS_MAX = 4096;

    /** The most jobs that wait in hardware, or are done and not told of, before they are granted. */
    public static final int EARLY_MAX = 256;

    final Tally tally = new Tally();
    private final Loop loop;
    private final GpuOptions options;
    private final CommandRing commands;
    private final DmaPort port;
    private final List<Ring> rings = new ArrayList<>();
    private final List<GpuContext> contexts = new ArrayList<>();

    /** Jobs that are to hang and have not come yet. */
    private final Set<Job> doomed = new HashSet<>();

    /** Jobs that it was granted and holds, and those about to enter. */
    private final AtomicInteger held = new AtomicInteger();

    /** Those that it was given before their grant. */
    private final AtomicInteger early = new AtomicInteger();

    /** The hardware that its rings wait for by themselves; null for none. */
    private @Nullable HardwareDomain<Semaphore> domain;

    private long entered;
    private boolean resetting;
    private volatile boolean dead;

    /** What it has counted since it was made. */
    static final class Tally {
        long finished;
        long resets;
        long hangs;
        long extended;
        long foundFinished;
        long lateCompletions;
        long lateWrites;
    }

    /**
     * An idle GPU.
     *
     * @param loop its clock, and where it works
     * @param options what it is like
     * @param interrupt the line by which it completes jobs; what it finds out by looking goes past it
     */
    public Gpu(Loop loop, GpuOptions options, Interrupt interrupt) {
        this.loop = Objects.requireNonNull(loop, "loop");
        this.options = Objects.requireNonNull(options, "options");
        this.commands = CommandRing.of(loop, options.commandsMax() + 2 * EARLY_MAX, this::entered);
        this.port = new DmaPort(options.device());
        for (int i = 0; i < options.rings(); i++) {
            rings.add(new Ring(this, i, loop, options, Objects.requireNonNull(interrupt)));
        }
    }

    /**
     * Lets its rings wait for other hardware, and for one another, by themselves (S12). Before any
     * context is opened.
     *
     * @param with the hardware that orders itself
     */
    public void joins(HardwareDomain<Semaphore> with) {
        domain = Objects.requireNonNull(with, "with");
    }

    void kickAll() {
        loop.post(() -> rings.forEach(Ring::kick));
    }

    /**
     * Opens a context. For the loop, or before it runs.
     *
     * @param name for events and reports
     * @param ring the number of its ring, from 0
     * @param priority before whom it goes
     * @return the client to submit jobs with
     */
    public GpuContext context(String name, int ring, Priority priority) {
        if (contexts.size() == CONTEXTS_MAX) {
            throw new IllegalStateException(
                    this + " has " + CONTEXTS_MAX + " contexts; use one for several jobs");
        }
        GpuContext context = domain == null
                ? new GpuContext(this, name, ring(ring))
                : new HardwareContext(this, name, ring(ring), domain);
        context.prioritise(priority);
        contexts.add(context);
        return context;
    }

    /** {@return its way to memory, for the work that it does} */
    public DmaPort port() {
        return port;
    }

    Ring ring(int number) {
        if (number < 0 || number >= rings.size()) {
            throw new IllegalArgumentException(
                    this + " has no ring " + number + "; use 0 to " + (rings.size() - 1));
        }
        return rings.get(number);
    }

    /** Whether there is room for a job that is not granted yet: those granted find as much as ever. */
    boolean hasRoomAhead() {
        return early.get() < EARLY_MAX;
    }

    /** On any thread. False if the job was taken from the client between its grant and here. */
    boolean enter(Command command) {
        if (!command.job.uses(command)) {
            return false;
        }
        // Decides: that there is room. Lost: nothing was written, and the job fails.
        boolean isEarly = command.order.early();
        int now = (isEarly ? early : held).incrementAndGet();
        boolean room = isEarly || now <= options.commandsMax();
        if (!room || !commands.enter(command)) {
            take(command);
            throw new RingFullException(options.name(), options.commandsMax());
        }
        return true;
    }

    private void entered(Command command) {
        if (command.phase == Command.Phase.OVER) {
            return; // taken before it came here
        }
        command.entry = entered++;
        if (!doomed.isEmpty() && doomed.remove(command.job)) {
            command.hung = true;
        }
        command.context.add(command);
        for (int i = 0; i < command.order.waits().size(); i++) {
            command.order.waits().get(i).whenPassed(this::kickAll);
        }
        command.context.ring().kick();
    }

    /** The context to serve next on a ring. */
    @Nullable
    GpuContext next(Ring ring) {
        GpuContext best = null;
        for (GpuContext context : contexts) {
            if (context.isReadyFor(ring) && (best == null || context.goesBefore(best))) {
                best = context;
            }
        }
        return best;
    }

    void forget(Command command) {
        command.context.forget(command);
        (command.order.early() ? early : held).decrementAndGet();
    }

    /** Its job was taken from the client, or cannot enter: the ring stops. On any thread. */
    void take(Command command) {
        loop.post(() -> {
            Ring ring = command.ring;
            if (command.phase == Command.Phase.OVER || dead && command.hasEntered()) {
                return; // the dead do not stop either
            }
            if (ring != null) {
                ring.stop(command);
            } else {
                command.phase = Command.Phase.OVER;
                forget(command);
            }
        });
    }

    /**
     * Completes jobs that are {@link GpuWork#UNTIMED}, in the order of the ring, as drm_sched's mock
     * hardware does.
     *
     * @param ring the number of the ring
     * @param jobs how many at most
     * @return how many: it stops at one that is timed, hangs, or is not there
     */
    public int advance(int ring, int jobs) {
        int advanced = 0;
        while (advanced < jobs && ring(ring).advance()) {
            advanced++;
        }
        return advanced;
    }

    /**
     * Makes all rings hang (F1): the running job never ends, and a ring that is idle does not begin
     * the next one.
     */
    @Override
    public void hang() {
        loop.post(() -> rings.forEach(Ring::hangNow));
    }

    /**
     * Makes a job hang (F1) as soon as it is begun, or now. From any thread.
     *
     * @param job the job; it need not have come yet
     */
    @Override
    public void hang(Job job) {
        loop.post(() -> {
            Command command = find(job);
            if (command != null) {
                command.hung = true;
            } else if (job.outcome() == null) {
                doomed.add(job);
            }
        });
    }

    private @Nullable Command find(Job job) {
        for (Ring ring : rings) {
            for (Command command : ring.scheduled()) {
                if (command.job == job) {
                    return command;
                }
            }
        }
        for (GpuContext context : contexts) {
            Command command = context.find(job);
            if (command != null) {
                return command;
            }
        }
        return null;
    }

    /** Resets it from outside (F11): nobody is guilty. Does nothing during a reset. */
    @Override
    public void reset() {
        loop.post(() -> {
            resetting &= !dead;
            dead = false;
            reset(null);
        });
    }

    void reset(@Nullable Command guilty) {
        if (isHalted()) {
            return;
        }
        resetting = true;
        tally.resets++;
        Ring ring = guilty == null ? null : guilty.ring;
        GpuHangException hang = guilty == null || ring == null ? null : ring.hang(guilty);
        rings.forEach(Ring::halt);
        loop.after(options.resetNanos(), options.name() + " reset", this::restart);
        if (guilty != null && hang != null) {
            tally.hangs++;
            guilty.zombie = false; // back from the dead, it is not begun once more either
            guilty.error = hang;
            guilty.report(Interrupt.SOUND); // it writes no more
        }
    }

    private void restart() {
        resetting = false;
        if (!dead) {
            rings.forEach(Ring::restart);
        }
    }

    /** Kills it (F6): nothing is begun, drawn or completed any more, and it looks after nothing. */
    @Override
    public void kill() {
        dead = true;
    }

    /**
     * Brings it back from the dead (F7). It goes on with all it held and knows nothing of what was
     * taken from it: what it still writes through revoked mappings is refused, what it completes is
     * late, and both are counted.
     */
    @Override
    public void revive() {
        loop.post(() -> {
            if (dead) {
                rise();
            }
        });
    }

    private void rise() {
        dead = false;
        resetting = false;
        for (GpuContext context : contexts) {
            for (Command command : context.waiting()) {
                command.rise();
            }
        }
        rings.forEach(Ring::rise);
    }

    boolean isDead() {
        return dead;
    }

    /** Whether no ring may work now. */
    boolean isHalted() {
        return dead || resetting;
    }

    long nowNanos() {
        return loop.nowNanos();
    }

    @Override
    public String toString() {
        return options.name();
    }
}
