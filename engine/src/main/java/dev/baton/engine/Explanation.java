package dev.baton.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Why a job waits: for whom, for whom those wait, and so on, from a {@link Snapshot}.
 *
 * <p>Immutable, for any thread.
 *
 * @param verdict how far the job is, as a sentence
 * @param links the waits that the job depends on, its own first, each a sentence; none if it is over
 * @since 0.1
 */
public record Explanation(String verdict, List<Snapshot.Link> links) {
    /** How many links are put in words; behind a long queue there are as many as it has jobs. */
    private static final int WORDED_MAX = 100;

    /**
     * An explanation of these.
     *
     * @param verdict how far the job is
     * @param links the waits it depends on
     */
    public Explanation {
        links = List.copyOf(links);
    }

    static Explanation of(Job job, Snapshot snapshot) {
        for (Snapshot.JobState state : snapshot.jobs()) {
            if (state.node().job() == job) {
                return new Explanation(
                        state.node() + verdict(state.phase(), job), from(job, snapshot));
            }
        }
        Ending ending = job.ending();
        String why = ending == null
                ? " was not submitted yet when it was looked for"
                : " ended " + ending.outcome()
                        + (ending.reason() == null ? "" : ", " + ending.reason())
                        + (ending.cause() == null ? "" : ", by " + ending.cause());
        return new Explanation(job + why + ".", List.of());
    }

    private static String verdict(Snapshot.Phase phase, Job job) {
        return switch (phase) {
            case GATED -> " waits for its gates and has no place yet.";
            case IN_SUBMIT -> " is being submitted.";
            case WAITING -> " waits.";
            case HANDED_OVER ->
                " waits in the hands of hardware domain " + WaitsBeside.handedTo(job) + ".";
            case GRANTED -> " is granted.";
            case FOREIGN -> " is under way elsewhere, and is never granted.";
            case ENDING -> " is being ended.";
        };
    }

    /** Breadth first, so that the nearest come first. */
    private static List<Snapshot.Link> from(Job job, Snapshot snapshot) {
        Map<Snapshot.Node, List<Snapshot.Link>> byWaiter = new LinkedHashMap<>();
        for (Snapshot.Link link : snapshot.links()) {
            byWaiter.computeIfAbsent(link.waiter(), node -> new ArrayList<>()).add(link);
        }
        Set<Snapshot.Node> reached = new LinkedHashSet<>();
        byWaiter.keySet().stream().filter(node -> node.job() == job).forEach(reached::add);
        List<Snapshot.Node> frontier = new ArrayList<>(reached);
        List<Snapshot.Link> links = new ArrayList<>();
        for (int i = 0; i < frontier.size(); i++) {
            for (Snapshot.Link link : byWaiter.getOrDefault(frontier.get(i), List.of())) {
                links.add(link);
                if (reached.add(link.holder())) {
                    frontier.add(link.holder());
                }
            }
        }
        return links;
    }

    /**
     * The links as a picture.
     *
     * @return a directed graph in DOT, the language of Graphviz
     */
    public String toDot() {
        return Snapshot.graph(links).toDot();
    }

    /**
     * The verdict, and a sentence for each link, up to a bound.
     *
     * @return lines, each ended
     */
    public String describe() {
        List<Object> lines = new ArrayList<>(List.of(verdict));
        lines.addAll(links.subList(0, Math.min(links.size(), WORDED_MAX)));
        if (links.size() > WORDED_MAX) {
            lines.add("And " + (links.size() - WORDED_MAX) + " more such waits.");
        }
        return Snapshot.lines(lines);
    }
}
