package dev.baton.proptests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.proptests.OnOneJdk;
import dev.baton.proptests.fault.Matrix.Row;
import dev.baton.proptests.goal.MeasuredElsewhere;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lets the kit search for every fault of the matrix, and writes down what it finds (G24). */
@OnOneJdk
class KitTableTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final String PAGE = "docs/faults.md";
    private static final String SUMMARY = "docs/faults.json";

    @Test
    void thePageNamesEveryFaultOfTheMatrix() throws Exception {
        String page = Files.readString(ROOT.resolve(PAGE));
        for (Row row : Matrix.read(ROOT)) {
            assertThat(page).contains("| " + row.number() + " |").contains(row.fault());
        }
    }

    /** Minutes: only when the page is to be written anew. */
    @Test
    void everyFaultIsKilled() throws Exception {
        assumeTrue(Boolean.getBoolean("baton.rewrite"));
        Map<String, Fault> faults = Matrix.faults(ROOT);
        List<Row> rows = Matrix.read(ROOT);
        Map<String, Trial> trials = new TreeMap<>();
        for (Row row : rows) {
            if (row.hasPatch() && !row.isOfDevices()) {
                Trial trial = Trial.of(faults.get(row.fault()));
                trials.put(row.number(), trial);
                System.out.println(row.number() + " " + row.fault() + ": " + trial);
            }
        }
        FaultTable table = new FaultTable(rows, trials, faults);
        Files.writeString(ROOT.resolve(PAGE), table.page());
        Files.writeString(ROOT.resolve(SUMMARY), table.summary());
        MeasuredElsewhere.leave("G24", table.isMet(), table.inWords());
    }
}
