package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.atIndex;

import dev.baton.trace.format.Lane;
import dev.baton.trace.format.TraceSink;
import dev.baton.trace.format.TraceSource;
import dev.baton.trace.text.FtraceEvent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

class ReplayTest {
    private static final String EVENT = "x-1 [0] .... 1.5: drm_vblank_event: crtc=0, seq=1\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void withoutAFileTheBundledRecordingIsReplayed() throws IOException {
        assertThat(replay()).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString())
                .contains("Replay of render-to-flip-vkms: 2893 events in 3.52 s.")
                .contains("laws checked over every event, 0 broken.")
                .contains("102 at the recorded vblank, 0 early\n" + " ".repeat(39)
                        + "2 not vsynced, shown at once\n");
        assertThat(out.toString().lines().filter(line -> !line.startsWith("See ")))
                .allMatch(line -> line.length() <= 100 && line.equals(line.stripTrailing()));
        assertThat(summary().replaceAll("\\s", ""))
                .startsWith(
                        "{\"command\":\"replay\",\"input\":{\"format\":\"ftrace\",\"events\":2893,"
                                + "\"skippedByName\":{\"dma_fence_enable_signal\":78,")
                .contains(
                        "\"damagedLines\":0,\"outOfOrder\":0},\"jobs\":{\"submitted\":254,\"completed\":254,"
                                + "\"cancelled\":0},\"buffers\":5,\"flips\":104,\"flipsAtRecordedVblank\":")
                .contains("\"flipsEarly\":0,\"vblanks\":208,\"laws\":{\"checked\":[\"")
                .contains("],\"broken\":0,\"complete\":true},\"order\":{\"comparedPairs\":0,"
                        + "\"agreeing\":null},\"startDeltaMicros\":{\"p50\":null,\"p99\":null},"
                        + "\"eventHash\":\"");
    }

    @Test
    void aDamagedLineIsToldAndNoFailure() throws IOException {
        assertThat(replay(file(EVENT + "rubbish\n"))).isZero();
        assertThat(out.toString())
                .contains("damaged lines, skipped: 1")
                .contains("line 2: no task, cpu and time");
    }

    @Test
    void linesThatAreNotSortedAreTold() throws IOException {
        assertThat(replay(file(EVENT.repeat(600) + EVENT.replace("1.5", "1.4"))))
                .isZero();
        assertThat(out.toString()).contains("out of order: 1 events");
        assertThat(summary()).contains("\"outOfOrder\" : 1");
    }

    @Test
    void startsAreComparedWhereTheyAreRecorded() throws IOException {
        String job = "timeline=gfx, context=8, seqno=1, ring_name=g0\n";
        assertThat(replay(file("x-1 [0] 1.0: amdgpu_cs_ioctl: " + job
                        + "x-1 [0] 1.000020: amdgpu_sched_run_job: " + job
                        + "x-1 [0] 1.1: dma_fence_signaled: timeline=gfx context=8 seqno=1\n")))
                .isZero();
        assertThat(summary().replaceAll("\\s", ""))
                .contains("\"startDeltaMicros\":{\"p50\":20.0,\"p99\":20.0}");
        assertThat(out.toString())
                .contains("by rule each ring context, output or surface has 3")
                .contains("Ring gfx g0 takes one job at a time");
    }

    @Test
    void whatHasNoRecordedEndIsToldAsLeftWaiting() throws IOException {
        String job = "timeline=gfx, context=8, seqno=%d, ring_name=g\\\"0\n";
        StringBuilder jobs = new StringBuilder();
        for (int i = 1; i <= 4; i++) { // of three buffers, by rule: the fourth waits for the first
            jobs.append("x-1 [0] 1.00000").append(i).append(": amdgpu_cs_ioctl: ");
            jobs.append(job.replace("%d", String.valueOf(i)));
        }
        assertThat(replay(file(jobs.toString()))).isZero();
        assertThat(out.toString())
                .contains("waiting  4 jobs were left, see waits.dot")
                .contains("job 4 (")
                .contains(" waits for queue ")
                .contains(" behind job 1 (");
        assertThat(summary()).contains("\"waits\" : {", "\"jobs\" : 4");
        assertThat(Files.readString(directory.resolve("out").resolve("waits.dot")))
                .startsWith("digraph waits {\n")
                .contains("\\\"0");
    }

    @Test
    void whatTheRecorderMissedIsNotCalledRecorded() throws IOException {
        String first = "timeline=gfx, context=8, seqno=1, ring_name=g0\n";
        String second = "timeline=gfx, context=8, seqno=2, ring_name=g0\n";
        assertThat(replay(file("x-1 [0] 1.0: amdgpu_cs_ioctl: " + first
                        + "x-1 [0] 1.000020: amdgpu_cs_ioctl: " + second
                        + "x-1 [0] 1.1: dma_fence_signaled: driver=amdgpu timeline=gfx context=0"
                        + " seqno=7\n"
                        + "x-1 [0] 1.1: dma_fence_signaled: timeline=gfx context=8 seqno=2\n")))
                .isZero();
        assertThat(out.toString())
                .containsPattern("jobs ended +1 +2 ")
                .contains(
                        "Ends the recorder missed, though later fences of the ring or context signalled: 1.")
                .contains("Fences left out, as no submission of theirs was recorded: 1.");
    }

    @Test
    void recordedAndSimulatedAreInOneTrace() throws IOException {
        assertThat(replay("--trace", "perfetto,chrome")).isZero();
        Set<String> rows = new HashSet<>();
        Path traces = directory.resolve("out");
        try (InputStream in = Files.newInputStream(traces.resolve("trace.pftrace"))) {
            TraceSource.copyAll(in, new NoTrace() {
                @Override
                public void slice(Lane lane, long fromNanos, long toNanos, String name) {
                    rows.add(lane.name().replaceFirst("0x\\w+", "crtc"));
                }
            });
        }
        assertThat(rows)
                .contains("recorded crtc", "baton crtc", "recorded crtc vblanks")
                .contains("recorded context 420", "baton software")
                .allMatch(row -> row.startsWith("recorded ") || row.startsWith("baton "));
        assertThat(traces.resolve("trace.json")).content().startsWith("{").endsWith("}");
    }

    @Test
    void anotherDesignIsATableAPictureAndPartOfTheSummary() throws IOException {
        assertThat(replay("--policy", "mailbox", "--buffers", "3", "--refresh", "25"))
                .isZero();
        assertThat(out.toString())
                .contains("What if: mailbox, 3 buffers, 25 Hz (see what-if.svg)\n")
                .containsPattern("frames dropped +- +0 +[1-9]");
        assertThat(summary().replaceAll("\\s", ""))
                .contains("\"whatIf\":{\"policy\":\"mailbox\",\"buffers\":3,\"refreshHz\":25.0,")
                .contains("\"recorded\":{\"frames\":104,\"shown\":104,", "\"lawsBroken\":0");
        assertThat(directory.resolve("out/what-if.svg")).content().startsWith("<svg ");
    }

    @Test
    void aRecordingWithoutFlipsHasNoOtherDesign() throws IOException {
        assertThat(replay(file(EVENT), "--buffers", "2")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).hasLineCount(1).contains("tells of no flip", "leave --policy");
        assertThat(directory.resolve("out/trace.pftrace")).doesNotExist();
    }

    @Test
    void aRecordingOfYearsHasNoVblanksAtAnotherRate() throws IOException {
        Path file = file(EVENT + EVENT.replace("1.5", "999999999.0"));
        assertThat(replay(file, "--refresh", "50")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).hasLineCount(1).contains("too long without events");
    }

    @ParameterizedTest
    @CsvSource({"--policy, fast", "--buffers, 1", "--buffers, 65", "--refresh, 0.5"})
    void aDesignThatCannotBeIsOneLine(String option, String value) {
        assertThat(replay(option, value)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).hasLineCount(1).contains(option + " " + value);
    }

    @Test
    void aForeignFileIsRefusedInOneLine() throws IOException {
        Path file = file("{\"traceEvents\":[]}");
        assertThat(replay(file)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .isEqualTo("baton: " + file + ": JSON that is no Weston timeline"
                        + " (see 'baton replay --help')\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        Path file = file("");
        assertThat(replay(file)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(file + ": empty");
    }

    @Test
    void aFileThatIsNoneIsRefused() {
        assertThat(replay(directory)).isEqualTo(ExitCode.USAGE);
        assertThat(replay(directory.resolve("none"))).isEqualTo(ExitCode.USAGE);
        assertThat(replay("a\0b")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().lines())
                .hasSize(3)
                .allMatch(line -> line.contains("cannot be read"))
                .satisfies(line -> assertThat(line).contains("it is a directory"), atIndex(0))
                .satisfies(line -> assertThat(line).contains("it is missing"), atIndex(1));
    }

    @Test
    void aDashIsStandardInput() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(EVENT.getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(replay("-")).isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(out.toString()).contains("Replay of standard input: 1 events");
    }

    private abstract static class NoTrace implements TraceSink {
        @Override
        public void handOver(Lane from, long fromNanos, Lane to, long toNanos, String name) {}

        @Override
        public void ftrace(FtraceEvent event) {}

        @Override
        public void close() {}
    }

    private int replay(Object... recording) {
        String[] args = new String[recording.length + 3];
        args[0] = "replay";
        args[1] = "--out";
        args[2] = directory.resolve("out").toString();
        for (int i = 0; i < recording.length; i++) {
            args[i + 3] = recording[i].toString();
        }
        return Baton.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("recording"), text);
    }

    private String summary() throws IOException {
        return Files.readString(directory.resolve("out").resolve("summary.json"));
    }
}
