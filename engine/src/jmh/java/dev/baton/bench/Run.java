package dev.baton.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One benchmark with its parameters: JMH's values, by their places in its JSON. */
record Run(Map<String, String> values) {
    private static final String PARAMS = "params/";
    private static final String SAMPLES = "primaryMetric/rawData/";

    static List<Run> read(Path file) throws IOException {
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

    /** Adds a sample. */
    void add(String nanos) {
        values.put(SAMPLES + values.size(), nanos);
    }

    boolean isOf(String table) {
        return values.get("benchmark").contains("." + table + "Benchmark.");
    }

    /** The system, or another parameter; without it the method, which then tells columns apart. */
    String column(String parameter) {
        String value = values.get(PARAMS + parameter);
        return value == null
                ? method()
                : parameter.equals("system") ? value : parameter + " = " + value;
    }

    /** The method, if the parameter does not stand for it, and the other parameters. */
    String row(String parameter) {
        Stream<String> others = under(PARAMS)
                .filter(at -> !at.equals(PARAMS + parameter))
                .map(at -> at.substring(PARAMS.length()) + " = " + values.get(at));
        boolean named = values.containsKey(PARAMS + parameter) && !method().equals("job");
        String row = Stream.concat(named ? Stream.of(method()) : Stream.empty(), others)
                .collect(Collectors.joining(", "));
        return row.isEmpty() ? "ns" : row;
    }

    private String method() {
        String benchmark = values.get("benchmark");
        return benchmark.substring(benchmark.lastIndexOf('.') + 1);
    }

    private Stream<String> under(String place) {
        return values.keySet().stream().filter(each -> each.startsWith(place));
    }

    double least() {
        return samples()[0];
    }

    double median() {
        double[] samples = samples();
        return (samples[(samples.length - 1) / 2] + samples[samples.length / 2]) / 2;
    }

    double most() {
        double[] samples = samples();
        return samples[samples.length - 1];
    }

    private double[] samples() {
        Stream<String> all = under(SAMPLES).map(values::get);
        return all.mapToDouble(Double::parseDouble).sorted().toArray();
    }

    @Override
    public String toString() {
        String bytes = values.get("secondaryMetrics/gc.alloc.rate.norm/score");
        return number(median()) + " [" + number(least()) + ", " + number(most()) + "]"
                + (bytes == null ? "" : format(", %.0f B", Double.parseDouble(bytes)));
    }

    /** Three digits, or all there are before the point. */
    private static String number(double nanos) {
        return format(nanos < 10 ? "%.2f" : nanos < 100 ? "%.1f" : "%,.0f", nanos);
    }

    static String format(String format, Object... args) {
        return String.format(Locale.ROOT, format, args);
    }
}
