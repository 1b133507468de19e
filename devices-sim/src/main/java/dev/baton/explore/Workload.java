package dev.baton.explore;

import dev.baton.law.WaitForGraph.Wait;
import dev.baton.sim.Scheduler;
import dev.baton.sim.run.RunWatcher;
import dev.baton.trace.Timeline;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is explored: something that runs by a scheduler's choices alone, and that can be made smaller.
 * Immutable, any thread; one execution stays on one thread.
 *
 * @since 0.1
 */
public interface Workload {
    /**
     * What it is called.
     *
     * @return a name for reports and tokens
     */
    String name();

    /**
     * Runs it once, from the beginning. The same choices give the same run.
     *
     * @param scheduler makes all choices
     * @return what went wrong, or nothing
     */
    Optional<Failure> run(Scheduler scheduler);

    /**
     * The same, and tells what counts besides.
     *
     * @param scheduler makes all choices
     * @param listener hears of this execution, if there is anything to say
     * @return what went wrong, or nothing
     */
    default Optional<Failure> run(Scheduler scheduler, Consumer<? super Tally> listener) {
        return run(scheduler);
    }

    /**
     * Everything that is smaller by one edit, in the order in which to try it: the edits that take
     * most away first. The same list each time, as tokens name edits by their place in it.
     *
     * @return smaller ones; empty if nothing can be taken away
     */
    List<? extends Workload> edits();

    /**
     * How large it is.
     *
     * @return what counts
     */
    Size size();

    /**
     * Whether any schedule can fail: a job can wait for another one, or something is expected.
     *
     * @return false if a search that finds nothing says nothing
     */
    default boolean canFail() {
        return true;
    }

    /**
     * How far an execution goes, and by what it is judged, if that is not everything.
     *
     * @return words that go on from "each of them is"; empty if it is everything
     */
    default String horizon() {
        return "";
    }

    /**
     * How it is written: the same text for the same workload, and no other.
     *
     * @return what a reader needs to write it again: Java or YAML
     */
    String source();

    /**
     * It as an expression.
     *
     * @return Java
     */
    default String java() {
        return source();
    }

    /**
     * It as a file.
     *
     * @return YAML, which the command line takes
     */
    default String yaml() {
        return source();
    }

    /**
     * Runs it once more, for a picture.
     *
     * @param scheduler makes all choices
     * @return who did what when
     */
    Picture picture(Scheduler scheduler);

    /**
     * The same, and lets somebody watch.
     *
     * @param scheduler makes all choices
     * @param watcher hears what happens, if the workload has devices on the engine; else nothing
     * @return who did what when
     */
    default Picture picture(Scheduler scheduler, RunWatcher watcher) {
        return picture(scheduler);
    }

    /**
     * What an execution looked like.
     *
     * @param timeline who did what when
     * @param graph who waits for whom, or else who came behind whom, in DOT
     * @param circle who waits for whom for ever, in a circle; empty if nobody
     */
    record Picture(Timeline.Run timeline, String graph, List<Wait<String>> circle) {}

    /**
     * How large a workload is.
     *
     * @param jobs how many
     * @param buffers how many buffers; locks, queues and variables are none
     * @param steps how many steps the jobs have, if no branch is skipped; of a scenario each iteration
     *     of a job is one
     * @param faults how many
     */
    record Size(int jobs, int buffers, int steps, int faults) {}
}
