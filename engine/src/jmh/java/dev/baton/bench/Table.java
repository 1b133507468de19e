package dev.baton.bench;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The runs of one benchmark, by row and by column, in the order in which they were measured. */
record Table(String title, Map<String, Map<String, Run>> rows) {
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z])[A-Z]");

    /** Of all runs of a benchmark, with the values of a parameter side by side. */
    static Table of(List<Run> runs, String benchmark, String parameter) {
        Table table = new Table(benchmark, new LinkedHashMap<>());
        runs.stream()
                .filter(run -> run.isOf(benchmark))
                .forEach(run -> table.put(run.row(parameter), run.column(parameter), run));
        return table;
    }

    void put(String row, String column, Run run) {
        rows.computeIfAbsent(row, key -> new LinkedHashMap<>()).put(column, run);
    }

    /** The rows whose name matches, each renamed to what its group holds. */
    Table only(String regex) {
        Table some = new Table(title, new LinkedHashMap<>());
        rows.forEach((name, row) -> {
            if (name.matches(regex)) {
                some.rows.put(name.replaceAll(regex, "$1"), row);
            }
        });
        return some;
    }

    /** These columns only. */
    Table with(String... columns) {
        Table some = new Table(title, new LinkedHashMap<>());
        rows.forEach((name, row) -> Stream.of(columns)
                .filter(row::containsKey)
                .forEach(column -> some.put(name, column, row.get(column))));
        return some;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    Set<String> columns() {
        Set<String> columns = new LinkedHashSet<>();
        rows.values().forEach(row -> columns.addAll(row.keySet()));
        return columns;
    }

    Stream<Run> runs() {
        return rows.values().stream().flatMap(row -> row.values().stream());
    }

    /** Medians with minimum and maximum; nothing if nothing was measured. */
    String markdown() {
        return markdown("");
    }

    /** The same, with how many times a base row each took. */
    String markdown(String base) {
        Set<String> columns = columns();
        StringBuilder text = new StringBuilder("\n| ").append(title).append(" |");
        columns.forEach(column -> text.append(Run.format(" %s |", words(column))));
        text.append("\n|").append("---|".repeat(1 + columns.size()));
        rows.forEach((name, row) -> {
            text.append(Run.format("\n| %s |", words(name)));
            columns.forEach(
                    column -> text.append(' ').append(cell(row, column, base)).append(" |"));
        });
        return isEmpty() ? "" : text.append('\n').toString();
    }

    private String cell(Map<String, Run> row, String column, String base) {
        Run run = row.get(column);
        Run basis = rows.getOrDefault(base, Map.of()).get(column);
        return run == null
                ? ""
                : run + (basis == null ? "" : Run.format(", x%.2f", run.median() / basis.median()));
    }

    /** A name of the code as words. */
    static String words(String name) {
        return HUMP.matcher(name).replaceAll(hump -> " " + hump.group().toLowerCase(Locale.ROOT));
    }
}
