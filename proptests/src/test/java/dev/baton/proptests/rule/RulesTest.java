package dev.baton.proptests.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.proptests.fault.Fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every rule has a test and a fault, every case of the field a test or a reason, and docs say so. */
@TestInstance(Lifecycle.PER_CLASS)
class RulesTest {
    private static final Path ROOT = Page.ROOT;
    private static final Page RULES = new Page("docs/rules.md", RulesTest.class);
    private static final Page CASES = new Page("docs/conformance.md", RulesTest.class);

    private final List<TaggedTest> tests = TaggedTests.of(ROOT);
    private final Map<String, Fault> faults = Fault.readAll(ROOT);
    private final Table rules = new Table(Row.read("rules.txt"), tests, faults.values());
    private final Table cases = new Table(Row.read("conformance.txt"), tests, List.of());

    RulesTest() throws IOException {}

    @Test
    void everyRuleHasATestAndAFaultAndEveryCaseATestOrAReason() {
        Map<String, String> lacking = new TreeMap<>();
        for (Row rule : rules.rows()) {
            String lacks = (rules.testsOf(rule).findAny().isEmpty() ? "no test " : "")
                    + (rules.faultsOf(rule).findAny().isEmpty() ? "no fault" : "");
            lacking.put(rule.id(), lacks);
        }
        for (Row each : cases.rows()) {
            boolean bare =
                    each.whyNot().isEmpty() && cases.testsOf(each).findAny().isEmpty();
            lacking.put(each.id(), bare ? "no test, and no reason why not" : "");
        }
        lacking.values().removeIf(String::isEmpty);

        assertThat(lacking).as("rules and cases, and what they lack").isEmpty();
    }

    @Test
    void noCaseHasBothATestAndAReasonWhyItDoesNotApply() {
        assertThat(cases.rows())
                .filteredOn(each -> cases.testsOf(each).findAny().isPresent())
                .allMatch(each -> each.whyNot().isEmpty());
    }

    @Test
    void everyFaultTurnsATestOfEachOfItsRulesRed() {
        Map<String, Set<String>> tagsByTest =
                tests.stream().collect(Collectors.toMap(TaggedTest::name, TaggedTest::tags));
        Map<String, Set<String>> wrong = new TreeMap<>();
        faults.values()
                .forEach(fault -> wrong.put(
                        fault.name() + ", whose test is " + fault.test(),
                        without(fault.rules(), tagsByTest.getOrDefault(fault.test(), Set.of()))));
        wrong.values().removeIf(Set::isEmpty);
        assertThat(wrong).as("rules that a fault's test is not tagged with").isEmpty();
    }

    @Test
    void tagsAndFaultsNameOnlyWhatThereIs() {
        List<String> ruleIds = idsOf(rules).toList();
        List<String> ids = Stream.concat(idsOf(rules), idsOf(cases)).toList();
        Map<String, Set<String>> unknown = new TreeMap<>();
        tests.forEach(test -> unknown.put(test.name(), without(test.tags(), ids)));
        faults.values()
                .forEach(fault -> unknown.put(fault.name(), without(fault.rules(), ruleIds)));
        unknown.values().removeIf(Set::isEmpty);

        assertThat(unknown).as("tags, and rules of faults, that are not listed").isEmpty();
        assertThat(ids).doesNotHaveDuplicates();
    }

    private static Set<String> without(Collection<String> some, Collection<String> others) {
        Set<String> left = new TreeSet<>(some);
        left.removeAll(others);
        return left;
    }

    private static Stream<String> idsOf(Table table) {
        return table.rows().stream().map(Row::id);
    }

    @Test
    void thePageOfRulesIsUpToDate() throws IOException {
        RULES.judge("""
                # Rules, tests and faults

                The rules of the engine's contract, the tests that are tagged with them, and the
                seeded faults that those tests are known to notice. Generated; rewrite it with

                ```
                %s
                ```

                %s""".formatted(RULES.rewrite(), rules.ofRules()));
    }

    @Test
    void thePageOfCasesIsUpToDate() throws IOException {
        CASES.judge("""
                # Cases of the field's own suites

                K: scenarios of ARM's KDS, from its document and its clients. KDS: defects of the
                published drops of its code. Names without a slash: tests of the Linux kernel for
                locks of several buffers (`test-ww_mutex.c`, `drm_exec_test.c`). Names with one are
                cases of a file: its tests of fences (`st-dma-fence.c` and its likes, the selftest
                `sync_test.c`), and those of the Intel GPU tools, IGT (`sw_sync.c`, `syncobj_*.c`,
                `dmabuf_sync_file.c`). C: what users of fences have learned, often the hard way.
                Generated; rewrite it with

                ```
                %s
                ```

                %s""".formatted(CASES.rewrite(), cases.ofCases()));
    }
}
