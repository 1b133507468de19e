package dev.baton.trace.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules for a log as they would be told to a person: everything is kept, and searched from the
 * front at every question. Whether a log is right; not why it is not.
 */
final class NaiveJudge {
    private final List<Use> uses = new ArrayList<>();
    private final Map<String, Job> live = new LinkedHashMap<>();

    private static final class Job {
        private final Map<String, Use> uses = new HashMap<>();
        private boolean gaveUp;
    }

    private static final class Use {
        private final Job job;
        private final String buffer;
        private final boolean asked; // in which mode
        private boolean shared;
        private boolean owned;
        private boolean over;

        Use(Job job, String buffer, boolean shared) {
            this.job = job;
            this.buffer = buffer;
            this.asked = shared;
            this.shared = shared;
        }
    }

    static boolean isRight(List<String> lines) {
        NaiveJudge judge = new NaiveJudge();
        for (String line : lines.subList(1, lines.size())) {
            if (!judge.isRight(line.split(",", -1))) {
                return false;
            }
        }
        return judge.live.isEmpty() && !judge.hasCycle();
    }

    private boolean isRight(String[] line) {
        Job job = live.get(line[1]);
        if (line[0].equals("request")) {
            return request(line, job);
        }
        if (job == null) {
            return false;
        }
        Use use = line[2].isEmpty() ? null : job.uses.get(line[2]);
        return switch (line[0]) {
            case "grant" -> use != null && grant(use);
            case "downgrade" -> use != null && downgrade(use);
            case "release" ->
                line[2].isEmpty() ? end(line[1], job, true) : use != null && give(line[1], use);
            case "cancel" ->
                job.uses.values().stream().anyMatch(it -> !it.owned) && end(line[1], job, false);
            default -> end(line[1], job, false);
        };
    }

    private boolean request(String[] line, @org.jspecify.annotations.Nullable Job known) {
        Job job = known == null ? new Job() : known;
        live.put(line[1], job);
        Use use = new Use(job, line[2], line[3].equals("shared"));
        uses.add(use);
        return job.uses.put(line[2], use) == null;
    }

    private boolean grant(Use use) {
        for (Use earlier : uses) {
            if (earlier == use) {
                break;
            }
            boolean passes = earlier.shared && use.asked;
            if (earlier.buffer.equals(use.buffer) && !earlier.over && !passes) {
                return false;
            }
        }
        boolean first = !use.owned && !use.over;
        use.owned = true;
        return first;
    }

    private static boolean downgrade(Use use) {
        boolean possible = use.owned && !use.over && !use.shared;
        use.shared = true;
        return possible;
    }

    private boolean give(String name, Use use) {
        boolean possible = use.owned && !use.over;
        use.over = true;
        if (use.job.uses.values().stream().allMatch(it -> it.over)) {
            live.remove(name);
        }
        return possible;
    }

    private boolean end(String name, Job job, boolean whole) {
        job.gaveUp = !whole;
        boolean possible = !whole || job.uses.values().stream().allMatch(it -> it.owned);
        job.uses.values().forEach(it -> it.over = true);
        live.remove(name);
        return possible;
    }

    /** Whether one job stands before another that stands before it, if they are in each other's way. */
    private boolean hasCycle() {
        Map<Job, Set<Job>> behind = new HashMap<>();
        uses.removeIf(use -> use.job.gaveUp);
        for (int i = 0; i < uses.size(); i++) {
            for (Use later : uses.subList(i + 1, uses.size())) {
                Use earlier = uses.get(i);
                if (earlier.buffer.equals(later.buffer) && !(earlier.asked && later.asked)) {
                    behind.computeIfAbsent(earlier.job, job -> new HashSet<>()).add(later.job);
                }
            }
        }
        Set<Job> left = new HashSet<>(behind.keySet());
        // Whoever has nobody behind that has somebody behind is in no cycle.
        while (left.removeIf(job -> behind.get(job).stream().noneMatch(left::contains))) {
            // until none is left that could be
        }
        return !left.isEmpty();
    }
}
