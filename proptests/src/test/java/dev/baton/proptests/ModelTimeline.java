package dev.baton.proptests;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a timeline does, written down for one thread, with no thought of cost. */
final class ModelTimeline {
    private long value;
    private long advanced;
    private boolean closed;
    private final TreeMap<Long, Submitted> submitted = new TreeMap<>();
    private final TreeMap<Long, ModelFence.Point> asked = new TreeMap<>();

    /** How each point reached ended: by the last point of a run of them. */
    private final TreeMap<Long, Integer> ends = new TreeMap<>();

    private static final class Submitted {
        final List<ModelFence> fences = new ArrayList<>();
        boolean promised;
    }

    long value() {
        return value;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isReached(long point) {
        return point <= value;
    }

    /** Whether something is known that will reach it. */
    boolean isKnown(long point) {
        return point <= Math.max(value, advanced)
                || !submitted.isEmpty() && point <= submitted.lastKey();
    }

    /** Whether what is asked for will be reached by something that comes before a point. */
    boolean isReachedBefore(long point, long asked) {
        Long resolved = submitted.ceilingKey(asked);
        return asked < point && (asked <= advanced || resolved != null && resolved < point);
    }

    void promise(long point) {
        submitted.computeIfAbsent(point, at -> new Submitted()).promised = true;
    }

    void submit(long point, ModelFence fence) {
        submitted.computeIfAbsent(point, at -> new Submitted()).fences.add(fence);
    }

    void advanceTo(long to) {
        advanced = Math.max(advanced, to);
    }

    void close() {
        closed = true;
        asked.values().forEach(it -> it.state = ModelFence.ABANDONED);
        asked.clear();
        submitted.clear();
    }

    ModelFence.Point ask(long point) {
        if (point > value) {
            return asked.computeIfAbsent(point, at -> new ModelFence.Point(this, at));
        }
        ModelFence.Point reached = new ModelFence.Point(this, point);
        reached.state = point == 0 ? ModelFence.WELL : ends.ceilingEntry(point).getValue();
        return reached;
    }

    /** Reaches what can be reached; whether that was anything. */
    boolean settle() {
        long before = value;
        while (!closed && !submitted.isEmpty() && isOver(submitted.firstEntry())) {
            Map.Entry<Long, Submitted> first = submitted.pollFirstEntry();
            reach(Math.min(advanced, first.getKey() - 1), ModelFence.WELL);
            reach(first.getKey(), ModelFence.firstError(first.getValue().fences));
        }
        if (!closed) {
            long limit = submitted.isEmpty() ? Long.MAX_VALUE : submitted.firstKey() - 1;
            reach(Math.min(advanced, limit), ModelFence.WELL);
        }
        return value != before;
    }

    private boolean isOver(Map.Entry<Long, Submitted> entry) {
        return entry.getValue().fences.stream().noneMatch(ModelFence::isPending)
                && (!entry.getValue().promised || entry.getKey() <= advanced);
    }

    private void reach(long point, int state) {
        if (point > value) {
            ends.put(point, state);
            value = point;
            while (!asked.isEmpty() && asked.firstKey() <= point) {
                asked.pollFirstEntry().getValue().state = state;
            }
        }
    }
}
