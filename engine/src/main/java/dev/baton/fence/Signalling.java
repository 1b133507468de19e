package dev.baton.fence;

import dev.baton.engine.RefusedException;

import java.util.ArrayDeque;
import java.util.function.Function;

/**
 * What a thread does on the way to a completion: callbacks of fences and of clients, and whatever
 * its user marks so. Nothing in such a section may wait for a fence, as that could be waiting for
 * this section. {@link Fence#await} refuses it always, not only when it would hang.
 *
 * <pre>{@code
 * try (Signalling section = Signalling.begin()) {
 *     driver.finish(frame);   // whoever waits for a fence in here is found at the first run
 * }
 * }</pre>
 *
 * <p>Source: {@code dma_fence_begin_signalling}. <b>Threading:</b> one per thread, for that thread
 * alone. <b>Cost:</b> a look at a thread local.
 *
 * @since 0.1
 */
public final class Signalling implements AutoCloseable {
    private static final ThreadLocal<Signalling> OF_THIS_THREAD =
            ThreadLocal.withInitial(Signalling::new);

    /** Callbacks of fences that have signaled, and hints on their way upstream. */
    private final ArrayDeque<Runnable> due = new ArrayDeque<>();

    /** How many sections are open, one within the other. */
    private int depth;

    private boolean running;

    /** Asked before this thread waits for a fence. */
    private Function<? super Fence, Runnable> beforeWait = fence -> () -> {};

    private Signalling() {}

    /**
     * This thread's sections.
     *
     * @return always the same for one thread
     */
    public static Signalling ofThisThread() {
        return OF_THIS_THREAD.get();
    }

    /**
     * Opens a section on this thread.
     *
     * @return what closes it
     */
    public static Signalling begin() {
        return ofThisThread().enter();
    }

    /**
     * Opens a section, for who has the thread's at hand.
     *
     * @return this, which closes it
     */
    public Signalling enter() {
        depth++;
        return this;
    }

    /** Closes the section that was opened last. */
    @Override
    public void close() {
        if (depth == 0) {
            throw new IllegalStateException("no signalling section is open on this thread");
        }
        depth--;
    }

    /**
     * How many sections are open.
     *
     * @return 0 outside of all
     */
    public int depth() {
        return depth;
    }

    /**
     * Closes what callbacks left open.
     *
     * @param before what {@link #depth} was
     */
    public void restore(int before) {
        depth = before;
    }

    /**
     * Names who is asked before this thread waits for a fence: for the engine, which knows what the
     * thread owns (S19).
     *
     * @param before refuses the wait by an exception; what it returns runs when the wait is over
     */
    public void beforeWait(Function<? super Fence, Runnable> before) {
        beforeWait = before;
    }

    Runnable beginWait(Fence fence) {
        return beforeWait.apply(fence);
    }

    void refuseWait(Fence fence) {
        if (depth > 0) {
            throw new RefusedException(
                    "S18",
                    "this thread is in a callback, or else on the way to a completion: it must not"
                            + " wait for " + fence);
        }
    }

    /** Runs the callbacks of one fence; if some are running further up, after those. */
    void run(Callback newest) {
        newest.addTo(due);
        runDue();
    }

    private void runDue() {
        if (running) {
            return;
        }
        running = true;
        int before = depth++;
        try {
            for (Runnable next = due.poll(); next != null; next = due.poll()) {
                run(next);
            }
        } finally {
            depth = before;
            running = false;
        }
    }

    /** Runs a user's code, which harms nobody else by what it throws. */
    static void run(Runnable code) {
        try {
            code.run();
        } catch (Throwable thrown) {
            report(thrown);
        }
    }

    /** Runs a user's code in a section, after what runs there already: a chain uses bounded stack. */
    static void within(Runnable code) {
        Signalling section = ofThisThread();
        section.due.add(code);
        section.runDue();
    }

    /**
     * Gives what a callback threw, and nobody is to pay for, to the thread's uncaught exception
     * handler. What that throws is ignored, as the JVM does.
     *
     * @param thrown what was thrown
     */
    public static void report(Throwable thrown) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        } catch (Throwable ignored) {
            // The callbacks that this thread has still to run must not be lost.
        }
    }
}
