package dev.baton.proptests;

import dev.baton.explore.Found;
import dev.baton.explore.scenario.ScenarioWorkload;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What was found, as the source of a JUnit test: red until it is mended, and to be kept from then on.
 *
 * <p>Any thread.
 *
 * @since 0.1
 */
public final class TestSource {
    private static final String INDENT = " ".repeat(16);

    private TestSource() {}

    /**
     * Writes the test.
     *
     * @param found a failure, best the {@linkplain dev.baton.explore.Exploration.Result#smallest
     *     smallest}
     * @return a class in the unnamed package, named after the workload; it explores it anew, as a
     *     schedule says nothing any more once the program has changed
     */
    public static String of(Found found) {
        boolean scenario = found.workload() instanceof ScenarioWorkload;
        String type = scenario ? "scenario.ScenarioWorkload" : "step.StepProgram";
        return """
                import static dev.baton.explore.step.Relation.*;

                import dev.baton.explore.Exploration;
                import dev.baton.explore.%s;

                import org.junit.jupiter.api.Test;

                class %sTest {
                    // %s
                    // %s
                    @Test
                    void isMended() throws Exception {
                        Exploration.of(%s).check();
                    }
                }
                """.formatted(
                        type,
                        className(found.workload().name()),
                        comment(found.failure().inWords()),
                        comment(found.schedule().inWords()),
                        scenario ? read(found) : found.workload().source());
    }

    /** In words that no line end or escape leads out of a comment. */
    private static String comment(String words) {
        return words.replaceAll("[\\p{Cntrl}\\\\]", " ");
    }

    private static String className(String name) {
        return Arrays.stream(name.split("[^A-Za-z0-9]+", -1))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining("", "Found", ""));
    }

    private static String read(Found found) {
        String text = found.workload().source().replace("\\", "\\\\").replace("\"\"\"", "\\\"\"\"");
        return "ScenarioWorkload.read(\"" + found.workload().name() + "\", \"\"\"\n"
                + text.indent(INDENT.length()) + INDENT + "\"\"\")";
    }
}
