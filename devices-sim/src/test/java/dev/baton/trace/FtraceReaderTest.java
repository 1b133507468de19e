package dev.baton.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.trace.RecordingInput.Damage;
import dev.baton.trace.text.FtraceReader;
import dev.baton.trace.text.LineSource;
import dev.baton.trace.text.UnreadableTextException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

class FtraceReaderTest {
    private static final String EVENT = "x-1 [0] .... 1.5: drm_vblank_event: crtc=0, seq=1\n";

    @Test
    void plainAndGzipReadAlike() throws IOException {
        byte[] text = ("# tracer: nop\n" + EVENT + EVENT).getBytes(StandardCharsets.UTF_8);
        assertThat(read(text).input().events()).isEqualTo(2);
        assertThat(read(gzip(text)).input().events()).isEqualTo(2);
    }

    @Test
    void severalGzipMembersAreOneText() throws IOException {
        byte[] half = gzip(bytes(EVENT));
        InputStream both = new SequenceInputStream(
                new ByteArrayInputStream(half), new ByteArrayInputStream(half));
        assertThat(read(both.readAllBytes()).input().events()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ufeff", "\n\n", "\r\n", "   \n"})
    void whatStandsBeforeTheFirstLineDoesNotMatter(String start) throws IOException {
        RecordingInput input = read(bytes(start + EVENT)).input();
        assertThat(input.events()).isEqualTo(1);
        assertThat(input.damagedLines()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", ""})
    void theLastLineMayEndInAnyWay(String end) throws IOException {
        String unknown = "x-1 [0] .... 1.5: unknown: a=1";
        Recording recording = read(bytes(EVENT + unknown + end));
        assertThat(recording.input().events()).isEqualTo(2);
        assertThat(recording.input().skippedByName()).containsExactly(Map.entry("unknown", 1L));
    }

    @Test
    void aDamagedLineIsReportedWithItsNumberAndSkipped() throws IOException {
        RecordingInput input =
                read(bytes("# h\n" + EVENT + "rubbish\n" + EVENT)).input();
        assertThat(input.events()).isEqualTo(2);
        assertThat(input.damagedLines()).isEqualTo(1);
        assertThat(input.damages()).containsExactly(new Damage(3, "no task, cpu and time"));
    }

    @Test
    void anEventWhoseFieldsAreMissingIsDamagedNotSkipped() throws IOException {
        String line = "x-1 [0] .... 1.5: dma_fence_init: driver=d timeline=t seqno=1\n";
        RecordingInput input = read(bytes(EVENT + line)).input();
        assertThat(input.damages())
                .containsExactly(new Damage(2, "no timeline= with context= behind it"));
        assertThat(input.events()).isEqualTo(1);
    }

    @Test
    void allDamagedLinesAreCountedAndTheFirstAreKept() throws IOException {
        RecordingInput input = read(bytes(EVENT + "rubbish\n".repeat(5000))).input();
        assertThat(input.damagedLines()).isEqualTo(5000);
        assertThat(input.damages()).hasSize(FtraceReader.DAMAGES_KEPT_MAX);
    }

    @Test
    void nothingOfADamagedLineIsQuoted() throws IOException {
        String evil = "\033[31m<script>alert(1)</script>\u202e=cmd()";
        String fields = "x-1 [0] .... 1.5: drm_vblank_event: crtc=" + evil + ", seq=1\n";
        for (Damage damage : read(bytes(EVENT + evil + "\n" + fields)).input().damages()) {
            assertThat(damage.reason()).matches("[ -~]+").doesNotContain("script");
        }
    }

    @Test
    void aLineTooLongForAnyEventIsDamagedAndNotKept() throws IOException {
        String huge = "x-1 [0] .... 1.5: name: " + "y".repeat(1_000_000) + "\n";
        RecordingInput input = read(bytes(EVENT + huge + EVENT)).input();
        assertThat(input.events()).isEqualTo(2);
        assertThat(input.damages()).containsExactly(new Damage(2, "longer than 16384 bytes"));
    }

    @Test
    void namesOfUnknownEventsAreCountedWithinALimit() throws IOException {
        StringBuilder text = new StringBuilder(EVENT);
        for (int i = 0; i < RecordingReader.SKIPPED_NAMES_MAX + 50; i++) {
            text.append("x-1 [0] .... 1.5: event_").append(i).append(": a=1\n");
        }
        assertThat(read(bytes(text.toString())).input().skippedByName())
                .hasSize(RecordingReader.SKIPPED_NAMES_MAX + 1)
                .containsEntry("others", 50L);
    }

    @Test
    void anEmptyInputIsRefused() {
        assertRefused(new byte[0], "empty");
        assertRefused(gzip(new byte[0]), "empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "# tracer: nop\n",
                "[{\"traceEvents\":[]}]",
                "\0",
                "x",
                "\ufeff",
                "<html></html>",
                "cpus=4\n",
            })
    void anInputWithoutAnyEventIsRefused(String text) {
        assertRefused(bytes(text), "no ftrace text: no line of it is an event");
    }

    @Test
    void eventsWithNothingToReplayAreRefused() {
        String foreign = "x-1 [0] .... 1.5: sched_switch: prev_comm=x\n";
        assertRefused(
                bytes(foreign + foreign),
                "nothing to replay: no fence, flip or vblank among 2 events");
    }

    @Test
    void aForeignFileIsRefusedWithoutReadingOn() {
        InputStream endless = new InputStream() {
            private long count;

            @Override
            public int read() {
                return count++ % 80 == 79 ? '\n' : 'x';
            }
        };
        assertThatThrownBy(() -> Recording.read(endless))
                .isInstanceOf(UnreadableTraceException.class)
                .hasMessageContaining("hold no event");
    }

    @Test
    void aGzipBombIsRefused() throws IOException {
        byte[] bomb = gzip(bytes(EVENT), 4 << 20);
        assertThat(bomb.length).isLessThan(1024 * 1024);
        LineSource lines = new LineSource(new ByteArrayInputStream(bomb), 1 << 20);
        assertThatThrownBy(() -> new FtraceReader(lines, FtraceReader.LINES_MAX, e -> {}).readAll())
                .isInstanceOf(UnreadableTextException.class)
                .hasMessage("more than 1048576 bytes of text");
        assertRefused(gzip(new byte[0], 4 << 20), "no ftrace text: its first");
    }

    @Test
    void moreLinesThanTheLimitAreRefused() throws IOException {
        LineSource lines = new LineSource(new ByteArrayInputStream(bytes(EVENT.repeat(11))));
        assertThatThrownBy(() -> new FtraceReader(lines, 10, e -> {}).readAll())
                .isInstanceOf(UnreadableTextException.class)
                .hasMessage("more than 10 lines");
    }

    @Test
    void gzipDataThatEndsTooEarlyIsReadUpToThere() throws IOException {
        byte[] whole = gzip(bytes(EVENT.repeat(20_000)));
        RecordingInput input = read(Arrays.copyOf(whole, whole.length / 2)).input();
        assertThat(input.events()).isBetween(1L, 19_999L);
        assertThat(input.damages())
                .extracting(Damage::reason)
                .contains("the compressed data ends here, too early");
    }

    @Test
    void gzipDataDamagedFromTheStartIsRefused() {
        assertRefused(new byte[] {0x1f, (byte) 0x8b}, "damaged gzip data");
        assertRefused(
                new byte[] {0x1f, (byte) 0x8b, 0, 0, 0, 0, 0, 0, 0, 0, 0}, "damaged gzip data");
    }

    private static void assertRefused(byte[] input, String reason) {
        assertThatThrownBy(() -> read(input))
                .isInstanceOf(UnreadableTraceException.class)
                .hasMessageContaining(reason);
    }

    static Recording read(byte[] input) throws IOException {
        return Recording.read(new ByteArrayInputStream(input));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(byte[] text) {
        return gzip(text, 0);
    }

    /** The text and that many zeros, compressed. */
    private static byte[] gzip(byte[] text, long zeros) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text);
            byte[] chunk = new byte[1 << 20];
            for (long left = zeros; left > 0; left -= chunk.length) {
                out.write(chunk, 0, (int) Math.min(chunk.length, left));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return packed.toByteArray();
    }
}
