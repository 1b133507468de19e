package dev.baton.trace;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Finds the jobs whose end was not recorded although it must have come: recorders lose events where
 * one cpu's begin later than another's. The fences of one context signal in the order of their
 * numbers, and the jobs of one ring in the order of their submission; so one is over when a later
 * one is. Of a ring's job nothing is known of its work then; any other ends with that next signal.
 */
final class LostEnds {
    private LostEnds() {}

    static void infer(Collection<FenceNotes> fences, long horizonNanos) {
        Map<Long, List<FenceNotes>> contexts = new HashMap<>();
        Map<String, List<FenceNotes>> rings = new HashMap<>();
        for (FenceNotes notes : fences) {
            long context = notes.fence.context();
            contexts.computeIfAbsent(context, c -> new ArrayList<>()).add(notes);
            if (notes.ring != null && notes.isSubmitted()) {
                rings.computeIfAbsent(notes.ring, r -> new ArrayList<>()).add(notes);
            }
        }
        for (List<FenceNotes> context : contexts.values()) {
            long first = context.get(0).fence.seqno();
            infer(context, horizonNanos, notes -> distance(first, notes.fence.seqno()));
        }
        rings.values().forEach(ring -> infer(ring, horizonNanos, FenceNotes::line));
    }

    /** Of those seen last before the horizon; the ends of others may still come. */
    private static void infer(
            List<FenceNotes> fences, long horizonNanos, ToLongFunction<FenceNotes> order) {
        fences.sort(Comparator.comparingLong(order).reversed());
        long next = Long.MAX_VALUE;
        for (FenceNotes notes : fences) {
            if (notes.endNanos() != Recording.UNKNOWN) {
                next = Math.min(next, notes.endNanos());
            } else if (next != Long.MAX_VALUE && notes.seenNanos < horizonNanos) {
                notes.endLostBefore(next);
            }
        }
    }

    /** How far a number is behind the first; most are of 32 bits and wrap there. */
    private static long distance(long first, long number) {
        boolean narrow = (first | number) >>> 32 == 0;
        return narrow ? (int) (number - first) : number - first;
    }
}
