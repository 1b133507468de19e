package dev.baton.proptests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.proptests.OnOneJdk;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import java.util.Map;
import java.util.Objects;

/**
 * The comparison with the sequential model notices a breach of each rule that one thread can see. That
 * places are taken in one step (S1) shows between threads only: {@code PlacementTest} does that.
 */
@OnOneJdk
class ModelFaultsTest {
    private static final String COMPARISON =
            "dev.baton.proptests.SequentialModelTest#generatedHistoriesAgree";

    @ParameterizedTest
    @CsvSource({
        "S2, reader-overtakes-waiting-writer",
        "S3, grant-before-all",
        "S4, duplicate-waits-for-itself",
        "S5, downgrade-passes-nothing-on",
        "S6, access-released-before-it-is-owned",
        "S7, whole-takes-one-part-only",
        "S13, holding-gate-waits-for-ever",
        "S14, cancel-does-not-pass-on",
        "S15, failed-reader-poisons"
    })
    void aBreachOfTheRuleTurnsTheComparisonRed(String rule, String name) throws Exception {
        Fault fault = Objects.requireNonNull(Fault.readAll(FaultsTest.ROOT).get(name), name);
        Map<String, byte[]> broken =
                InMemoryCompiler.compile(fault.apply(FaultsTest.ROOT), FaultsTest.classPath());

        TestExecutionSummary mutated = FaultsTest.run(COMPARISON, broken);

        assertThat(mutated.getFailures()).as("%s, %s", rule, fault.sentence()).isNotEmpty();
    }
}
