package dev.baton.proptests.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Set;

/** Everything that ends a job, done for each line of the table, which docs/ends.md must equal (S13). */
@Tag("S13")
@Timeout(120)
class EndsTest {
    private static final Page PAGE = new Page("docs/ends.md", EndsTest.class);

    static Set<String> lines() {
        return EndLines.ALL.keySet();
    }

    private static String line(String cause) throws Exception {
        EndScenario scenario = new EndScenario();
        return scenario.line(cause, EndLines.ALL.get(cause).in(scenario));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void everyLineIsWhatHappens(String cause) throws Exception {
        assumeFalse(Boolean.getBoolean("baton.rewrite"));
        assertThat(PAGE.read()).contains(line(cause));
    }

    @Test
    void thePageIsUpToDate() throws Exception {
        StringBuilder table = new StringBuilder();
        table.append(Table.line(
                "what happens",
                "outcome",
                "reason",
                "cause",
                "client fenced off",
                "buffer poisoned afterwards"));
        table.append(Table.line("---", "---", "---", "---", "---", "---"));
        for (String cause : EndLines.ALL.keySet()) {
            table.append(line(cause));
        }
        PAGE.judge("""
                # The ends of a job

                What ends a job, and what is known of it then: `Job.ending()` gives outcome, reason
                and cause. The last two columns say whether `Client.fenceOff` was called, and whether
                the buffer that the job wanted, exclusively unless said otherwise, is in doubt for
                the next owner. Every line is done by a test. Generated; rewrite it with

                ```
                %s
                ```

                %s""".formatted(PAGE.rewrite(), table));
    }
}
