package dev.baton.trace;

import java.util.List;
import java.util.Map;

/**
 * What was read, and what was not.
 *
 * @param format of the input
 * @param events how many were read, skipped ones included
 * @param skippedByName how many of them mean nothing to a recording, by name and sorted by it
 * @param damagedLines how many lines were skipped since they are not as they should be
 * @param damages the first of those
 * @param outOfOrder how many events were earlier than one before them, by more than the reader puts
 *     right; they were taken as they came
 * @since 0.1
 */
public record RecordingInput(
        String format,
        long events,
        Map<String, Long> skippedByName,
        long damagedLines,
        List<Damage> damages,
        long outOfOrder) {

    /**
     * A line that was skipped because it is not as it should be.
     *
     * @param line its number, from 1
     * @param reason in a few words, quoting nothing of the line
     */
    public record Damage(long line, String reason) {}
}
