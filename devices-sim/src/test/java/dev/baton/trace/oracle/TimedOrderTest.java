package dev.baton.trace.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

@Tag("S2")
class TimedOrderTest {
    private static final Pattern JOB = Pattern.compile(
            "job j(\\d+) q(\\d+) (.*) dur_us .* start_us (\\d+) done_us (\\d+) fence_us .*");

    @Test
    void aReaderBehindAWriterBeginsWhenThatIsDone() throws IOException {
        assertThat(violations(job(0, 0, "b0:W", 0, 100), job(1, 1, "b0:R", 100, 200)))
                .isZero();
        assertThat(violations(job(0, 0, "b0:W", 0, 100), job(1, 1, "b0:R", 99, 200)))
                .isOne();
    }

    @Test
    void aWriterBehindAReaderBeginsWhenThatIsDone() throws IOException {
        assertThat(violations(job(0, 0, "b0:R", 0, 100), job(1, 1, "b0:W", 99, 200)))
                .isOne();
    }

    @Test
    void readersAndStrangersMayRunTogether() throws IOException {
        assertThat(violations(job(0, 0, "b0:R b1:W", 0, 100), job(1, 1, "b0:R b2:W", 0, 100)))
                .isZero();
    }

    @Test
    void jobsOfOneThreadRunOneAfterTheOther() throws IOException {
        assertThat(violations(job(0, 2, "b0:R", 0, 100), job(1, 2, "b1:R", 99, 200)))
                .isOne();
    }

    @Test
    void onePairIsCountedOnceHoweverItConflicts() throws IOException {
        Report report =
                compared(job(0, 0, "b0:W b1:W b2:R", 0, 100), job(1, 0, "b0:W b1:R b2:R", 0, 200));
        assertThat(report.kinds().get('T')).isEqualTo(new Report.Tally(1, 1, 1));
    }

    @Test
    void aViolationNamesBothJobs() throws IOException {
        Difference difference = compared(job(0, 0, "b0:W", 0, 100), job(1, 1, "b0:R", 7, 200))
                .first()
                .get(0);
        assertThat(difference)
                .isEqualTo(new Difference(
                        "answers",
                        'T',
                        0,
                        3,
                        "j1 begins when j0 is done",
                        "recorded at 7 us, before 100 us"));
    }

    /** Every pair that the rules order, found here in another way than there. */
    @Test
    void aStartMovedBeforeTheEndOfOneAheadIsAViolationInEveryScenario() throws IOException {
        Random random = new Random(4);
        for (String scenario : Answers.scenarios('T')) {
            List<int[]> pairs = orderedPairs(scenario);
            for (int drawn = 0; drawn < 20; drawn++) {
                int[] pair = pairs.get(random.nextInt(pairs.size()));
                String[] lines = scenario.split("\n");
                long done = Long.parseLong(matched(lines[pair[0]]).group(5));
                lines[pair[1]] =
                        lines[pair[1]].replaceFirst("start_us \\d+", "start_us " + (done - 1));
                Report report = Answers.compared(String.join("\n", lines));
                assertThat(report.differing()).isPositive();
                assertThat(report.first()).anyMatch(it -> it.line() == pair[1] + 1);
            }
        }
    }

    @Test
    void thePairsComparedAreThoseThatTheRulesOrder() throws IOException {
        for (String scenario : Answers.scenarios('T')) {
            assertThat(Answers.compared(scenario).kinds().get('T').checks())
                    .isEqualTo(orderedPairs(scenario).size());
        }
    }

    private static List<int[]> orderedPairs(String scenario) {
        String[] lines = scenario.split("\n");
        List<int[]> pairs = new ArrayList<>();
        for (int later = 1; later < lines.length - 1; later++) {
            Matcher job = matched(lines[later]);
            for (int earlier = 1; earlier < later; earlier++) {
                Matcher before = matched(lines[earlier]);
                if (job.group(2).equals(before.group(2))
                        || conflict(job.group(3), before.group(3))) {
                    pairs.add(new int[] {earlier, later});
                }
            }
        }
        return pairs;
    }

    private static boolean conflict(String uses, String others) {
        for (String use : uses.split(" ")) {
            String buffer = use.substring(0, use.length() - 1);
            if (others.contains(buffer + "W") || use.endsWith("W") && others.contains(buffer)) {
                return true;
            }
        }
        return false;
    }

    private static Matcher matched(String line) {
        Matcher matcher = JOB.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        return matcher;
    }

    private static long violations(String... jobs) throws IOException {
        return compared(jobs).kinds().get('T').failures();
    }

    private static Report compared(String... jobs) throws IOException {
        return Answers.compared("scenario T 0 exporter vgem buffers 3 queues 3 jobs " + jobs.length
                + "\n" + String.join("\n", jobs) + "\nend\n");
    }

    private static String job(int number, int queue, String uses, long start, long done) {
        return "job j" + number + " q" + queue + " " + uses + " dur_us 100 submit_us " + number
                + " start_us " + start + " done_us " + done + " fence_us " + (done + 9)
                + " in n=1 [stub:1]";
    }
}
