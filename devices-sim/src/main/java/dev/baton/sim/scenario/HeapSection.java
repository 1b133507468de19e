package dev.baton.sim.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code heaps} and {@code iommus}. */
final class HeapSection {
    static final List<String> HEAP_KEYS = List.of("kind", "size");
    static final List<String> IOMMU_KEYS = List.of("addresses");

    static final long PAGE_BYTES = 4096;

    private HeapSection() {}

    static Map<String, HeapSpec> heaps(Map<String, Value> declared) throws ScenarioException {
        Map<String, HeapSpec> heaps = new LinkedHashMap<>();
        for (Value value : declared.values()) {
            heaps.put(value.key(), heap(value));
        }
        return heaps;
    }

    private static HeapSpec heap(Value value) throws ScenarioException {
        if (value.key().equals(Scenario.SYSTEM_HEAP)) {
            throw value.refused("that heap is always there; give this one another name");
        }
        YamlMap map = value.map("a heap", HEAP_KEYS);
        HeapSpec.Kind kind = map.get("kind").word(HeapSpec.Kind.class);
        if (kind == HeapSpec.Kind.SYSTEM) {
            map.refuse("size", "a system heap grows; leave this out");
            return new HeapSpec(value.key(), kind, 0);
        }
        return new HeapSpec(value.key(), kind, size(map.get("size")));
    }

    static Map<String, IommuSpec> iommus(Map<String, Value> declared) throws ScenarioException {
        Map<String, IommuSpec> iommus = new LinkedHashMap<>();
        for (Value value : declared.values()) {
            YamlMap map = value.map("an IOMMU", IOMMU_KEYS);
            iommus.put(value.key(), new IommuSpec(value.key(), size(map.get("addresses"))));
        }
        return iommus;
    }

    private static long size(Value value) throws ScenarioException {
        long bytes = value.quantity(Quantity.BYTES, PAGE_BYTES, Limits.SIZE_BYTES_MAX);
        if (bytes % PAGE_BYTES != 0) {
            throw value.refused(value.shown() + " is not a whole number of pages of 4KiB");
        }
        return bytes;
    }
}
