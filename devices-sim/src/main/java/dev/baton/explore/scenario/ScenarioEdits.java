package dev.baton.explore.scenario;

import dev.baton.sim.scenario.JobSpec;
import dev.baton.sim.scenario.ScenarioException;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Everything smaller than a scenario by one edit of its text: a job dropped with its faults, a pool
 * dropped with its uses, two buffers merged, one write made a read, work made short, then whatever
 * else stands in the file, entry by entry, and last fewer iterations of a job. What is no scenario any more is left out by the reader.
 */
final class ScenarioEdits {
    private static final List<String> USES = List.of("reads", "writes", "unordered", "shows");

    /** How many iterations a job has. */
    private static final String COUNT = "count";

    /** How long work takes that is short. */
    private static final String SHORTEST = "1us";

    private final String name;
    private final String text;
    private final List<JobSpec> jobs;
    private final Yaml yaml = yaml();
    private final List<ScenarioWorkload> smaller = new ArrayList<>();

    /** A scenario that was read already. */
    ScenarioEdits(String name, String text, List<JobSpec> jobs) {
        this.name = name;
        this.text = text;
        this.jobs = jobs;
    }

    /** Every scalar is a text, as the scenario reader has it: "on" is no truth value. */
    private static Yaml yaml() {
        DumperOptions dump = new DumperOptions();
        dump.setWidth(100);
        Resolver texts = new Resolver() {
            @Override
            protected void addImplicitResolvers() {}
        };
        LoaderOptions load = new LoaderOptions();
        return new Yaml(new SafeConstructor(load), new Representer(dump), dump, load, texts);
    }

    List<ScenarioWorkload> all() {
        Map<String, Object> root = root();
        names(root, "jobs").forEach(job -> edit(changed -> dropJob(changed, job)));
        names(root, "buffers").forEach(pool -> edit(changed -> dropPool(changed, pool)));
        List<String> uses = uses(root);
        for (int i = 0; i < uses.size(); i++) {
            String kept = uses.get(i);
            for (String gone : uses.subList(i + 1, uses.size())) {
                edit(changed -> renameUses(changed, use -> use.equals(gone) ? kept : use));
            }
        }
        for (String job : names(root, "jobs")) {
            for (String use : texts(map(map(root, "jobs"), job).get("writes"))) {
                edit(changed -> weaken(map(map(changed, "jobs"), job), use));
            }
        }
        for (String job : names(root, "jobs")) {
            edit(changed -> map(map(changed, "jobs"), job)
                    .computeIfPresent("takes", (key, before) -> SHORTEST));
        }
        List<List<Object>> paths = new ArrayList<>();
        collect(root, List.of(), paths);
        paths.forEach(path -> edit(changed -> drop(changed, path)));
        for (JobSpec job : jobs) {
            for (long count = 1; count < job.countMax(); count *= 2) {
                String fewer = Long.toString(count);
                edit(changed -> map(map(changed, "jobs"), job.name()).put(COUNT, fewer));
            }
        }
        return smaller;
    }

    private void edit(Consumer<Map<String, Object>> change) {
        Map<String, Object> changed = root();
        change.accept(changed);
        String edited = yaml.dump(changed);
        try {
            if (!changed.equals(root())) {
                smaller.add(ScenarioWorkload.read(name, edited));
            }
        } catch (ScenarioException e) {
            return; // something refers to what was dropped
        }
    }

    private static void dropJob(Map<String, Object> root, String job) {
        map(root, "jobs").remove(job);
        if (root.get("faults") instanceof List<?> faults) {
            faults.removeIf(fault -> fault instanceof Map<?, ?> map && job.equals(map.get("job")));
        }
    }

    private static void dropPool(Map<String, Object> root, String pool) {
        map(root, "buffers").remove(pool);
        renameUses(root, use -> use.split("[@#]", 2)[0].equals(pool) ? "" : use);
    }

    /** It stays at its place among the reads, or among the writes: clients may take them in order. */
    private static void weaken(Map<String, Object> job, String use) {
        List<String> reads = new ArrayList<>(texts(job.get("reads")));
        List<String> writes = new ArrayList<>(texts(job.get("writes")));
        writes.remove(use);
        reads.add(use);
        job.put("reads", reads);
        job.put("writes", writes);
    }

    /** An empty name drops the use; what is used twice then is used once. */
    private static void renameUses(Map<String, Object> root, UnaryOperator<String> rename) {
        for (String job : names(root, "jobs")) {
            Map<String, Object> spec = map(map(root, "jobs"), job);
            for (String key : USES) {
                if (spec.containsKey(key)) {
                    Set<String> renamed = new LinkedHashSet<>();
                    texts(spec.get(key)).forEach(use -> renamed.add(rename.apply(use)));
                    renamed.remove("");
                    spec.put(key, new ArrayList<>(renamed));
                }
            }
        }
    }

    private static List<String> uses(Map<String, Object> root) {
        Set<String> uses = new LinkedHashSet<>();
        for (String job : names(root, "jobs")) {
            Map<String, Object> spec = map(map(root, "jobs"), job);
            USES.forEach(key -> uses.addAll(texts(spec.get(key))));
        }
        return List.copyOf(uses);
    }

    /** Every entry of the file, but what it is called and tells, and what makes it larger if dropped. */
    private static void collect(Object node, List<Object> path, List<List<Object>> paths) {
        Collection<?> keys = List.of();
        if (node instanceof Map<?, ?> map) {
            keys = map.keySet();
        } else if (node instanceof List<?> list) {
            keys = IntStream.range(0, list.size()).boxed().toList();
        }
        for (Object key : keys) {
            List<Object> deeper = new ArrayList<>(path);
            deeper.add(key);
            boolean more = path.size() == 2 && path.get(0).equals("jobs") && key.equals(COUNT);
            if (!more && !Set.of("baton", "name", "story", "seed").contains(key)) {
                paths.add(deeper);
                collect(child(node, key), deeper, paths);
            }
        }
    }

    private static void drop(Map<String, Object> root, List<Object> path) {
        Object parent = root;
        for (Object key : path.subList(0, path.size() - 1)) {
            parent = child(parent, key);
        }
        Object last = path.get(path.size() - 1);
        if (parent instanceof List<?> list) {
            list.remove((int) (Integer) last);
        } else {
            ((Map<?, ?>) parent).remove(last);
        }
    }

    private static Object child(Object node, Object key) {
        return Objects.requireNonNull(
                node instanceof List<?> list
                        ? list.get((Integer) key)
                        : ((Map<?, ?>) node).get(key));
    }

    private Map<String, Object> root() {
        return map(Map.of("", Objects.requireNonNull(yaml.load(text))), "");
    }

    private static List<String> names(Map<String, Object> root, String key) {
        return root.containsKey(key) ? List.copyOf(map(root, key).keySet()) : List.of();
    }

    @SuppressWarnings("unchecked") // the reader has seen that it is a mapping with texts as keys
    private static Map<String, Object> map(Map<String, Object> parent, String key) {
        return (Map<String, Object>) Objects.requireNonNull(parent.get(key));
    }

    private static List<String> texts(@Nullable Object value) {
        if (value instanceof Collection<?> many) {
            return many.stream().map(String::valueOf).toList();
        }
        return value == null ? List.of() : List.of(String.valueOf(value));
    }
}
