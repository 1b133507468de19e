package dev.baton.explore;

import dev.baton.law.WaitForGraph;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Jobs that can never go on.
 *
 * @param program what ran
 * @param schedule how it came there
 * @param cycle who waits for whom, round; empty if they wait without a cycle
 * @since 0.1
 */
public record Deadlock(
        StepProgram program, Schedule schedule, List<WaitForGraph.Wait<String>> cycle) {
    /**
     * Copies the list.
     *
     * @param program what ran
     * @param schedule how it came there
     * @param cycle who waits for whom, round
     */
    public Deadlock {
        cycle = List.copyOf(cycle);
    }

    /**
     * What kind of failure it is. The shrinker keeps it: a smaller program that fails in another
     * way is no smaller version of this one.
     *
     * @return the same words for failures of the same kind
     */
    public String signature() {
        return cycle.isEmpty() ? "stuck without a cycle" : "cycle of jobs that hold and wait";
    }

    /**
     * The wait-for cycle in words.
     *
     * @return such as "job 1 waits for buffer B held by job 2, which waits for buffer A held by job
     *     1"
     */
    public String inWords() {
        return cycle.isEmpty() ? signature() : WaitForGraph.inWords(cycle);
    }

    /**
     * The program, the schedule and the cycle, for people.
     *
     * @return a few lines
     */
    public String report() {
        String order = schedule.jobs().stream()
                .map(job -> program.jobs().get(job).name())
                .collect(Collectors.joining(", "));
        return program + "\nschedule: " + order + "\n" + inWords();
    }
}
