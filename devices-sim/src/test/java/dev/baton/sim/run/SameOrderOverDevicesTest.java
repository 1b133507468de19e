package dev.baton.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.event.Event;
import dev.baton.sim.scenario.DeviceSpec.Ordering;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.ScenarioReader;
import dev.baton.sim.scenario.Scenarios;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The same scenario with devices that wait by themselves and with none that does (S12): every queue
 * sees the same grants in the same order, but that readers who stand side by side have none; and
 * every job ends in the same way.
 */
@Tag("S12")
class SameOrderOverDevicesTest {
    private static final int SEEDS = 30;
    private static final long SHORT_NANOS = 300_000_000L;

    /** What each queue saw, and how each job ended, by the numbers of the jobs. */
    private static final class Seen {
        private final Map<Long, List<Event.SubmittedAccess>> sets = new HashMap<>();
        private final Map<String, List<List<String>>> grants = new TreeMap<>();
        private final Map<Long, String> ends = new TreeMap<>();
        private int early;

        void on(Event event) {
            if (event instanceof Event.Submitted submitted) {
                sets.put(submitted.job(), submitted.accesses());
            } else if (event instanceof Event.Granted granted) {
                sets.get(granted.job()).forEach(access -> add(access, granted.job()));
            } else if (event instanceof Event.HandedOver) {
                early++;
            } else if (event instanceof Event.End end) {
                ends.put(end.job(), end.getClass().getSimpleName());
            }
        }

        /** Readers side by side are one step, in any order. */
        private void add(Event.SubmittedAccess access, long job) {
            if (access.mode() == AccessMode.UNORDERED) {
                return;
            }
            List<List<String>> steps =
                    grants.computeIfAbsent(access.queueName(), q -> new ArrayList<>());
            String what = job + " " + access.mode();
            List<String> last = steps.isEmpty() ? List.of() : steps.get(steps.size() - 1);
            if (access.mode() == AccessMode.SHARED
                    && !last.isEmpty()
                    && last.get(0).endsWith("SHARED")) {
                last.add(what);
                last.sort(null);
            } else {
                steps.add(new ArrayList<>(List.of(what)));
            }
        }
    }

    private static Seen run(Scenario scenario, Ordering by) {
        Seen seen = new Seen();
        long forNanos = Math.min(SHORT_NANOS, scenario.forNanos());
        RunOptions options = new RunOptions(
                scenario.seed(), Clock.VIRTUAL, forNanos, 0, nanos -> {}, null, seen::on);
        RunReport report = ScenarioRun.run(scenario.ordered(by), options);
        boolean deadlocks = scenario.name().equals("iommu-exhaustion-incremental");
        assertThat(report.laws().broken() > 0).as("laws broken").isEqualTo(deadlocks);
        return seen;
    }

    private static int assertSame(Scenario scenario) {
        Seen with = run(scenario, Ordering.HARDWARE);
        Seen without = run(scenario, Ordering.CPU);
        assertThat(with.grants).as("grants").isEqualTo(without.grants);
        assertThat(with.ends).as("ends").isEqualTo(without.ends);
        assertThat(without.early).isZero();
        return with.early;
    }

    /** Those in which a fault strikes do so at other instants; the rest submit the same jobs. */
    static List<String> bundled() throws Exception {
        List<String> names = new ArrayList<>();
        for (String name : Scenarios.names()) {
            Scenario read = Scenarios.read(name);
            boolean applies = !read.ordered(Ordering.HARDWARE).equals(read.ordered(Ordering.CPU));
            if (applies && read.faults().isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    @ParameterizedTest
    @MethodSource("bundled")
    void ofABundledScenario(String name) throws Exception {
        assertSame(Scenarios.read(name));
    }

    @Test
    void ofGeneratedScenarios() throws Exception {
        int early = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            String text = generated(new Random(seed));
            try {
                early += assertSame(read(text));
            } catch (AssertionError broken) {
                throw new AssertionError(
                        "seed " + seed + ":\n" + text + broken.getMessage(), broken);
            }
        }
        assertThat(early).as("hand-overs").isGreaterThan(10 * SEEDS);
    }

    private static Scenario read(String text) throws Exception {
        return ScenarioReader.read(
                "generated", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A GPU of two rings that hardly idles, a CPU, and buffers that both share. */
    private static String generated(Random random) {
        StringBuilder text = new StringBuilder("""
                baton: 1
                name: generated
                story: generated
                for: 200ms
                settle: 2s
                buffers:
                  a: {count: 1, format: XR24, size: 16x16}
                  b: {count: 2, format: XR24, size: 16x16}
                  c: {count: 3, format: XR24, size: 16x16}
                devices:
                  gpu: {kind: gpu, rings: 2, order: hardware}
                  app: {kind: cpu}
                jobs:
                """);
        for (int job = 0; job < 5; job++) {
            text.append("  job").append(job).append(": {");
            text.append(job % 4 == 3 ? "on: app" : "on: gpu, ring: " + random.nextInt(2));
            text.append(", every: ").append(2 + random.nextInt(9)).append("ms");
            text.append(", offset: ").append(job).append("us, takes: ");
            text.append(1 + random.nextInt(3)).append("ms");
            addBuffers(text, random);
            text.append(random.nextInt(4) == 0 ? ", expires: 10s" : "");
            text.append(random.nextInt(4) == 0 ? ", hold: 1s" : "").append("}\n");
        }
        return text.toString();
    }

    private static void addBuffers(StringBuilder text, Random random) {
        List<String> reads = new ArrayList<>();
        List<String> writes = new ArrayList<>();
        for (String pool : List.of("a", "b", "c")) {
            List<List<String>> uses = List.of(reads, writes, new ArrayList<>());
            uses.get(random.nextInt(3)).add(pool);
        }
        text.append(", reads: ").append(reads).append(", writes: ").append(writes);
    }
}
