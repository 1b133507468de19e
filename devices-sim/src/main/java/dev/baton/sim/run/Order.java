package dev.baton.sim.run;

import dev.baton.engine.AccessSet;
import dev.baton.engine.JobOptions;
import dev.baton.sim.scenario.JobSpec;

import java.util.List;

/**
 * One iteration of a job, ready to be submitted.
 *
 * @param stream whose iteration it is
 * @param iteration its number
 * @param set the buffers, with their modes
 * @param options what it asks for beside them
 * @param sources the pictures or bytes it reads
 * @param targets those it writes
 * @param takesNanos how long the work takes
 */
record Order(
        Stream stream,
        long iteration,
        AccessSet set,
        JobOptions options,
        List<Slot> sources,
        List<Slot> targets,
        long takesNanos) {
    JobSpec spec() {
        return stream.spec();
    }

    /** The device has made what it should. */
    void made(long nanos) {
        stream.made(iteration, nanos);
    }

    /** Whoever waits for this iteration may go on. */
    void done(long nanos) {
        stream.done(iteration, nanos);
    }
}
