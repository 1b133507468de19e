package dev.baton.sim.run;

import dev.baton.sim.EventLoop;
import dev.baton.sim.Loop;
import dev.baton.sim.Scheduler;

import java.util.List;

/** The loops of a run: one for all in virtual time, a thread for each in real time. */
interface Loops {
    /** A loop for one more device, before the first {@link #runUntil}. */
    Loop next(String name);

    /** Runs everything up to a time. */
    void runUntil(long nanos);

    /** Ends the threads, if there are any; the names of those that do not end. */
    List<String> stop();

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
