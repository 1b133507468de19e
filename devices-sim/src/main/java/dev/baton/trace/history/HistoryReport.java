package dev.baton.trace.history;

import java.util.List;
import java.util.Set;

/**
 * What came of checking a log.
 *
 * @param format csv or json-lines
 * @param lines how many were read, blank ones and those skipped as damaged included
 * @param jobs how many were told of
 * @param buffers how many
 * @param left how many jobs had not ended when the log did
 * @param ignored columns that mean nothing here
 * @param damagedLines how many lines were skipped since they are not as they should be: if any, the
 *     verdict is worth nothing
 * @param damages the first of those
 * @param checked the names of all laws that were judged
 * @param broken how often one was broken
 * @param breaches the first of those, in the order in which they were found
 * @since 0.1
 */
public record HistoryReport(
        String format,
        long lines,
        long jobs,
        int buffers,
        long left,
        Set<String> ignored,
        long damagedLines,
        List<Damage> damages,
        List<String> checked,
        long broken,
        List<Breach> breaches) {
    /**
     * A line that was skipped.
     *
     * @param line its number, from 1
     * @param column where what is wrong begins, from 1; 0 if that is the whole line
     * @param whatToDo what is wrong and how to mend it; what it quotes of the line is cut, and escaped
     *     where it could not be shown
     */
    public record Damage(long line, int column, String whatToDo) {}

    /**
     * A law was broken.
     *
     * @param line the line that did it; 0 if that is seen at the end of the log only
     * @param law the law's name
     * @param message what happened, in words that name the jobs, the buffers and the jobs' first lines
     */
    public record Breach(long line, String law, String message) {}
}
