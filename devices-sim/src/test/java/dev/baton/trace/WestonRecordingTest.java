package dev.baton.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.AccessMode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

class WestonRecordingTest {
    /** As Weston writes it: objects may span lines, and be told again; one has no description. */
    private static final String LOG = """
            { "id":1, "type":"weston_output", "name":"LVDS1" }
            { "id":2, "type":"weston_surface", "desc":null }
            { "T":[7, 1000], "N":"core_commit_damage", "ws":2 }
            { "T":[7, 2000], "N":"core_repaint_req", "wo":1,
            \t"C": [
            \t\t{ "f":"weston_surface_schedule_repaint", "l":1358, "ws":2 }
            \t] }
            { "T":[7, 3000], "N":"core_repaint_begin", "wo":1 }
            { "T":[7, 4000], "N":"core_flush_damage", "ws":2, "wo":1 }
            { "T":[7, 9000], "N":"core_repaint_posted", "wo":1 }
            { "T":[7, 16001000], "N":"core_repaint_finished", "wo":1, "vblank":[7, 16000000] }
            """;

    private static Recording read(String log) throws IOException {
        return Recording.read(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aCommitAndARepaintAreJobsAndPostingIsAFlip() throws IOException {
        Recording recording = read(LOG);
        assertThat(recording.input().format()).isEqualTo("weston");
        assertThat(recording.input().skippedByName()).containsOnlyKeys("core_repaint_req");
        assertThat(recording.jobs()).hasSize(2);
        RecordedJob commit = recording.jobs().get(0);
        RecordedJob repaint = recording.jobs().get(1);
        assertThat(commit.uses()).hasSize(1);
        assertThat(repaint.uses())
                .contains(new RecordedJob.Use(commit.uses().get(0).buffer(), AccessMode.SHARED))
                .hasSize(2);
        assertThat(repaint.startNanos()).isEqualTo(7_000_003_000L);
        assertThat(repaint.endNanos()).isEqualTo(7_000_009_000L);
        assertThat(recording.flips()).hasSize(1);
        RecordedFlip flip = recording.flips().get(0);
        assertThat(flip.crtc()).isEqualTo("LVDS1");
        assertThat(flip.commitNanos()).isEqualTo(7_000_009_000L);
        assertThat(flip.latchNanos()).isEqualTo(7_016_000_000L);
        assertThat(flip.buffers()).containsExactly(repaint.uses().get(1).buffer());
    }

    @Test
    void itReplaysWithinTheLaws() throws IOException {
        ReplayReport report = RecordingReplay.run(read(LOG));
        assertThat(report.completed()).isEqualTo(3); // a flip is a job as well
        assertThat(report.flipsEarly()).isZero();
        assertThat(report.laws().broken()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ \"id\":1 }",
                "{ \"T\":[7, 1000000000], \"N\":\"core_repaint_begin\", \"wo\":1 }",
                "{ \"T\":[-7, 1], \"N\":\"core_repaint_begin\", \"wo\":1 }",
                "{ \"T\":[7, 1, 2], \"N\":\"core_repaint_begin\", \"wo\":1 }",
                "{ \"T\":[7, 1], \"N\":\"core_repaint_begin\", \"wo\":1.5 }",
                "{ \"T\":[7, 1], \"N\":\"core_repaint_begin\", \"wo\":\"1\" }",
                "{ \"T\":[7, 1], \"N\":7 }",
                "{ \"T\":[7, 99999999999999999999], \"N\":\"x\" }",
                "{ \"T\":[7, 1",
                "[]",
                "nonsense"
            })
    void aDamagedRecordIsToldWithItsLine(String bad) {
        assertThatThrownBy(() -> read(LOG + bad))
                .isInstanceOf(UnreadableTraceException.class)
                .hasMessageStartingWith("no Weston timeline: line 12 ");
    }

    @Test
    void whatIsNestedTooDeeplyIsRefused() {
        String deep = "{ \"x\":" + "[".repeat(1000) + "]".repeat(1000) + " }";
        assertThatThrownBy(() -> read(deep))
                .isInstanceOf(UnreadableTraceException.class)
                .hasMessageContaining("nested too deeply");
    }

    @Test
    void aLogWithoutAnyWorkIsNoRecording() {
        assertThatThrownBy(() -> read("{ \"id\":1, \"type\":\"weston_output\", \"name\":\"A\" }"))
                .isInstanceOf(UnreadableTraceException.class)
                .hasMessageStartingWith("nothing to replay");
    }
}
