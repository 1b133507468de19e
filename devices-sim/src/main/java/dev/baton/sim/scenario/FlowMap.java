package dev.baton.sim.scenario;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** A mapping on one line of YAML. For one thread. */
final class FlowMap {
    private final List<String> entries = new ArrayList<>();

    FlowMap put(String key, @Nullable Object value) {
        entries.add(key + ": " + value);
        return this;
    }

    FlowMap putUnless(boolean left, String key, @Nullable Object value) {
        return left ? this : put(key, value);
    }

    FlowMap putAll(String key, List<?> values) {
        return putUnless(values.isEmpty(), key, values);
    }

    @Override
    public String toString() {
        return "{" + String.join(", ", entries) + "}";
    }
}
