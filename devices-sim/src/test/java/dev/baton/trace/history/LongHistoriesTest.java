package dev.baton.trace.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.function.LongFunction;

/** What is over is forgotten, however long the log is. */
class LongHistoriesTest {
    private static final String HEADER = "event,job,buffer,mode\n";
    /** More than this would be kept if jobs of the past were. */
    private static final int REMEMBERED_MAX = 3_000;

    /** Three of the last buffers each, exclusive or shared; everyone waits for the one before. */
    private static String job(long number) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            long buffer = (number + i) % 16;
            String mode = (number + i) % 3 == 0 ? "exclusive" : "shared";
            lines.append("request,%d,b%d,%s\n".formatted(number, buffer, mode));
        }
        for (int i = 0; i < 3; i++) {
            lines.append("grant,%d,b%d,\n".formatted(number, (number + i) % 16));
        }
        return lines.append(
                        "release,%d,b%d,\nrelease,%d,,\n".formatted(number, number % 16, number))
                .toString();
    }

    /** Two readers that pass each other, and between them nobody that they are in the way of. */
    private static String readersThatPass(long number) {
        return """
                request,%1$da,x,shared
                request,%1$db,x,shared
                grant,%1$da,,
                grant,%1$db,,
                request,%1$db,y,exclusive
                grant,%1$db,,
                request,%1$da,y,exclusive
                release,%1$db,,
                grant,%1$da,,
                release,%1$da,,
                """.formatted(number);
    }

    @Test
    void whatIsOverIsForgotten() throws DamagedHistoryException, IOException {
        assertThat(rememberedAtMost(LongHistoriesTest::job)).isLessThan(REMEMBERED_MAX);
    }

    @Test
    @Tag("S1")
    void readersThatPassEachOtherAreNoCycleAndAreForgotten()
            throws DamagedHistoryException, IOException {
        assertThat(rememberedAtMost(LongHistoriesTest::readersThatPass)).isLessThan(REMEMBERED_MAX);
    }

    @Test
    @Tag("S1")
    void jobsOfACycleAreForgottenOnceItIsReported() throws DamagedHistoryException, IOException {
        String cycle = """
                request,c,x,exclusive
                request,d,y,exclusive
                request,c,y,exclusive
                request,d,x,exclusive
                fail,c,,
                grant,d,,
                release,d,,
                request,e,x,exclusive
                request,f,y,exclusive
                request,e,y,exclusive
                request,f,x,exclusive
                grant,e,x,
                release,e,x,
                grant,f,,
                release,f,,
                grant,e,y,
                release,e,y,
                """;
        HistoryFeed feed = new HistoryFeed();
        tell(feed, cycle);
        int most = 0;
        for (long number = 1; number < 20_000; number++) {
            tell(feed, readersThatPass(number));
            most = Math.max(most, feed.breaches.remembered());
        }
        assertThat(most).isLessThan(REMEMBERED_MAX);
        assertThat(feed.breaches.kept()).hasSize(1).allMatch(it -> it.law().equals("one-order"));
    }

    private static int rememberedAtMost(LongFunction<String> lines)
            throws DamagedHistoryException, IOException {
        HistoryFeed feed = new HistoryFeed();
        int most = 0;
        for (long number = 1; number < 20_000; number++) {
            tell(feed, lines.apply(number));
            most = Math.max(most, feed.breaches.remembered());
        }
        feed.end();
        assertThat(feed.breaches.kept()).isEmpty();
        return most;
    }

    private static void tell(HistoryFeed feed, String lines)
            throws DamagedHistoryException, IOException {
        CsvLines csv = new CsvLines(HEADER.strip());
        for (String line : lines.lines().toList()) {
            feed.take(HistoryLine.of(1, csv.fields(line)));
        }
    }
}
