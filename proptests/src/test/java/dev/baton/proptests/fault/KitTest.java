package dev.baton.proptests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.proptests.OnOneJdk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A small fixed part of what the kit does; {@code KitTableTest} and {@code KitStress} do the rest. */
@OnOneJdk
class KitTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Duration LAST_RESORT = Duration.ofMinutes(2);
    private static final long SCHEDULES = 300;

    private static Map<String, Long> fixed() {
        return Map.of("seed", 1L, "schedules", SCHEDULES, "nanos", LAST_RESORT.toNanos());
    }

    @Test
    void soundEngineRaisesNoAlarm() throws Exception {
        Map<String, String> found = KitLoading.search(Map.of(), fixed());
        assertThat(found).doesNotContainKey("alarm").containsEntry("schedules", "" + SCHEDULES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-second-look",
                "last-reader-is-not-waited-for",
                "tail-reset-to-null",
                "submitter-waits-for-the-one-ahead"
            })
    void faultIsFoundByWhoKnowsNothingOfIt(String name) throws Exception {
        Fault fault = Matrix.faults(ROOT).get(name);
        Map<String, byte[]> broken =
                InMemoryCompiler.compile(fault.apply(ROOT), FaultsTest.classPath());
        assertThat(KitLoading.search(broken, fixed())).containsKey("alarm");
    }

    @Test
    void everyPatchOfTheMatrixStillHasItsPlace() throws Exception {
        Map<String, Fault> faults = Matrix.faults(ROOT);
        for (Fault fault : Fault.readAll(ROOT, Matrix.DIRECTORY).values()) {
            assertThat(fault.apply(ROOT)).isNotEmpty();
        }
        assertThat(Matrix.read(ROOT))
                .hasSize(44)
                .allMatch(row -> !row.hasPatch() || faults.containsKey(row.fault()))
                .allMatch(row ->
                        row.hasPatch() || row.isWeakMemory() || !row.reason().isEmpty());
    }
}
