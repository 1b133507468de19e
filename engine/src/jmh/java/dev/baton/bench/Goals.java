package dev.baton.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** The ratios that were aimed at, each with the ratio of medians that was measured; bold misses. */
final class Goals {
    private final StringBuilder lines = new StringBuilder();

    /** In each row, one column of another; the goals by row, the last one for all further rows. */
    Goals each(String what, Table table, String over, String under, double... goals) {
        List<String> ratios = new ArrayList<>();
        int at = 0;
        for (Map.Entry<String, Map<String, Run>> row : table.rows().entrySet()) {
            double goal = goals[Math.min(at++, goals.length - 1)];
            Map<String, Run> runs = row.getValue();
            if (runs.containsKey(over) && runs.containsKey(under)) {
                double ratio = runs.get(over).median() / runs.get(under).median();
                ratios.add(judged(row.getKey(), ratio, goal));
            }
        }
        return line(what, ratios, goals);
    }

    /** In each column, one row of another. */
    Goals growth(String what, Table table, String over, String under, double goal) {
        List<String> ratios = new ArrayList<>();
        Map<String, Run> less = table.rows().getOrDefault(under, Map.of());
        table.rows().getOrDefault(over, Map.of()).forEach((column, run) -> {
            if (less.containsKey(column)) {
                double ratio = run.median() / less.get(column).median();
                ratios.add(judged(column, ratio, goal));
            }
        });
        return line(what, ratios, goal);
    }

    private static String judged(String label, double ratio, double goal) {
        String number = Run.format("%.2f", ratio);
        return Table.words(label) + ": " + (ratio > goal ? "**" + number + "**" : number);
    }

    private Goals line(String what, List<String> ratios, double... goals) {
        if (!ratios.isEmpty()) {
            String aims = DoubleStream.of(goals)
                    .mapToObj(goal -> Run.format("%s", goal))
                    .collect(Collectors.joining(", "));
            lines.append(Run.format("| %s | %s | %s |\n", what, aims, String.join("; ", ratios)));
        }
        return this;
    }

    String markdown() {
        return "\n| ratio | at most | measured |\n|---|---|---|\n" + lines;
    }
}
