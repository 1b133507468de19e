package dev.baton.proptests.probe;

import dev.baton.sim.Scheduler;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Runs a few threads one at a time; before every shared access a scheduler chooses who goes on. The
 * thread that runs asks the scheduler itself, so only a change of threads costs a wake-up. For
 * classes loaded by a {@link ProbingLoader}.
 *
 * <p>One thread may be frozen at an access: all others run to their ends, then the controlling one
 * looks at what they could bring about, and at last the frozen one wakes.
 */
public final class Turns {
    /** Far beyond what one thread of a small program needs: who gets here waits for another one. */
    public static final int ACCESSES_MAX = 10_000;

    /** Of accesses at one place, one right after the other, so many may be followed by a switch. */
    private static final int REPEATS_MAX = 2;

    private static final Deque<Runner> IDLE = new ArrayDeque<>();

    private final Scheduler scheduler;
    private final List<Turn> ready = new ArrayList<>();
    private boolean someIsFrozen;
    private final Semaphore allStopped = new Semaphore(0);
    private @Nullable Throwable thrown;

    /** The last thread that was frozen, for reports. */
    private static volatile @Nullable Thread frozen;

    /** A thread that is stopped for good, or until all others have ended. */
    public record Freeze(int thread, int access) {
        /** No thread is. */
        public static final Freeze NOBODY = new Freeze(-1, 0);
    }

    private Turns(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Runs threads to their ends.
     *
     * @param scheduler chooses who goes on
     * @param bodies what the threads do
     * @param freeze who is frozen where
     * @param meanwhile runs on the calling thread while that one is frozen
     * @return the first thing that a thread threw; null for nothing
     */
    public static @Nullable Throwable run(
            Scheduler scheduler, List<Runnable> bodies, Freeze freeze, Runnable meanwhile) {
        Turns turns = new Turns(scheduler);
        Turn frozen = null;
        for (int i = 0; i < bodies.size(); i++) {
            boolean stops = i == freeze.thread();
            Turn turn = turns.new Turn(i, bodies.get(i), stops ? freeze.access() : -1);
            turns.ready.add(turn);
            frozen = stops ? turn : frozen;
        }
        turns.toTheEnd();
        if (frozen != null && !frozen.ended) {
            meanwhile.run();
            turns.ready.add(frozen);
            turns.toTheEnd();
        }
        return turns.thrown;
    }

    /** {@return where the frozen thread stands, of those that run at this moment} */
    public static String whereFrozen() {
        Thread thread = frozen;
        return thread == null
                ? "nowhere"
                : Arrays.stream(thread.getStackTrace())
                        .filter(frame -> frame.getClassName().startsWith("dev.baton."))
                        .skip(1)
                        .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                        .collect(Collectors.joining(" < "));
    }

    /**
     * Runs something on the calling thread, when no other runs.
     *
     * @param accessesMax more than anything makes that ends
     * @param body what is run
     * @param spins told before each access beyond these, which throws
     */
    public static void bounded(int accessesMax, Runnable body, Runnable spins) {
        int[] left = {accessesMax};
        Probe.bind(site -> {
            if (--left[0] < 0) {
                spins.run();
                throw new SpinningError(accessesMax);
            }
        });
        try {
            body.run();
        } finally {
            Probe.bind(null);
        }
    }

    /**
     * Says of the calling thread whether it is at what may wait for another thread, and so for ever for
     * one that is frozen (S21): then it ends in a {@link SpinningError} that is no fault.
     */
    public static void mayWait(boolean may) {
        if (Probe.bound() instanceof Turn turn) {
            turn.mayWait = may;
        }
    }

    private void toTheEnd() {
        if (!ready.isEmpty()) {
            next().resume();
            allStopped.acquireUninterruptibly();
        }
    }

    private Turn next() {
        return ready.get(ready.size() == 1 ? 0 : scheduler.nextTask(ready));
    }

    /** On the thread of one that does not go on: who goes instead. */
    private void passOn() {
        if (ready.isEmpty()) {
            allStopped.release();
        } else {
            next().resume();
        }
    }

    private void keep(Throwable what) {
        thrown = thrown == null ? what : thrown;
    }

    private final class Turn implements Unknown, Probe.Watch {
        private final int number;
        private final Runnable body;
        private final Semaphore mayRun = new Semaphore(0);
        private int untilFrozen;
        private int accesses;
        private String lastSite = "";
        private int repeats;
        private boolean mayWait;
        private boolean started;
        private boolean ended;

        Turn(int number, Runnable body, int untilFrozen) {
            this.number = number;
            this.body = body;
            this.untilFrozen = untilFrozen;
        }

        Turns turns() {
            return Turns.this;
        }

        void resume() {
            if (started) {
                mayRun.release();
            } else {
                started = true; // before it runs, and may have to be resumed by another
                Runner.start(this);
            }
        }

        void perform() {
            Probe.bind(this);
            try {
                body.run();
            } catch (Throwable what) {
                keep(what);
            } finally {
                Probe.bind(null);
                ended = true;
            }
            ready.remove(this);
        }

        @Override
        public void reached(String site) {
            repeats = site.equals(lastSite) ? repeats + 1 : 0;
            lastSite = site;
            if (++accesses > ACCESSES_MAX) {
                SpinningError spinning = new SpinningError(accesses);
                if (!mayWait || !someIsFrozen) {
                    keep(spinning); // whoever may catch it on its way
                }
                throw spinning;
            }
            if (untilFrozen-- == 0) {
                someIsFrozen = true;
                frozen = Thread.currentThread();
                ready.remove(this);
                passOn();
                mayRun.acquireUninterruptibly();
            } else if (ready.size() > 1 && (mayWait || repeats < REPEATS_MAX)) {
                Turn next = repeats < REPEATS_MAX ? next() : another();
                if (next != this) {
                    next.resume();
                    mayRun.acquireUninterruptibly();
                }
            }
        }

        /** Whom it waits for, perhaps: no scheduler has to think of that. */
        private Turn another() {
            return ready.get(ready.get(0) == this ? 1 : 0);
        }

        @Override
        public int job() {
            return number;
        }

        @Override
        public int remaining() {
            return 1;
        }
    }

    /** A thread without end made so many accesses that it must be waiting for another one. */
    public static final class SpinningError extends Error {
        private static final long serialVersionUID = 1L;

        SpinningError(int accesses) {
            super("waits for another thread: " + accesses + " accesses", null, false, false);
        }
    }

    /** A thread that is used again and again. */
    private static final class Runner extends Thread {
        private final Semaphore hasWork = new Semaphore(0);
        private Turn turn;

        private Runner(Turn turn) {
            super("turn");
            this.turn = turn;
            setDaemon(true);
            setUncaughtExceptionHandler((same, unheard) -> this.turn.turns().keep(unheard));
        }

        static void start(Turn turn) {
            Runner runner;
            synchronized (IDLE) {
                runner = IDLE.poll();
            }
            if (runner == null) {
                runner = new Runner(turn);
                runner.start();
            } else {
                runner.turn = turn;
            }
            runner.hasWork.release();
        }

        @Override
        public void run() {
            while (true) {
                hasWork.acquireUninterruptibly();
                turn.perform();
                Turns turns = turn.turns();
                synchronized (IDLE) {
                    IDLE.push(this);
                }
                turns.passOn();
            }
        }
    }
}
