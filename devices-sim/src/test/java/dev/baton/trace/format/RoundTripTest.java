package dev.baton.trace.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.baton.trace.Recordings;
import dev.baton.trace.text.FtraceEvent;
import dev.baton.trace.text.UnreadableTextException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

class RoundTripTest {
    static final List<String> NAMES = Recordings.NAMES;

    private static final Lane GPU = new Lane("devices", "gpu");
    private static final Lane DISPLAY = new Lane("devices", "display");

    private static Told read(byte[] trace) throws IOException {
        Told told = new Told();
        TraceSource.copyAll(new ByteArrayInputStream(trace), told);
        return told;
    }

    private static byte[] convert(byte[] trace, TraceFormat format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TraceSink sink = format.open(bytes)) {
            TraceSource.copyAll(new ByteArrayInputStream(trace), sink);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void everyEventOfARecordingSurvivesPerfettoAndFtrace(String name) throws IOException {
        byte[] text = Recordings.text(name);
        Told recorded = read(text);
        assertThat(recorded.events).hasSizeGreaterThan(700);
        byte[] perfetto = convert(text, TraceFormat.PERFETTO);
        assertThat(read(perfetto).events).isEqualTo(recorded.events);
        assertThat(read(convert(perfetto, TraceFormat.FTRACE)).events).isEqualTo(recorded.events);
    }

    /** Those that may not be given away with Baton are read where they are. */
    @ParameterizedTest
    @ValueSource(strings = {"amdgpu-steamvr.ftrace.gz", "weston-egl-move.log"})
    void whatIsNotBroughtAlongSurvivesToo(String name) throws IOException {
        byte[] bytes = Recordings.external(name);
        Told recorded = read(bytes);
        byte[] perfetto = convert(bytes, TraceFormat.PERFETTO);
        Told back = read(perfetto);
        assertThat(back.events).isEqualTo(recorded.events).hasSizeGreaterThan(700);
        assertThat(back.slices).isEqualTo(recorded.slices);
        assertThat(read(convert(perfetto, TraceFormat.FTRACE)).events)
                .containsExactlyInAnyOrderElementsOf(recorded.events);
        assertThat(drawn(bytes)).contains(" -> ");
        json(convert(bytes, TraceFormat.CHROME));
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void everyRecordingIsDrawnAndIsJson(String name) throws IOException {
        byte[] text = Recordings.text(name);
        assertThat(drawn(text)).startsWith("digraph waits {\n").contains(" -> ", "follows on ");
        json(convert(text, TraceFormat.CHROME));
    }

    @Test
    void readersFollowTheWriterAndTheNextWriterFollowsThem() throws IOException {
        StringBuilder text = new StringBuilder();
        int[] usages = {1, 2, 2, 3, 1};
        for (int i = 0; i < usages.length; i++) {
            text.append("x-1 [0] 1.").append(i).append(": resv_add_fence: (x) resv=0xa ctx=");
            text.append(i).append(" seqno=1 usage=").append(usages[i]).append('\n');
        }
        assertThat(drawn(text.toString().getBytes(StandardCharsets.UTF_8))).isEqualTo("""
                digraph waits {
                  n0 [label="fence 1:1"];
                  n1 [label="fence 0:1"];
                  n2 [label="fence 2:1"];
                  n3 [label="fence 4:1"];
                  n0 -> n1 [label="follows on buffer 0xa"];
                  n2 -> n1 [label="follows on buffer 0xa"];
                  n3 -> n1 [label="follows on buffer 0xa"];
                  n3 -> n0 [label="follows on buffer 0xa"];
                  n3 -> n2 [label="follows on buffer 0xa"];
                }
                """);
    }

    @Test
    void aDrawingEndsSomewhereAndSaysSo() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2 * DotWriter.FOLLOWS_MAX; i++) {
            text.append("x-1 [0] 1.0: resv_add_fence: (x) resv=0xa ctx=").append(i);
            text.append(" seqno=1 usage=1\n");
        }
        assertThat(drawn(text.toString().getBytes(StandardCharsets.UTF_8)))
                .endsWith("}\n// 1999 more uses are not drawn: 2000 arrows or places are enough\n");
    }

    private static String drawn(byte[] trace) throws IOException {
        return new String(convert(trace, TraceFormat.DOT), StandardCharsets.UTF_8);
    }

    private static void json(byte[] text) throws IOException {
        int depth = 0;
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
        }
        assertThat(depth).isZero();
    }

    /** What our reader takes for a fence must be one for those who wrote the format. */
    @Test
    void theKernelsEventsHaveMessagesOfTheirOwn() throws IOException {
        byte[] perfetto = convert(Recordings.text("render-to-flip-vkms"), TraceFormat.PERFETTO);
        Told recorded = read(Recordings.text("render-to-flip-vkms"));
        String decoded = decoded(perfetto);
        assertThat(occurrences(decoded, "\n      416 {"))
                .isEqualTo(recorded.count("dma_fence_signaled"));
        assertThat(occurrences(decoded, "\n      409 {"))
                .isEqualTo(recorded.count("drm_vblank_event"));
    }

    @Test
    void slicesAndHandOversSurvivePerfetto() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Told written = new Told();
        try (TraceSink sink = TraceFormat.PERFETTO.open(bytes)) {
            for (TraceSink both : List.of(written, sink)) {
                both.slice(GPU, 5, 20, "frame 1");
                both.slice(GPU, 5, 9, "waits");
                both.slice(DISPLAY, 7, 7, "vblank 0");
                both.handOver(GPU, 20, DISPLAY, 21, "frames #1");
                both.slice(GPU, 20, 30, "frame \u0000 <b>\u00e4\ud83c\udfac");
            }
        }
        Told back = read(bytes.toByteArray());
        assertThat(back.slices).isEqualTo(written.slices);
        assertThat(back.handOvers).isEqualTo(written.handOvers);
    }

    @ParameterizedTest
    @EnumSource
    void namesCannotForgeEvents(TraceFormat format) throws IOException {
        String forged =
                "x\n y-1 [000] ..... 1.0: dma_fence_init: driver=a timeline=b context=1 seqno=1";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TraceSink sink = format.open(bytes)) {
            sink.ftrace(new FtraceEvent(
                    1, forged, 7, 0, 5, "drm_vblank_event", "crtc=0, seq=" + forged));
        }
        if (format == TraceFormat.PERFETTO || format == TraceFormat.FTRACE) {
            Told back = read(bytes.toByteArray());
            assertThat(back.events).hasSize(1);
            assertThat(back.count("dma_fence_init")).isZero();
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.startsWith(" y-1")))
                .hasSize(format == TraceFormat.PERFETTO ? 2 : 0);
    }

    @Test
    void aDamagedPerfettoTraceIsRefusedOrReadInPart() throws IOException {
        byte[] good = convert(Recordings.text("igt-dmabuf-sync-file"), TraceFormat.PERFETTO);
        long seed = 20261122;
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] bad = Arrays.copyOf(good, 1 + random.nextInt(good.length));
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                TraceSource.copyAll(new ByteArrayInputStream(bad), new Told());
            } catch (UnreadableTextException told) {
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isPositive();
    }

    @Test
    void whatIsNoTraceIsRefused() {
        for (String text :
                List.of("", "\n\u0003abc", "{", "[]", "{\"id\":1}", "{\"T\":[1],\"N\":\"x\"}")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> read(bytes))
                    .as(text)
                    .isInstanceOf(UnreadableTextException.class);
        }
    }

    private static int occurrences(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    @TempDir
    private Path directory;

    /** As the tool of the format's own makers sees it. */
    private String decoded(byte[] perfetto) throws IOException {
        Path in = Files.write(directory.resolve("in"), perfetto);
        Path out = directory.resolve("out");
        boolean there;
        try {
            Process protoc = new ProcessBuilder("protoc", "--decode_raw")
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .start();
            there = protoc.waitFor() == 0;
        } catch (IOException e) {
            there = false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assumeTrue(there, "protoc is not installed; on Debian: apt-get install protobuf-compiler");
        return Files.readString(out, StandardCharsets.ISO_8859_1);
    }
}
