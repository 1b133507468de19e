package dev.baton.sim.scenario;

import dev.baton.sim.refusal.Quoted;
import dev.baton.sim.refusal.Suggestion;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A mapping whose keys the format defines. */
final class YamlMap {
    private final Value whole;
    private final Map<String, Node.Entry> entries;
    private final String owner;

    YamlMap(Value whole, String owner, Node.Mapping mapping) {
        this.owner = owner;
        this.whole = whole;
        this.entries = mapping.entries();
    }

    /** Refuses every key but these. */
    void refuseOthersThan(String name, Collection<String> known) throws ScenarioException {
        for (Map.Entry<String, Node.Entry> entry : entries.entrySet()) {
            String key = entry.getKey();
            if (!known.contains(key)) {
                Set<String> missing = new LinkedHashSet<>(known);
                missing.removeAll(entries.keySet());
                throw entry.getValue()
                        .key()
                        .refused(name + " has no key " + Quoted.of(key)
                                + Suggestion.among(key, missing.isEmpty() ? known : missing));
            }
        }
    }

    Value get(String key) throws ScenarioException {
        Value value = find(key);
        if (value == null) {
            throw whole.refused(owner + " needs the key " + Quoted.of(key));
        }
        return value;
    }

    @Nullable
    Value find(String key) {
        Node.Entry entry = entries.get(key);
        return entry == null ? null : new Value(key, entry.value());
    }

    Set<String> keys() {
        return entries.keySet();
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    int count(String key, int absent, int max) throws ScenarioException {
        Value value = find(key);
        return value == null ? absent : value.count(1, max);
    }

    long duration(String key, long absentNanos, long minNanos) throws ScenarioException {
        Value value = find(key);
        return value == null ? absentNanos : value.duration(minNanos);
    }

    <E extends Enum<E>> E word(String key, E absent) throws ScenarioException {
        Value value = find(key);
        return value == null ? absent : value.word(absent.getDeclaringClass());
    }

    @Nullable
    String reference(String key, Map<String, ?> known, String noun) throws ScenarioException {
        Value value = find(key);
        if (value == null) {
            return null;
        }
        value.known(known, noun);
        return value.text();
    }

    ScenarioException refused(String why) {
        return whole.refused(why);
    }

    /** Refuses a key that is one of the format's, but not here. */
    void refuse(String key, String why) throws ScenarioException {
        Node.Entry entry = entries.get(key);
        if (entry != null) {
            throw entry.key().refused(Quoted.plain(key) + ": " + why);
        }
    }
}
