package dev.baton.trace.history;

import static dev.baton.trace.history.Logs.breaches;
import static dev.baton.trace.history.Logs.csv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/** Each kind of breach, and the line that is blamed. */
class HistoryCheckTest {
    private static final String[] RIGHT = {
        "request,1,A,exclusive,", "request,1,B,shared,", "grant,1,,,",
        "request,2,A,shared,", "request,3,A,shared,", "downgrade,1,A,,",
        "grant,2,A,,", "grant,3,,,", "release,3,,,",
        "release,1,A,,", "release,1,B,,", "release,2,,,"
    };

    @Test
    void rightLogBreaksNothing() throws IOException {
        HistoryReport report = csv(RIGHT);

        assertThat(report.breaches()).isEmpty();
        assertThat(report.damages()).isEmpty();
        assertThat(report.lines()).isEqualTo(RIGHT.length + 1);
        assertThat(report.jobs()).isEqualTo(3);
        assertThat(report.buffers()).isEqualTo(2);
        assertThat(report.left()).isZero();
        assertThat(report.checked())
                .containsExactly(
                        "exclusion",
                        "queue-order",
                        "one-order",
                        "one-end",
                        "reader-concurrency",
                        "nothing-left");
    }

    @Test
    void jsonLinesSayTheSameAsCsv() throws IOException {
        HistoryReport report = Logs.check(
                "{\"event\":\"request\",\"job\":1,\"buffer\":\"A\",\"mode\":\"exclusive\",\"pid\":7}",
                "{\"job\":\"1\",\"event\":\"grant\",\"buffer\":null}",
                "",
                "{\"event\":\"grant\",\"job\":2,\"buffer\":\"A\",\"mode\":\"shared\",\"client\":\"gpu\"}",
                "{\"event\":\"release\",\"job\":1}",
                "{\"event\":\"release\",\"job\":2}");

        assertThat(report.format()).isEqualTo("json-lines");
        assertThat(report.ignored()).containsExactly("pid");
        assertThat(breaches(report))
                .containsExactly(
                        "4 exclusion: job 2 (gpu) of line 4 owns queue A (shared) while job 1 of line 1"
                                + " (exclusive) does",
                        "4 queue-order: job 2 (gpu) of line 4 got queue A (shared) before job 1 of"
                                + " line 1 (exclusive), which stands before it, was over");
    }

    @Test
    @Tag("S2")
    void whoOvertakesIsNamed() throws IOException {
        assertThat(breaches(csv(
                        "request,1,A,shared,",
                        "grant,1,,,",
                        "request,2,A,exclusive,",
                        "request,3,A,shared,",
                        "grant,3,,,",
                        "release,1,,,",
                        "release,3,,,",
                        "grant,2,,,",
                        "release,2,,,")))
                .containsExactly(
                        "6 queue-order: job 3 of line 5 got queue A (shared) before job 2 of"
                                + " line 4 (exclusive), which stands before it, was over");
    }

    @Test
    @Tag("S1")
    void jobsThatPassEachOtherAreACycle() throws IOException {
        assertThat(breaches(csv(
                        "request,1,A,exclusive,",
                        "request,2,B,exclusive,",
                        "request,1,B,exclusive,",
                        "request,2,A,exclusive,",
                        "grant,1,A,,",
                        "grant,2,B,,",
                        "release,1,A,,",
                        "release,2,B,,",
                        "grant,1,B,,",
                        "grant,2,A,,",
                        "release,1,,,",
                        "release,2,,,")))
                .containsExactly(
                        "0 one-order: job 2 of line 3 stands on queue A behind job 1 of line"
                                + " 2, which stands on queue B behind job 2 of line 3");
    }

    @Test
    void logOfAHungSystemTellsWhoWaitsForWhom() throws IOException {
        HistoryReport report = csv(
                "request,T1,A,exclusive,",
                "grant,T1,,,",
                "request,T2,B,exclusive,",
                "grant,T2,,,",
                "request,T1,B,exclusive,",
                "request,T2,A,exclusive,");

        assertThat(report.left()).isEqualTo(2);
        assertThat(breaches(report))
                .contains("0 nothing-left: job T1 of line 2 never ended: job T1 of line 2 waits for"
                        + " queue B held by job T2 of line 4, which waits for queue A held by job T1"
                        + " of line 2");
    }

    /** As ww_mutex does: whoever gave up was never in anybody's way for long. */
    @Test
    @Tag("S1")
    void whoGivesUpIsInNoCycle() throws IOException {
        HistoryReport report = csv(
                "request,1,A,exclusive,",
                "request,2,B,exclusive,",
                "grant,1,A,,",
                "grant,2,B,,",
                "request,1,B,exclusive,",
                "request,2,A,exclusive,",
                "cancel,2,,,",
                "grant,1,B,,",
                "release,1,,,");

        assertThat(report.breaches()).isEmpty();
    }

    @Test
    void lostWakeUpIsFoundAtTheEnd() throws IOException {
        assertThat(breaches(csv(
                        "request,1,A,exclusive,",
                        "grant,1,,,",
                        "request,2,A,exclusive,",
                        "release,1,,,")))
                .contains(
                        "0 reader-concurrency: job 2 of line 4 still waits for queue A (exclusive),"
                                + " though nothing it has to wait for is left there");
    }

    @Test
    @Tag("S13")
    void whatIsToldTwiceOrTooLateIsNamed() throws IOException {
        assertThat(breaches(csv(
                        "request,1,A,exclusive,",
                        "grant,1,A,,",
                        "grant,1,A,,",
                        "grant,1,B,,",
                        "downgrade,1,B,,",
                        "downgrade,1,A,,",
                        "downgrade,1,A,,",
                        "release,1,,,",
                        "release,1,,,",
                        "grant,2,,,",
                        "request,3,A,exclusive,",
                        "release,3,,,")))
                .containsExactly(
                        "4 one-end: Available on queue A was told of job 1 of line 2, though it had or"
                                + " ended that before",
                        "5 one-end: Available on queue 2 was told of job 1 of line 2, though it did"
                                + " not want that",
                        "6 one-end: job 1 downgraded B, which it does not own",
                        "8 one-end: Downgraded was told of job 1 of line 2, though it was not"
                                + " exclusive",
                        "10 one-end: release was told of job 1, though it is over or was never"
                                + " requested",
                        "11 one-end: grant was told of job 2, though it is over or was never"
                                + " requested",
                        "13 one-end: Released was told of job 3 of line 12, though it waits");
    }

    @Test
    void logWithoutRequestsIsJudgedForExclusion() throws IOException {
        assertThat(breaches(csv(
                        "grant,1,A,exclusive,",
                        "release,1,A,,",
                        "grant,1,A,shared,",
                        "grant,2,A,shared,",
                        "grant,3,A,exclusive,",
                        "release,1,,,",
                        "release,2,,,",
                        "release,3,,,")))
                .first()
                .isEqualTo(
                        "6 exclusion: job 3 of line 6 owns queue A (exclusive) while job 1 of line"
                                + " 4 (shared) does");
    }

    @Test
    void placesMayBeToldLate() throws IOException {
        HistoryReport report = csv(
                "request,1,A,shared,-",
                "grant,1,,,",
                "request,3,A,exclusive,2",
                "release,1,,,",
                "request,2,A,exclusive,1",
                "grant,2,,,",
                "release,2,,,",
                "grant,3,,,",
                "release,3,,,");

        assertThat(report.breaches()).isEmpty();
    }

    @Test
    void jobThatIsNeverToldOfIsMissed() throws IOException {
        assertThat(breaches(csv("request,2,A,shared,1")))
                .contains(
                        "0 one-order: job 2 of line 2 stands right behind job 2 on queue A, which was"
                                + " never submitted or has others behind it");
    }
}
