package dev.baton.sim.scenario;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what submits a job, and refuses jobs that would wait for themselves before they begin. */
final class TriggerSection {
    static final List<String> KEYS =
            List.of("every", "offset", "with", "after", "next", "ahead", "frame", "wakes");

    private static final List<String> TRIGGERS = List.of("every", "with", "after", "next", "frame");

    private final Declared declared;

    /** By job, what must come before it in the same iteration, and where the file says so. */
    private final Map<String, Map<String, Value>> before = new LinkedHashMap<>();

    TriggerSection(Declared declared) {
        this.declared = declared;
    }

    Trigger read(String job, YamlMap map) throws ScenarioException {
        String kind = kind(map);
        if (!kind.equals("every")) {
            map.refuse("offset", "only periodic jobs (every) have one");
        }
        if (!kind.equals("next")) {
            map.refuse("ahead", "only with next is anything submitted ahead");
        }
        Value value = map.get(kind);
        return switch (kind) {
            case "every" ->
                new Trigger.Every(
                        value.duration(Limits.EVERY_NANOS_MIN), map.duration("offset", 0, 0));
            case "with" -> new Trigger.With(precede(job, value));
            case "after" -> new Trigger.After(precede(job, value));
            case "next" ->
                new Trigger.Next(declared.job(value), map.count("ahead", 1, Limits.AHEAD_MAX));
            default -> new Trigger.Frame(declared.camera(value));
        };
    }

    private static String kind(YamlMap map) throws ScenarioException {
        String found = "";
        for (String kind : TRIGGERS) {
            if (map.has(kind) && !found.isEmpty()) {
                map.refuse(
                        kind,
                        "the job is submitted by " + found + " already; leave one of them out");
            }
            found = map.has(kind) ? kind : found;
        }
        if (found.isEmpty()) {
            throw map.refused("a job needs one of the keys " + String.join(", ", TRIGGERS)
                    + ": what submits it");
        }
        return found;
    }

    @Nullable
    String wakes(YamlMap map) throws ScenarioException {
        if (map.has("with")) {
            map.refuse("wakes", "it is submitted in the same breath (with); nobody wakes up");
        }
        Value value = map.find("wakes");
        return value == null ? null : declared.cpu(value);
    }

    /** The jobs whose out-fences are waited for. */
    List<String> waits(String job, @Nullable Value value) throws ScenarioException {
        List<String> waits = new ArrayList<>();
        if (value != null) {
            for (Value item : value.items(Limits.DECLARED_MAX)) {
                String other = precede(job, item);
                if (waits.contains(other)) {
                    throw item.refused(item.shown() + " again");
                }
                waits.add(other);
            }
        }
        return List.copyOf(waits);
    }

    private String precede(String job, Value value) throws ScenarioException {
        String other = declared.job(value);
        before.computeIfAbsent(job, any -> new LinkedHashMap<>()).put(other, value);
        return other;
    }

    /** To be called when all jobs are read. */
    void refuseCycles() throws ScenarioException {
        Set<String> sound = new HashSet<>();
        for (String job : before.keySet()) {
            visit(job, new ArrayList<>(), sound);
        }
    }

    /** At most as deep as there are jobs. */
    private void visit(String job, List<String> path, Set<String> sound) throws ScenarioException {
        path.add(job);
        for (Map.Entry<String, Value> edge : before.getOrDefault(job, Map.of()).entrySet()) {
            String other = edge.getKey();
            if (path.contains(other)) {
                throw edge.getValue()
                        .refused("a cycle: " + cycle(path.subList(path.indexOf(other), path.size()))
                                + "; one of them must be submitted by next, every or frame");
            }
            if (!sound.contains(other)) {
                visit(other, path, sound);
            }
        }
        path.remove(path.size() - 1);
        sound.add(job);
    }

    private static String cycle(List<String> jobs) {
        return String.join(" waits for ", jobs) + " waits for " + jobs.get(0);
    }
}
