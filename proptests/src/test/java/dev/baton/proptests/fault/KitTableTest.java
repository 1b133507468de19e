package dev.baton.proptests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.proptests.fault.Matrix.Row;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;

/** The page that G24 writes. */
class KitTableTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @Test
    void thePageNamesEveryFaultOfTheMatrix() throws Exception {
        String page = Files.readString(ROOT.resolve(FaultTable.PAGE));
        for (Row row : Matrix.read(ROOT)) {
            assertThat(page).contains("| " + row.number() + " |").contains(row.fault());
        }
    }
}
