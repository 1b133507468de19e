package dev.baton.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code engine/src/peers/run.py} measured: its raw samples as tables. */
final class Programs {
    /** Rows of its main table that have one thread, or no fewer than two. */
    private static final Map<String, String> LABELS = Map.of(
            "baton 1t, q=256", "baton",
            "kds 1t, q=256", "kds",
            "libgomp 1t, q=256", "libgomp",
            "tbb-graph 1t, q=1000", "tbb",
            "starpu 1+1", "starpu");

    /** Both of its tables: a workload, or a size, by program. */
    static Table read(String title, Path samples) throws IOException {
        Table table = new Table(title, new LinkedHashMap<>());
        for (String sample : Files.readAllLines(samples)) {
            String[] fields = sample.split("\t"); // round, row, column, what was printed, others
            if (LABELS.containsKey(fields[1])) {
                add(table, fields[2], LABELS.get(fields[1]), fields);
            } else if (fields[1].contains("=") && fields[1].endsWith(")")) {
                add(table, fields[1], fields[2].split("[ -]")[0], fields);
            }
        }
        return table;
    }

    /** CPU time where one thread works, as other load hardly moves it; else wall time. */
    private static void add(Table table, String row, String program, String[] fields) {
        String[] words = fields[3].split(" ");
        boolean alone = (fields[1] + fields[2]).contains(" 1t");
        Map<String, Run> runs = table.rows().computeIfAbsent(row, key -> new LinkedHashMap<>());
        runs.computeIfAbsent(program, key -> new Run(new LinkedHashMap<>()))
                .add(words[words.length - (alone ? 1 : 3)]);
    }

    /** With the better of two programs as one more. */
    static Table withBetter(Table table, String name, String one, String other) {
        Table more = new Table(table.title(), new LinkedHashMap<>());
        table.rows().forEach((key, row) -> {
            row.forEach((program, run) -> more.put(key, program, run));
            if (row.containsKey(one) && row.containsKey(other)) {
                boolean first = row.get(one).median() < row.get(other).median();
                more.put(key, name, row.get(first ? one : other));
            }
        });
        return more;
    }
}
