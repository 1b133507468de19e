package dev.baton.sim.run;

import dev.baton.sim.EventLoop;
import dev.baton.sim.Loop;
import dev.baton.sim.Scheduler;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;

/** The loops of a run: one for all in virtual time, a thread for each in real time. */
interface Loops {
    /** A loop for one more device, before the first {@link #runUntil}. */
    Loop next(String name);

    /** Runs everything up to a time. */
    void runUntil(long nanos);

    /** Ends the threads, if there are any; the names of those that do not end. */
    List<String> stop();

    /** Whether it is one run of very many, of which only failures are of interest. */
    default boolean isExplored() {
        return false;
    }

    /** Whether it was stopped before its time, since it took more tasks than one run may. */
    default boolean isCut() {
        return false;
    }

    /** Numbers for one stream, so that streams do not depend on each other's order. */
    default LongUnaryOperator numbers(Loop loop) {
        return new SplittableRandom(loop.nextNumber(Long.MAX_VALUE))::nextLong;
    }

    /** Virtual time in which the scheduler chooses every number too, up to so many tasks. */
    static Loops explored(Scheduler scheduler, Runnable afterEach, long tasksMax) {
        EventLoop loop = new EventLoop(scheduler, afterEach, tasksMax);
        return new Loops() {
            @Override
            public Loop next(String name) {
                return loop;
            }

            @Override
            public void runUntil(long nanos) {
                loop.runUntil(nanos);
            }

            @Override
            public boolean isCut() {
                return loop.isCut();
            }

            @Override
            public List<String> stop() {
                return List.of();
            }

            @Override
            public boolean isExplored() {
                return true;
            }

            @Override
            public LongUnaryOperator numbers(Loop loop) {
                return scheduler::nextNumber;
            }
        };
    }

    /** Virtual time: all share one loop, and the scheduler chooses. */
    static Loops virtual(Scheduler scheduler, Runnable afterEach) {
        EventLoop loop = new EventLoop(scheduler, afterEach);
        return new Loops() {
            @Override
            public Loop next(String name) {
                return loop;
            }

            @Override
            public void runUntil(long nanos) {
                loop.runUntil(nanos);
            }

            @Override
            public List<String> stop() {
                return List.of();
            }
        };
    }
}
