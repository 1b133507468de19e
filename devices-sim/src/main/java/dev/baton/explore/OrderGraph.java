package dev.baton.explore;

import dev.baton.event.Event;
import dev.baton.event.EventListener;
import dev.baton.law.WaitForGraph;

import java.util.HashMap;
import java.util.Map;

/**
 * Draws the order of jobs in the queues of a run: who came behind whom. For one thread.
 *
 * @since 0.1
 */
public final class OrderGraph implements EventListener {
    /** Jobs that are drawn; beyond, nobody can read it. */
    private static final int JOBS_MAX = 256;

    private final WaitForGraph<String> graph = new WaitForGraph<>();
    private final Map<Long, String> names = new HashMap<>();

    /** An empty one. */
    public OrderGraph() {}

    @Override
    public void on(Event event) {
        if (event instanceof Event.Submitted submitted && names.size() < JOBS_MAX) {
            String client = submitted.client();
            String name = "job " + submitted.job() + (client.isEmpty() ? "" : " (" + client + ")");
            names.put(submitted.job(), name);
            submitted.accesses().forEach(access -> {
                String before = names.get(access.predecessor());
                if (before != null) {
                    graph.add(name, "is behind, on queue " + access.queueName() + ",", before);
                }
            });
        }
    }

    /**
     * What was drawn.
     *
     * @return DOT
     */
    public String toDot() {
        return graph.toDot();
    }
}
