package dev.baton.proptests.rule;

import dev.baton.proptests.fault.Fault;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rows with the tests and faults that belong to each, as Markdown for a page in docs. */
final class Table {
    private static final String UP = "../";

    private final List<Row> rows;
    private final List<TaggedTest> tests;
    private final Collection<Fault> faults;

    Table(List<Row> rows, List<TaggedTest> tests, Collection<Fault> faults) {
        this.rows = rows;
        this.tests = tests;
        this.faults = faults;
    }

    List<Row> rows() {
        return rows;
    }

    Stream<TaggedTest> testsOf(Row row) {
        return tests.stream().filter(test -> test.tags().contains(row.id()));
    }

    Stream<Fault> faultsOf(Row row) {
        return faults.stream().filter(fault -> fault.rules().contains(row.id()));
    }

    /** One line for each rule. */
    String ofRules() {
        String lines = rows.stream()
                .map(row -> line(row.id(), row.statement(), testCell(row), faultCell(row)))
                .collect(Collectors.joining());
        return line("rule", "what it says", "tests", "faults")
                + line("---", "---", "---", "---")
                + lines;
    }

    /** One line for each case. */
    String ofCases() {
        String lines = rows.stream()
                .map(row -> line(row.id(), row.statement(), testCell(row) + row.whyNot()))
                .collect(Collectors.joining());
        return line("case", "what it is", "test, or why it does not apply")
                + line("---", "---", "---")
                + lines;
    }

    /** A line of any table; an empty cell has nothing yet. */
    static String line(String... cells) {
        return Stream.of(cells)
                .map(cell -> cell.isEmpty() ? "none yet" : cell)
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** Class by class; a class all of whose tests belong here is named as a whole. */
    private String testCell(Row row) {
        Map<String, List<TaggedTest>> byType = testsOf(row)
                .collect(
                        Collectors.groupingBy(TaggedTest::type, TreeMap::new, Collectors.toList()));
        return byType.values().stream().map(this::links).collect(Collectors.joining(", "));
    }

    private String links(List<TaggedTest> ofOneType) {
        TaggedTest first = ofOneType.get(0);
        long all =
                tests.stream().filter(test -> test.type().equals(first.type())).count();
        if (ofOneType.size() > 1 && ofOneType.size() == all) {
            return link(first.simpleType(), first.file()) + " (" + all + " tests)";
        }
        return ofOneType.stream()
                .map(test -> link(test.simpleType() + "#" + test.method(), test.file()))
                .collect(Collectors.joining(", "));
    }

    private String faultCell(Row row) {
        return faultsOf(row)
                .map(Fault::name)
                .map(name -> link(name, Fault.DIRECTORY + "/" + name + ".fault"))
                .collect(Collectors.joining(", "));
    }

    private static String link(String text, String file) {
        return "[" + text + "](" + UP + file + ")";
    }
}
