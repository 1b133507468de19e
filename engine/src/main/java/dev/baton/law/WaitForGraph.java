package dev.baton.law;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Who waits for whom, and why: a directed graph that finds cycles and puts them in words, such as
 * "job 3 (camera) waits for queue B held by job 4 (gpu), which waits for queue A held by job 3
 * (camera)". It knows neither queues nor dispatchers; lock holders or threads will do as nodes.
 *
 * <p>Nodes are told apart by {@code equals}; their {@code toString} is their name. The same waits
 * added in the same order give the same answers.
 *
 * <p><b>Threading:</b> one thread at a time. <b>Cost:</b> linear in nodes and waits, without
 * recursion.
 *
 * @param <N> what waits and is waited for
 * @since 0.1
 */
public final class WaitForGraph<N> {
    /** How many waits are put in words; a longer path ends with their number. */
    private static final int WORDED_MAX = 16;

    private final Map<N, List<Wait<N>>> waits = new LinkedHashMap<>();

    /** A graph in which nothing waits. */
    public WaitForGraph() {}

    /**
     * One wait.
     *
     * @param <N> what waits and is waited for
     * @param waiter who waits
     * @param reason what stands between the two names in words: "waits for queue B held by"
     * @param holder whom it waits for
     */
    public record Wait<N>(N waiter, String reason, N holder) {}

    /**
     * Adds a wait.
     *
     * @param waiter who waits
     * @param reason what stands between the two names in words: "waits for queue B held by"
     * @param holder whom it waits for
     */
    public void add(N waiter, String reason, N holder) {
        waits.computeIfAbsent(waiter, node -> new ArrayList<>(1))
                .add(new Wait<>(waiter, reason, holder));
    }

    /**
     * Finds a cycle of waiting, a shortest one through the node it is found at.
     *
     * @return its waits, each for the waiter of the next and the last for the first; empty if there
     *     is no cycle
     */
    public List<Wait<N>> cycle() {
        Set<N> finished = new HashSet<>();
        for (N start : waits.keySet()) {
            N repeated = finished.contains(start) ? null : firstRepeated(start, finished);
            if (repeated != null) {
                return cycleThrough(repeated);
            }
        }
        return List.of();
    }

    /**
     * Follows the first wait of each node.
     *
     * @param waiter where to begin
     * @return the waits, until one is for a node that waits for nothing or that came before
     */
    public List<Wait<N>> chainFrom(N waiter) {
        List<Wait<N>> chain = new ArrayList<>();
        Set<N> passed = new HashSet<>();
        N node = waiter;
        while (passed.add(node) && !waitsOf(node).isEmpty()) {
            Wait<N> first = waitsOf(node).get(0);
            chain.add(first);
            node = first.holder();
        }
        return chain;
    }

    /**
     * Puts a path in words.
     *
     * @param path waits, each for the waiter of the next; at least one
     * @return one clause per wait, up to a bound
     */
    public static String inWords(List<? extends Wait<?>> path) {
        StringBuilder words = new StringBuilder().append(path.get(0).waiter());
        String separator = " ";
        for (Wait<?> wait : path.subList(0, Math.min(path.size(), WORDED_MAX))) {
            words.append(separator).append(wait.reason()).append(' ').append(wait.holder());
            separator = ", which ";
        }
        if (path.size() > WORDED_MAX) {
            words.append(", and ").append(path.size() - WORDED_MAX).append(" more such waits");
        }
        return words.toString();
    }

    /**
     * Draws the graph.
     *
     * @return a directed graph in DOT, the language of Graphviz, with names and reasons as labels;
     *     what would be no plain text there (quotes, control characters) is escaped or replaced
     */
    public String toDot() {
        Map<N, Integer> numbers = new LinkedHashMap<>();
        StringBuilder edges = new StringBuilder();
        waits.values()
                .forEach(all -> all.forEach(wait -> edges.append("  n")
                        .append(number(wait.waiter(), numbers))
                        .append(" -> n")
                        .append(number(wait.holder(), numbers))
                        .append(label(wait.reason()))));
        StringBuilder nodes = new StringBuilder();
        numbers.forEach((node, number) ->
                nodes.append("  n").append(number).append(label(node.toString())));
        return "digraph waits {\n" + nodes + edges + "}\n";
    }

    private static <N> int number(N node, Map<N, Integer> numbers) {
        return numbers.computeIfAbsent(node, added -> numbers.size());
    }

    private static String label(String text) {
        String plain = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]", "?");
        return " [label=\"" + plain.replace("\\", "\\\\").replace("\"", "\\\"") + "\"];\n";
    }

    /** Depth first: a node met again while it is still open is on a cycle. */
    private @Nullable N firstRepeated(N start, Set<N> finished) {
        Set<N> open = new HashSet<>(List.of(start));
        Deque<Visit<N>> path = new ArrayDeque<>(List.of(visit(start)));
        while (!path.isEmpty()) {
            Visit<N> visit = path.element();
            if (!visit.rest.hasNext()) {
                path.remove();
                open.remove(visit.node);
                finished.add(visit.node);
                continue;
            }
            N next = visit.rest.next().holder();
            if (open.contains(next)) {
                return next;
            }
            if (!finished.contains(next)) {
                open.add(next);
                path.push(visit(next));
            }
        }
        return null;
    }

    /**
     * Finds a cycle of waiting through a node, a shortest one.
     *
     * @param node where it begins
     * @return its waits, each for the waiter of the next and the last for the node; empty if there is
     *     no such cycle
     */
    public List<Wait<N>> cycleThrough(N node) {
        Map<N, Wait<N>> reachedBy = new HashMap<>();
        Deque<N> frontier = new ArrayDeque<>(List.of(node)); // breadth first
        while (!reachedBy.containsKey(node)) {
            if (frontier.isEmpty()) {
                return List.of();
            }
            for (Wait<N> wait : waitsOf(frontier.remove())) {
                if (reachedBy.putIfAbsent(wait.holder(), wait) == null) {
                    frontier.add(wait.holder());
                }
            }
        }
        Deque<Wait<N>> cycle = new ArrayDeque<>();
        N reached = node;
        do {
            Wait<N> wait = Objects.requireNonNull(reachedBy.get(reached));
            cycle.addFirst(wait);
            reached = wait.waiter();
        } while (!reached.equals(node));
        return List.copyOf(cycle);
    }

    private List<Wait<N>> waitsOf(N node) {
        return waits.getOrDefault(node, List.of());
    }

    private Visit<N> visit(N node) {
        return new Visit<>(node, waitsOf(node).iterator());
    }

    /** A node being searched, and its waits that are still to be followed. */
    private record Visit<N>(N node, Iterator<Wait<N>> rest) {}
}
