package dev.baton.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Writes what {@code engine/src/peers/run.py} measured into a document, with figures beside it. */
final class Programs {
    /** Rows of its main table of one thread, or of as few as a program has. */
    private static final Map<String, String> LABELS = Map.of(
            "baton 1t, q=256", "baton",
            "kds 1t, q=256", "kds",
            "libgomp 1t, q=256", "libgomp",
            "tbb-graph 1t, q=1000", "tbb",
            "starpu 1+1", "starpu");

    private static final String BATON = "baton";
    private static final String BETTER = "better";

    /** Takes the document and the raw samples. */
    public static void main(String[] args) throws IOException {
        Table all = read(Path.of(args[1]));
        Table workloads = all.only("([a-z]+)");
        Table growth = new Table("peers growth", all.only("(.*=.*)").rows());
        Goals goals = new Goals()
                .each("one thread, of kds in C", workloads, BATON, "kds", 1)
                .each("of the better of libgomp and TBB", withBetter(workloads), BATON, BETTER, 0.5)
                .each("of StarPU with a worker", workloads, BATON, "starpu", 0.05);
        new Section(Path.of(args[0]), "peers")
                .add(goals.markdown())
                .bars(workloads, "(.*)", "Five workloads, one thread: per job", "workload")
                .lines(
                        growth,
                        "q=(\\d+) .*",
                        "Random jobs, one thread: per job",
                        "jobs outstanding")
                .write();
    }

    /** Both tables of run.py in one: a workload, or a size, by program. */
    private static Table read(Path samples) throws IOException {
        Table table = new Table("peers", new LinkedHashMap<>());
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

    /** With the better of libgomp and TBB as one more. */
    private static Table withBetter(Table table) {
        Table more = new Table(table.title(), new LinkedHashMap<>());
        table.rows().forEach((name, row) -> {
            row.forEach((program, run) -> more.put(name, program, run));
            Stream.of("libgomp", "tbb")
                    .map(row::get)
                    .filter(Objects::nonNull)
                    .min(Comparator.comparingDouble(Run::median))
                    .ifPresent(better -> more.put(name, BETTER, better));
        });
        return more;
    }
}
