package dev.baton.cli;

import dev.baton.law.Laws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What every summary says about laws. */
final class LawsSummary {
    private LawsSummary() {}

    static Map<String, Object> of(List<Laws> runs) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("checked", runs.get(0).checked());
        summary.put("broken", runs.stream().mapToLong(Laws::broken).sum());
        summary.put("complete", runs.stream().allMatch(Laws::complete));
        return summary;
    }
}
