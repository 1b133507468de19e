package dev.baton.trace.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.trace.oracle.Report.Tally;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** All answers of a kernel that come with the tests; and whether a wrong one would be noticed. */
class RecordedAnswersTest {
    private static final int SCENARIOS_FLIPPED_THROUGHOUT = 10;
    private static final int DIGITS_DRAWN = 1000;

    @Test
    @Tag("S2")
    @Tag("S10")
    void batonAnswersAsTheKernelDid() throws IOException {
        assertThat(Answers.compared(Answers.gzip('A')).kinds())
                .containsExactly(entry('A', 360, 4965));
        assertThat(Answers.compared(Answers.gzip('B')).kinds())
                .containsExactly(entry('B', 360, 3544));
        assertThat(Answers.compared(Answers.gzip('C')).kinds())
                .containsExactly(entry('C', 180, 2857));
    }

    @Test
    @Tag("S1")
    @Tag("S2")
    void batonOrdersJobsAsTheKernelDid() throws IOException {
        assertThat(Answers.compared(Answers.gzip('T')).kinds())
                .containsExactly(entry('T', 36, 4416));
    }

    @ParameterizedTest
    @ValueSource(chars = {'A', 'B', 'C'})
    void everyWrongDigitIsADifferenceThatIsNamed(char kind) throws IOException {
        for (String scenario : Answers.scenarios(kind).subList(0, SCENARIOS_FLIPPED_THROUGHOUT)) {
            for (int at = 0; at < scenario.length(); at++) {
                if (isObservedDigit(scenario, at)) {
                    expectDifference(scenario, at);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(chars = {'A', 'B', 'C'})
    void aWrongDigitIsADifferenceInEveryScenario(char kind) throws IOException {
        List<String> scenarios = Answers.scenarios(kind);
        Random random = new Random(kind);
        for (int drawn = 0; drawn < DIGITS_DRAWN; drawn++) {
            String scenario = scenarios.get(drawn % scenarios.size());
            int at = random.nextInt(scenario.length());
            while (!isObservedDigit(scenario, at)) {
                at = random.nextInt(scenario.length());
            }
            expectDifference(scenario, at);
        }
    }

    private static void expectDifference(String scenario, int at) throws IOException {
        char flipped = scenario.charAt(at) == '0' ? '1' : '0';
        String wrong = scenario.substring(0, at) + flipped + scenario.substring(at + 1);
        int line = wrong.substring(0, at).split("\n", -1).length;
        Report report = Answers.compared(wrong);
        String expected = wrong.split("\n", -1)[line - 1];
        assertThat(report.differing()).isEqualTo(1);
        assertThat(report.first())
                .singleElement()
                .as(wrong)
                .matches(it -> it.line() == line)
                .matches(it -> it.expected().equals(expected))
                .matches(it ->
                        scenario.startsWith("scenario " + it.kind() + " " + it.scenario() + " "));
        assertThat(report.kinds().values()).singleElement().matches(it -> it.failures() == 1);
    }

    /** Whether it stands alone or in a pair in a line of observations. */
    private static boolean isObservedDigit(String scenario, int at) {
        int line = scenario.lastIndexOf('\n', at) + 1;
        return scenario.startsWith("obs ", line) && "01".indexOf(scenario.charAt(at)) >= 0;
    }

    private static Map.Entry<Character, Tally> entry(char kind, long scenarios, long n) {
        return Map.entry(kind, new Tally(scenarios, n, 0));
    }
}
