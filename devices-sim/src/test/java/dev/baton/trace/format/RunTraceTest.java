package dev.baton.trace.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.baton.event.Event;
import dev.baton.sim.run.Clock;
import dev.baton.sim.run.RunOptions;
import dev.baton.sim.run.RunReport;
import dev.baton.sim.run.ScenarioRun;
import dev.baton.sim.scenario.Measure;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.Scenarios;
import dev.baton.trace.Recording;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

class RunTraceTest {
    private static final long FOR_NANOS = 500_000_000;

    private final ByteArrayOutputStream perfetto = new ByteArrayOutputStream();
    private final ByteArrayOutputStream chrome = new ByteArrayOutputStream();
    private final ByteArrayOutputStream ftrace = new ByteArrayOutputStream();
    private final Counted counted = new Counted();

    /** Counts jobs, and grants of jobs that got a buffer after another had let it go. */
    private static final class Counted {
        private final Set<Long> jobs = new HashSet<>();
        private final Map<Long, Long> submitted = new HashMap<>();
        private final Map<Long, Set<Long>> owned = new HashMap<>();
        private final Map<Long, Long> letGo = new HashMap<>();
        private final Set<Long> caused = new HashSet<>();
        private long events;
        private int handOvers;

        void on(Event event) {
            events++;
            if (event instanceof Event.Submitted job) {
                jobs.add(job.job());
                submitted.put(job.job(), events);
                owned.put(job.job(), new HashSet<>());
            } else if (event instanceof Event.Available available) {
                owned.get(available.job()).add(available.queue());
                if (letGo.getOrDefault(available.queue(), 0L) > submitted.get(available.job())) {
                    caused.add(available.job());
                }
            } else if (event instanceof Event.Granted grant) {
                handOvers += caused.contains(grant.job()) ? 1 : 0;
            } else if (event instanceof Event.AccessReleased released) {
                if (owned.get(released.job()).remove(released.queue())) {
                    letGo.put(released.queue(), events);
                }
            } else if (event instanceof Event.End) {
                owned.remove(event.job()).forEach(queue -> letGo.put(queue, events));
            }
        }
    }

    private RunReport run(String name) throws Exception {
        Scenario scenario = Scenarios.read(name);
        List<TraceSink> sinks = List.of(
                TraceFormat.PERFETTO.open(perfetto),
                TraceFormat.CHROME.open(chrome),
                TraceFormat.FTRACE.open(ftrace));
        try (RunTrace trace = new RunTrace(sinks) {
            @Override
            public synchronized void on(Event event) {
                counted.on(event);
                super.on(event);
            }
        }) {
            RunOptions options = new RunOptions(
                    scenario.seed(), Clock.VIRTUAL, FOR_NANOS, 0, nanos -> {}, null, trace);
            return ScenarioRun.run(scenario, options);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"render-to-pageflip", "compositor", "killed-client", "clone-two-displays"})
    void everyJobIsAFenceAndEveryHandOverAFlow(String name) throws Exception {
        RunReport report = run(name);
        Told told = new Told();
        TraceSource.copyAll(new ByteArrayInputStream(perfetto.toByteArray()), told);
        long ended = Measure.ENDS.stream().mapToLong(report.figures()::of).sum();
        assertThat(ended).isEqualTo(counted.jobs.size()).isPositive();
        assertThat(told.count("dma_fence_emit")).isEqualTo(ended);
        assertThat(told.count("dma_fence_signaled")).isEqualTo(ended);
        assertThat(told.count("drm_sched_job_queue")).isEqualTo(ended);
        assertThat(told.handOvers).isNotEmpty();
        assertThat(told.handOvers).hasSize(counted.handOvers);
        assertThat(told.handOvers)
                .allMatch(flow -> flow.fromNanos() <= flow.toNanos())
                .allMatch(flow ->
                        !flow.from().equals(flow.to()) || flow.fromNanos() < flow.toNanos());
    }

    @ParameterizedTest
    @ValueSource(strings = {"render-to-pageflip", "clone-two-displays"})
    void everyDisplayHasATrackOfVblanks(String name) throws Exception {
        RunReport report = run(name);
        Told told = new Told();
        TraceSource.copyAll(new ByteArrayInputStream(perfetto.toByteArray()), told);
        Set<String> crtcs = new HashSet<>();
        told.events.stream()
                .filter(event -> event.name().equals("drm_vblank_event"))
                .forEach(event -> crtcs.add(event.payload().replaceFirst(",.*", "")));
        assertThat(crtcs).hasSize(name.startsWith("clone") ? 2 : 1);
        assertThat(told.count("drm_vblank_event")).isGreaterThan(20);
        assertThat(report.laws().broken()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"render-to-pageflip", "compositor", "killed-client"})
    void whatChromeDrawsOnOneRowNests(String name) throws Exception {
        run(name);
        Map<Integer, List<long[]>> rows = slices(chrome.toByteArray());
        assertThat(rows).hasSizeGreaterThan(4);
        rows.forEach((row, slices) -> {
            slices.sort(Comparator.<long[]>comparingLong(slice -> slice[0])
                    .thenComparing(slice -> -slice[1]));
            List<long[]> open = new ArrayList<>();
            for (long[] slice : slices) {
                open.removeIf(outer -> outer[1] <= slice[0]);
                assertThat(open).as("row %d", row).allMatch(outer -> slice[1] <= outer[1]);
                open.add(slice);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"render-to-pageflip", "compositor"})
    void theTextIsARecordingWithEveryJobAndBuffer(String name) throws Exception {
        run(name);
        Recording recording = Recording.read(new ByteArrayInputStream(ftrace.toByteArray()));
        assertThat(recording.input().damages()).isEmpty();
        assertThat(recording.jobs()).hasSameSizeAs(counted.jobs);
        assertThat(recording.jobs()).allMatch(job -> !job.uses().isEmpty());
        assertThat(recording.buffersAssigned()).isFalse();
    }

    /** Begins and ends of the complete events of each row, in nanoseconds. */
    private static Map<Integer, List<long[]>> slices(byte[] json) throws IOException {
        Map<Integer, List<long[]>> rows = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            Map<String, String> fields = new HashMap<>();
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token.isScalarValue()) {
                    fields.put(String.valueOf(parser.currentName()), parser.getText());
                }
                if (token == JsonToken.END_OBJECT && depth == 2) {
                    if ("X".equals(fields.get("ph"))) {
                        long from = nanos(fields.get("ts"));
                        rows.computeIfAbsent(
                                        Integer.valueOf(fields.get("tid")),
                                        tid -> new ArrayList<>())
                                .add(new long[] {from, from + nanos(fields.get("dur"))});
                    }
                    fields.clear();
                }
            }
        }
        return rows;
    }

    private static long nanos(String micros) {
        return new BigDecimal(micros).movePointRight(3).longValueExact();
    }
}
