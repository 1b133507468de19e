package dev.baton.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Writes what JMH measured, as JSON, into a document, between two marker lines. */
final class Tables {
    /** One benchmark with one parameter: JMH's values by their places in the JSON. */
    private record Run(Map<String, String> values) {
        Stream<String> under(String place) {
            return values.keySet().stream().filter(each -> each.startsWith(place));
        }

        String parameter() {
            return under("params/")
                    .map(at -> at.substring(7) + " = " + values.get(at))
                    .findFirst()
                    .orElse("k = 4");
        }

        double nanos(double quantile) {
            Stream<String> all = under("primaryMetric/rawData/").map(values::get);
            double[] sorted = all.mapToDouble(Double::parseDouble).sorted().toArray();
            return sorted[(int) (quantile * (sorted.length - 1))];
        }

        @Override
        public String toString() {
            String bytes = values.get("secondaryMetrics/gc.alloc.rate.norm/score");
            return format("%.1f ± %.1f", nanos(0.5), (nanos(0.75) - nanos(0.25)) / 2)
                    + (bytes == null ? "" : format(", %.0f B", Double.parseDouble(bytes)));
        }
    }

    /** What a method took, or how many times another; then with a goal per k = 2^i, or for all. */
    private record Column(String method, String base, double... goals) {
        String title() {
            String title = method + (base.isEmpty() ? "" : " / " + base);
            return title.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        }

        String of(Map<String, Run> row) {
            if (base.isEmpty() || !row.containsKey(method) || !row.containsKey(base)) {
                return base.isEmpty() && row.containsKey(method)
                        ? row.get(method).toString()
                        : "";
            }
            double ratio = row.get(method).nanos(0.5) / row.get(base).nanos(0.5);
            if (goals.length == 0) {
                return format("%.2f", ratio);
            }
            int k = Integer.parseInt(row.get(method).values.get("params/k"));
            double goal = goals[Math.min(Integer.numberOfTrailingZeros(k), goals.length - 1)];
            return format(ratio > goal ? "**%.2f** (%.1f)" : "%.2f (%.1f)", ratio, goal);
        }
    }

    public static void main(String[] args) throws IOException {
        write(Path.of(args[1]), "measured", all(read(Path.of(args[0]))));
    }

    /** Replaces what stands between two marker lines of a document. */
    static void write(Path document, String section, String text) throws IOException {
        String begin = "<!-- " + section + " -->\n";
        String end = "<!-- end of " + section + " -->\n";
        String[] parts = Files.readString(document).split(begin + "|" + end, -1);
        if (parts.length != 3) {
            throw new IOException(document + " needs these two lines once: " + begin + end);
        }
        Files.writeString(document, parts[0] + begin + text + end + parts[2]);
    }

    private static List<Run> read(Path file) throws IOException {
        List<Run> runs = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
            while (parser.nextToken() != null) {
                if (parser.currentToken().isScalarValue()) {
                    String pointer = parser.getParsingContext().pathAsPointer().toString();
                    String[] place = pointer.split("/", 3); // of /12/params/k
                    if (Integer.parseInt(place[1]) == runs.size()) {
                        runs.add(new Run(new LinkedHashMap<>()));
                    }
                    runs.get(runs.size() - 1).values.put(place[2], parser.getText());
                }
            }
        }
        return runs;
    }

    private static String all(List<Run> runs) {
        String jdk = runs.get(0).values.get("jdkVersion");
        int cores = Runtime.getRuntime().availableProcessors();
        Column floor = new Column("baton", "floor", 1.4, 1.0, 0.9, 0.8, 0.7);
        Column oneLock = new Column("baton", "oneLock");
        Column inbox = new Column("batonInbox", "oneLockInbox");
        Column byTwo = new Column("batonByTwo", "batonAlone");
        Column oneLockByTwo = new Column("oneLockByTwo", "oneLockAlone");
        Column submit = new Column("submitChecked", "submitUnchecked", 1.5);
        Column acquire = new Column("acquireChecked", "acquireUnchecked", 1.5);
        return format("Measured with JDK %s on %d cores.\n", jdk, cores)
                + table("Uncontended", runs, floor, oneLock, inbox)
                + table("Chain", runs, new Column("baton", "oneLock", 0.8))
                + table("Readers", runs, new Column("baton", "oneLock", 1.0))
                + table("Disjoint", runs, byTwo, oneLockByTwo)
                + table("Queued", runs, oneLock)
                + table("HoldAndWait", runs, submit, acquire)
                + table("Bulk", runs, new Column("get", "plainGet"), new Column("put", "plainPut"))
                + table("Map", runs, new Column("kept", "fresh"));
    }

    private static String table(String name, List<Run> runs, Column... ratios) {
        Map<String, Map<String, Run>> rows = new LinkedHashMap<>();
        List<Column> columns = new ArrayList<>();
        Stream.of(ratios)
                .flatMap(it -> Stream.of(it.base, it.method))
                .distinct()
                .forEach(method -> columns.add(new Column(method, "")));
        columns.addAll(List.of(ratios));
        for (Run run : runs) {
            String[] method = run.values.get("benchmark").split("\\." + name + "Benchmark\\.");
            if (method.length == 2) {
                rows.computeIfAbsent(run.parameter(), key -> new LinkedHashMap<>())
                        .put(method[1], run);
            }
        }
        StringBuilder text = new StringBuilder("\n| ").append(name).append(" |");
        columns.forEach(column -> text.append(format(" %s |", column.title())));
        text.append("\n|").append("---|".repeat(1 + columns.size()));
        rows.forEach((parameter, row) -> {
            text.append(format("\n| %s |", parameter));
            columns.forEach(column -> text.append(format(" %s |", column.of(row))));
        });
        return rows.isEmpty() ? "" : text.append('\n').toString();
    }

    private static String format(String format, Object... args) {
        return String.format(Locale.ROOT, format, args);
    }
}
