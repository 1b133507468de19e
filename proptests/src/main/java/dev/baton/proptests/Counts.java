package dev.baton.proptests;

import dev.baton.engine.Outcome;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What ran: so that a report tells whether what was generated is what was meant. Of one try or of
 * several, added up.
 *
 * @param tries how many there were
 * @param triesWaiting in how many of them a job waited for another one
 * @param triesSharing in how many of them readers had one buffer at the same time
 * @param jobs how many were submitted
 * @param grantedAtOnce how many of them were granted, with nobody ahead of them when they came
 * @param grantedLater how many were granted after they had waited for another job
 * @param ends how they ended
 * @param lateReleases how many releases came too late or twice, and had no effect (S5)
 * @since 0.1
 */
public record Counts(
        long tries,
        long triesWaiting,
        long triesSharing,
        long jobs,
        long grantedAtOnce,
        long grantedLater,
        Map<Outcome, Long> ends,
        long lateReleases) {
    /** Of no try. */
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, Map.of(), 0);

    /**
     * Adds up.
     *
     * @param other of other tries
     * @return of both
     */
    public Counts plus(Counts other) {
        Map<Outcome, Long> both = new TreeMap<>(ends);
        other.ends.forEach((outcome, count) -> both.merge(outcome, count, Long::sum));
        return new Counts(
                tries + other.tries,
                triesWaiting + other.triesWaiting,
                triesSharing + other.triesSharing,
                jobs + other.jobs,
                grantedAtOnce + other.grantedAtOnce,
                grantedLater + other.grantedLater,
                Map.copyOf(both),
                lateReleases + other.lateReleases);
    }

    /**
     * In how many of a hundred tries a job waited for another one.
     *
     * @return rounded down; 0 if there was no try
     */
    public long waitingPercent() {
        return percent(triesWaiting);
    }

    private long percent(long part) {
        return tries == 0 ? 0 : 100 * part / tries;
    }

    /**
     * All of it.
     *
     * @return one line, for people
     */
    public String inWords() {
        String ended = new TreeMap<>(ends)
                .entrySet().stream()
                        .map(end -> end.getValue() + " " + end.getKey())
                        .collect(Collectors.joining(", "));
        return tries + (tries == 1 ? " try: a job waited in " : " tries: a job waited in ")
                + waitingPercent() + " % of them, readers shared in " + percent(triesSharing)
                + " %; " + jobs + " jobs: " + grantedAtOnce + " granted at once, " + grantedLater
                + " after waiting; ended " + (ended.isEmpty() ? "none" : ended) + "; "
                + lateReleases + " late releases";
    }
}
