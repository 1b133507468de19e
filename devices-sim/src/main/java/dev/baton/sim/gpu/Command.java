package dev.baton.sim.gpu;

import dev.baton.buffers.Revocable;
import dev.baton.engine.Job;
import dev.baton.engine.PoisonPolicy;
import dev.baton.sim.Interrupt;
import dev.baton.sim.Semaphore;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A job on its way through the GPU. For the GPU's loop, but {@link #revoke} and {@link #isWorking}.
 *
 * <pre>
 *   WAITING --&gt; RUNNING --&gt; DONE --&gt; OVER     DONE: until the completion has ended the job
 *      ^           |                           a reset takes innocents back
 *      +-----------+
 * </pre>
 *
 * <p>It is its own task on the loop, for the next band and for the interrupt: {@code dueNanos} says
 * whether the task is still wanted, so a task that a reset has left behind does nothing.
 */
final class Command implements Runnable, Revocable {
    enum Phase {
        WAITING,
        RUNNING,
        DONE,
        OVER
    }

    private static final int IN_USE = 1;
    private static final int REVOKED = 2;

    final GpuContext context;
    final Job job;
    final GpuWork work;

    volatile Phase phase = Phase.WAITING;

    /** Set by a fault: the ring never gets on with it. */
    volatile boolean hung;

    /** Its ring hangs, and should begin it now. */
    volatile boolean stuck;

    /** Held by a GPU that was dead, and taken from it meanwhile: it goes on without knowing. */
    boolean zombie;

    /** The ring on which it is scheduled; null while it waits in its context. */
    @Nullable
    Ring ring;

    /** Its place in the order of entry. */
    long entry = -1;

    int band;
    long startNanos;
    long dueNanos = Long.MAX_VALUE;

    /** Its last progress: scheduled, begun, a band drawn, done. */
    long sinceNanos;

    @Nullable
    Throwable error;

    /** Decides between the loop, which uses the buffers, and whoever takes them away. */
    private final AtomicInteger use = new AtomicInteger();

    /** Made before REVOKED is set. */
    private volatile @Nullable CompletableFuture<Void> unused;

    /** What it waits for in hardware, and what waits for it. */
    final Order order;

    /** How a ring orders a command by itself: the semaphores ahead, its own, and if it came early. */
    record Order(List<Semaphore> waits, @Nullable Semaphore semaphore, boolean early) {
        static final Order NONE = new Order(List.of(), null, false);

        /**
         * Whether all it waits for stands on a ring, or has passed: what comes to a ring later than
         * a command never keeps that waiting, so rings that wait for one another go on.
         */
        boolean isScheduled() {
            for (int i = 0; i < waits.size(); i++) {
                if (!waits.get(i).isScheduled()) {
                    return false;
                }
            }
            return true;
        }
    }

    Command(GpuContext context, Job job, GpuWork work, Order order) {
        this.context = context;
        this.job = job;
        this.work = work;
        this.order = order;
    }

    /** Lets the CPU hear first of what it waited for in hardware. */
    void collectAhead() {
        if (order.semaphore() != null) {
            order.semaphore().collectAhead();
        }
    }

    /** Runs when the job is over; nobody is called any sooner for that. */
    void whenEnded(Runnable then) {
        Semaphore semaphore = order.semaphore();
        (semaphore == null ? job.whenEnded() : semaphore.whenEnded()).thenRun(then);
    }

    /** Tells of its end, by a line. */
    void report(Interrupt line) {
        Semaphore semaphore = order.semaphore();
        if (semaphore == null) {
            line.done(job, error);
        } else {
            semaphore.report(line, error);
        }
    }

    /** Whether its ring may begin it; behind an error the engine decides, if that matters (S15). */
    boolean isReady() {
        for (int i = 0; i < order.waits().size(); i++) {
            if (!order.waits().get(i).hasPassed()) {
                return false;
            }
        }
        if (job.options().onPoison() == PoisonPolicy.RUN
                || order.waits().stream().noneMatch(Semaphore::hasFailed)
                || job.isGranted()) {
            return true;
        }
        collectAhead(); // the engine hears of the others it waited for, and decides
        return false;
    }

    @Override
    public void run() {
        Ring on = ring;
        if (on != null && context.gpu.nowNanos() >= dueNanos) {
            dueNanos = Long.MAX_VALUE;
            on.due(this);
        }
    }

    boolean hasEntered() {
        return entry >= 0;
    }

    /** Whether its job is over, whoever ended it. */
    boolean isEnded() {
        return job.outcome() != null;
    }

    boolean isRevoked() {
        return (use.get() & REVOKED) != 0;
    }

    /** The GPU is back from the dead. What was taken from it meanwhile does not hang for ever too. */
    void rise() {
        zombie |= isEnded() || isRevoked();
        hung &= !zombie;
    }

    /** Does a part of the work, unless the job was taken from the GPU; what it throws is kept. */
    void use(Runnable part) {
        if (!enter()) {
            return;
        }
        try {
            part.run();
        } catch (Throwable thrown) { // the work's own fault, or a mapping that was revoked
            note(thrown);
        } finally {
            leave();
        }
    }

    private void note(Throwable thrown) {
        if (isRevoked()) {
            context.gpu.tally.lateWrites++;
        } else if (error == null) {
            error = thrown;
        }
    }

    void draw() {
        use(() -> work.draw(band));
    }

    private boolean enter() {
        // Decides: that the part is done before the buffers go on. Lost: they were taken; it is
        // not.
        if (use.compareAndSet(0, IN_USE)) {
            return true;
        }
        return zombie && use.compareAndSet(REVOKED, REVOKED | IN_USE);
    }

    private void leave() {
        int before = use.getAndUpdate(bits -> bits & ~IN_USE);
        CompletableFuture<Void> asked = unused;
        if ((before & REVOKED) != 0 && asked != null) {
            asked.complete(null);
        }
    }

    /** Stops it: at once for whatever comes, and the stage completes when nothing is under way. */
    @Override
    public synchronized CompletionStage<Void> revoke() {
        CompletableFuture<Void> stage = unused;
        if (stage == null) {
            stage = new CompletableFuture<>();
            unused = stage;
            if ((use.getAndUpdate(bits -> bits | REVOKED) & IN_USE) == 0) {
                stage.complete(null);
            }
            context.gpu.take(this);
        }
        return stage;
    }

    /** Back to its start, as it never ran. */
    void rewind() {
        phase = Phase.WAITING;
        hung = false;
        stuck = false;
        band = 0;
        error = null;
        dueNanos = Long.MAX_VALUE;
    }

    /** Whether it waits for its turn, or the ring gets on with it. */
    boolean isWorking() {
        Phase now = phase;
        return now == Phase.WAITING && !stuck || now == Phase.RUNNING && !hung;
    }
}
