package dev.baton.proptests.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The table has every goal, and the page has a place for it. What is measured is not judged here. */
class GoalsTest {
    private static final Path PAGE =
            Path.of("").toAbsolutePath().getParent().resolve("docs/testing.md");

    @Test
    void thePageHasARowForEveryGoalAndItsAim() throws IOException {
        String page = Files.readString(PAGE);
        for (Goal goal : Goal.all()) {
            assertThat(page).contains("| " + goal.name() + " | " + goal.aim() + " | ");
        }
    }

    @Test
    void whatWasMeasuredTakesThePlaceOfItsRowOnly() {
        String page =
                "before\n" + Goals.BEGIN + "| G1 | old |\n| G12 | old |\n" + Goals.END + "behind\n";

        assertThat(Goals.rewritten(page, "| G1 | new |\n| G24 | new |\n"))
                .isEqualTo("before\n" + Goals.BEGIN + "| G1 | new |\n| G12 | old |\n| G24 | new |\n"
                        + Goals.END + "behind\n");
        assertThatThrownBy(() -> Goals.rewritten("no marks", "| G1 | new |\n"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneCommandMeasures() {
        String table = Goals.table(List.of("G1", "G25"), Duration.ofSeconds(1));

        assertThat(table.lines()).hasSize(4);
        assertThat(table).contains("| G1 | ").contains(" of 2,800 found | ");
        assertThat(table)
                .containsPattern("\\| none in [0-9,]+ schedules, .* \\| \\*\\*not met\\*\\* \\|");
    }

    @Test
    void whatIsNotReachedIsSaid() {
        Goal goal = Goal.all().get(0);

        assertThat(Goals.row(goal, Goal.Measured.of(false, "2")))
                .isEqualTo("| G1 | " + goal.aim() + " | 2 | **not met** |\n");
        assertThat(Goals.row(goal, Goal.Measured.of(true, "1"))).endsWith("| 1 | met |\n");
    }
}
