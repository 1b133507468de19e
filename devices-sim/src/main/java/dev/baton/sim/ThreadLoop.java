package dev.baton.sim;

import dev.baton.engine.Timers;

import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The loop of one device in real time: whoever runs it gives it his thread until {@link #stop}. Other
 * threads bring work through a JCTools queue; between tasks the thread is parked.
 *
 * <p>A task that throws goes to the thread's uncaught exception handler, and the loop goes on.
 *
 * <p><b>Threading:</b> every method from any thread. <b>Progress:</b> none that another thread could
 * hold up, but for the allocation of the queue's chunks.
 *
 * @since 0.1
 */
public final class ThreadLoop implements Loop, Runnable {
    /** Tasks per chunk of the queue. */
    private static final int CHUNK = 256;

    private final LongSupplier nanoClock;

    /** Of which each number has its own, as several threads may draw at once. */
    private final AtomicLong nextSeed;

    private final Queue<Runnable> posted = new MpscUnboundedVarHandleArrayQueue<>(CHUNK);
    private final PriorityQueue<Timed> waiting = new PriorityQueue<>();
    private final AtomicLong added = new AtomicLong();
    private volatile @Nullable Thread thread;
    private volatile boolean parked;
    private volatile boolean stopped;

    /**
     * A loop that nobody runs yet.
     *
     * @param startNanos time 0, as {@link System#nanoTime} told it; one for all loops of a run
     * @param seed decides the numbers it draws
     */
    public ThreadLoop(long startNanos, long seed) {
        this(() -> System.nanoTime() - startNanos, seed);
    }

    /**
     * A loop by a clock of the caller's, who may let it begin later.
     *
     * @param nanoClock the time since the run began; from any thread, in step with {@link
     *     System#nanoTime}
     * @param seed decides the numbers it draws
     */
    public ThreadLoop(LongSupplier nanoClock, long seed) {
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
        this.nextSeed = new AtomicLong(seed);
    }

    @Override
    public long nowNanos() {
        return nanoClock.getAsLong();
    }

    @Override
    public void at(long nanos, String name, Runnable task) {
        add(nanos, name, task);
    }

    @Override
    public void post(Runnable task) {
        posted.add(Objects.requireNonNull(task, "task"));
        // Either this sees that the thread is about to park, or that sees the task: both are
        // volatile accesses on either side, in opposite order.
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void stall(long nanos) {
        long sinceNanos = nowNanos();
        for (long left = nanos; left > 0 && !stopped; left = nanos - (nowNanos() - sinceNanos)) {
            LockSupport.parkNanos(this, left);
        }
    }

    @Override
    public long nextNumber(long bound) {
        return new SplittableRandom(nextSeed.getAndIncrement()).nextLong(bound);
    }

    @Override
    public Timers timers(String name) {
        Objects.requireNonNull(name, "name");
        return new Timers() {
            @Override
            public long nowNanos() {
                return ThreadLoop.this.nowNanos();
            }

            @Override
            public Timer at(long atNanos, Runnable task) {
                Objects.requireNonNull(task, "task");
                return atNanos == Long.MAX_VALUE ? () -> false : add(atNanos, name, task);
            }
        };
    }

    private Timed add(long nanos, String name, Runnable task) {
        Timed timed = new Timed(nanos, added.getAndIncrement(), name, task, () -> {});
        if (Thread.currentThread() == thread) {
            waiting.add(timed);
        } else {
            post(() -> waiting.add(timed));
        }
        return timed;
    }

    /** Runs tasks on the calling thread until {@link #stop}; one thread, once. */
    @Override
    public void run() {
        thread = Thread.currentThread();
        // Timers set before this began: if it begins late, none that goes again and again may keep
        // the others from being set.
        for (Runnable task = posted.poll(); task != null && !stopped; task = posted.poll()) {
            run(task);
        }
        while (!stopped) {
            Runnable task = next();
            if (task != null) {
                run(task);
            } else {
                park();
            }
        }
    }

    /** Ends {@link #run} after the task that runs now; what waits never runs. */
    public void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    /** What is due goes before what was posted, as interrupts go before work. */
    private @Nullable Runnable next() {
        Timed first = waiting.peek();
        if (first == null || first.nanos > nowNanos()) {
            return posted.poll();
        }
        waiting.remove();
        return first::run;
    }

    private void park() {
        parked = true;
        if (posted.isEmpty() && !stopped) {
            Timed first = waiting.peek();
            if (first == null) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, first.nanos - nowNanos()); // none if not positive
            }
        }
        parked = false;
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable thrown) {
            Thread current = Thread.currentThread();
            current.getUncaughtExceptionHandler().uncaughtException(current, thrown);
        }
    }
}
