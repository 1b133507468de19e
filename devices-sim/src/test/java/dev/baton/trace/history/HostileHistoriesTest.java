package dev.baton.trace.history;

import static dev.baton.trace.history.Logs.csv;
import static dev.baton.trace.history.Logs.damages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Whatever is in a log: a report, or a refusal in one line; and never more than its limits. */
class HostileHistoriesTest {
    private static final String CSV =
            "event,job,buffer,mode,after\nrequest,\"a,1\",A,shared,-\ngrant,\"a,1\",,,\n"
                    + "release,\"a,1\",,,\n";
    private static final String JSON =
            "{\"event\":\"request\",\"job\":1,\"buffer\":\"A\",\"mode\":\"shared\"}\n"
                    + "{\"event\":\"grant\",\"job\":1}\n{\"event\":\"release\",\"job\":1}\n";

    @Test
    void damagedLinesAreNamedWithWhatToDo() throws IOException {
        HistoryReport report = csv(
                "acquire,1,A,shared,",
                "request,,A,shared,",
                "request,1,,shared,",
                "request,1,A,,",
                "request,1,A,read,",
                "request,1,A,shared",
                "request,1,A,shared,,,",
                "request,\"1\"x,A,shared,",
                "request,\"1,A,shared,",
                "cancel,1,A,,",
                "request,1\u001b[31m,A,shared,",
                "request,\u202e1,A,shared,",
                "request," + "j".repeat(101) + ",A,shared,",
                "request,1,A,shared," + "x".repeat(20_000),
                "request,1,A,shared,",
                "request,1,A,shared,",
                "relase,1,,,",
                ",1,,,",
                "cancel,1,,,");

        assertThat(report.breaches()).isEmpty();
        assertThat(damages(report))
                .containsExactly(
                        "2:1 \"acquire\" is no event; there is request, grant, downgrade, release,"
                                + " cancel, fail",
                        "3 names no job: fill 'job'",
                        "4 names no buffer: fill 'buffer'",
                        "5 has no mode: write shared or exclusive",
                        "6:13 \"read\" is no mode; there is shared, exclusive",
                        "7 has 4 columns and not 5: quote names that hold commas",
                        "8 has 7 columns and not 5: quote names that hold commas",
                        "9:9 has a quote that does not end its value: close it, and write \"\" for a"
                                + " quote within",
                        "10:9 has a quote that does not end its value: close it, and write \"\" for a"
                                + " quote within",
                        "11 ends the whole job: leave 'buffer' empty",
                        "12:9 has a character in 'job' that cannot be shown, \"1\\u{1b}[31m\":"
                                + " take it out",
                        "13:9 has a character in 'job' that cannot be shown, \"\\u{202e}1\": take"
                                + " it out",
                        "14:9 has a 'job' of more than 100 characters, \"" + "j".repeat(40)
                                + "...\": shorten it",
                        "15 is longer than 16384 bytes: shorten it",
                        "17 asks for a buffer that its job asked for before: tell of the job's end"
                                + " first, or call its second turn another job",
                        "18:1 \"relase\" is no event; did you mean \"release\"?",
                        "19 names no event: fill 'event' with one of request, grant, downgrade,"
                                + " release, cancel, fail");
    }

    @Test
    void damagedJsonIsNamedWithWhatToDo() throws IOException {
        String[] lines = {
            "{",
            "{}",
            "[]",
            "{\"event\":\"grant\",\"event\":\"grant\",\"job\":1}",
            "{\"event\":\"grant\",\"job\":1} {}",
            "{\"event\":\"grant\",\"job\":[1]}",
            "{\"event\":\"grant\",\"job\":{\"id\":1}}",
            "{\"event\":\"grant\",\"job\":" + "[".repeat(5_000),
            "{\"event\":\"grant\",\"job\":" + "1".repeat(1_000) + "}",
            "{\"event\":\"grant\",\"job\":NaN}",
            "{\"event\":\"grant\",\"job\":\"\\ud800\"}",
            "{\"" + "k".repeat(200) + "\":1}",
            " {\"job\":1,\"event\": \"Grant\"}"
        };
        HistoryReport report = Logs.check(lines);

        assertThat(report.damagedLines()).isEqualTo(lines.length);
        assertThat(report.broken()).isZero();
        assertThat(damages(report))
                .contains(
                        "1:2 is no JSON: write one object per line, with each key once",
                        "2 names no job: fill 'job'",
                        "3 is not one JSON object without others inside: write one per line",
                        "6:24 holds a list or an object: write it as text",
                        "11:24 has a character in 'job' that cannot be shown, \"\\u{d800}\": take it"
                                + " out",
                        "13:20 \"Grant\" is no event; did you mean \"grant\"?");
    }

    @Test
    void whatIsNoLogIsRefused() {
        assertThatThrownBy(() -> Logs.check(new byte[0]))
                .isInstanceOf(UnreadableHistoryException.class)
                .hasMessage("empty: it tells of no job");
        for (String header : new String[] {"event,job", "event,job,buffer,mode\n\n \n"}) {
            assertThatThrownBy(() -> Logs.check(header))
                    .isInstanceOf(UnreadableHistoryException.class)
                    .hasMessage("no event behind its first line: it tells of no job");
        }
        assertThatThrownBy(() -> Logs.check("", ""))
                .isInstanceOf(UnreadableHistoryException.class)
                .hasMessage("empty: it tells of no job");
        assertThatThrownBy(() -> Logs.check("what is this"))
                .isInstanceOf(UnreadableHistoryException.class)
                .hasMessage(
                        "no log of grants: CSV begins with a line such as event,job,buffer,mode,"
                                + " and JSON lines with {");
        assertThatThrownBy(() -> Logs.check("event,job,job"))
                .isInstanceOf(UnreadableHistoryException.class)
                .hasMessage("the same column twice in its first line, \"job\": take one out");
        assertThatThrownBy(() -> Logs.check(new byte[] {0x1f, (byte) 0x8b, 0}))
                .isInstanceOf(UnreadableHistoryException.class)
                .hasMessage("damaged gzip data");
    }

    @Test
    void everyTruncationAndEveryFlippedBitIsReadOrRefused() throws IOException {
        for (String text : new String[] {CSV, JSON}) {
            for (byte[] whole : new byte[][] {bytes(text), gzip(bytes(text))}) {
                for (int i = 0; i < whole.length; i++) {
                    readOrRefuse(java.util.Arrays.copyOf(whole, i));
                    for (int bit = 0; bit < 8; bit++) {
                        byte[] flipped = whole.clone();
                        flipped[i] ^= (byte) (1 << bit);
                        readOrRefuse(flipped);
                    }
                }
            }
        }
    }

    @Test
    void noiseIsReadOrRefused() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            readOrRefuse(noise);
            readOrRefuse((CSV + new String(noise, StandardCharsets.ISO_8859_1))
                    .getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void jobsThatNeverEndAreRefusedInBoundedMemory() {
        StringBuilder log = new StringBuilder("event,job,buffer,mode\n");
        for (int i = 0; i <= HistoryLimits.JOBS_MAX; i++) {
            log.append("request,").append(i).append(",A,shared\n");
        }
        assertThatThrownBy(() -> Logs.check(log.toString()))
                .isInstanceOf(UnreadableHistoryException.class)
                .hasMessageStartingWith("more than 200000 jobs have not ended");
    }

    @Test
    void buffersAreCounted() {
        StringBuilder log = new StringBuilder("event,job,buffer,mode\n");
        for (int i = 0; i <= HistoryLimits.BUFFERS_MAX; i++) {
            log.append("grant,1,").append(i).append(",exclusive\nrelease,1,,\n");
        }
        assertThatThrownBy(() -> Logs.check(log.toString()))
                .isInstanceOf(UnreadableHistoryException.class)
                .hasMessage("more than 100000 buffers: give a buffer the same name each time");
    }

    private static void readOrRefuse(byte[] log) throws IOException {
        try {
            Logs.check(log);
        } catch (UnreadableHistoryException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text);
        }
        return packed.toByteArray();
    }
}
