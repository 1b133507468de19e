package dev.baton.trace.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

class ComparisonTest {
    private static final String C = "scenario C 7 exporter vgem buffers 1\n";

    @Test
    @Tag("S10")
    void endingAJobEndsThoseBeforeItInItsContext() throws IOException {
        expectEqual("""
                scenario B 0 exporter vgem buffers 2 jobs 2 timelines 1 shared
                obs p 11 11 x in - - f - -
                submit j0 t0.1 b0:W in n=1 [stub:1]
                obs p 00 11 x in 1 - f 0 -
                submit j1 t0.2 b1:W in n=1 [stub:1]
                obs p 00 00 x in 1 1 f 0 0
                done j1
                obs p 11 11 x in 1 1 f 1 1
                done j0
                obs p 11 11 x in 1 1 f 1 1
                end
                """);
    }

    @Test
    @Tag("S10")
    void jobsOfDifferentContextsEndInAnyOrder() throws IOException {
        expectEqual("""
                scenario B 0 exporter vgem buffers 1 jobs 3 timelines 3 private
                obs p 11 x in - - - f - - -
                submit j0 t0.1 b0:W in n=1 [stub:1]
                obs p 00 x in 1 - - f 0 - -
                submit j1 t1.1 b0:W in n=1 [t0:0]
                obs p 00 x in 1 0 - f 0 0 -
                submit j2 t2.1 b0:R in n=2 [t0:0,t1:0]
                obs p 00 x in 1 0 0 f 0 0 0
                done j1
                obs p 00 x in 1 0 0 f 0 1 0
                export x0 b0 R n=1 [t0:0]
                obs p 00 x 0 in 1 0 0 f 0 1 0
                done j0
                obs p 10 x 1 in 1 1 1 f 1 1 0
                end
                """);
    }

    @Test
    @Tag("S4")
    @Tag("S10")
    void aBufferNamedTwiceIsUsedInTheStrongerMode() throws IOException {
        expectEqual("""
                scenario A 0 exporter vgem buffers 1 jobs 1 timelines 1 private
                obs p 11 x f -
                submit j0 t0.1 b0:R b0:W
                obs p 00 x f 0
                inc t0 1
                obs p 11 x f 1
                end
                """);
    }

    @Test
    @Tag("S10")
    void aPointThatIsPassedHoldsNobodyUp() throws IOException {
        expectEqual("""
                scenario A 0 exporter vgem buffers 1 jobs 1 timelines 1 private
                obs p 11 x f -
                inc t0 3
                obs p 11 x f -
                submit j0 t0.2 b0:W
                obs p 11 x f 1
                end
                """);
    }

    @Test
    void aTryThatShouldHaveFailedIsADifferenceOfItsLine() throws IOException {
        Report report = Answers.compared(C + "attach b0 R ok f0\nobs p 10\n"
                + "attach b0 W ok f1\nobs p 10\nsignal f1 ok\nobs p 10\nend\n");
        assertThat(report.first())
                .containsExactly(new Difference("answers", 'C', 7, 4, "ok", "EBUSY"));
        assertThat(report.kinds().get('C')).isEqualTo(new Report.Tally(1, 3, 1));
    }

    @Test
    void aTryThatShouldHaveSucceededIsADifferenceOfItsLine() throws IOException {
        Report report = Answers.compared(C + "attach b0 W EBUSY\nobs p 00\nend\n");
        assertThat(report.first())
                .containsExactly(new Difference("answers", 'C', 7, 2, "EBUSY", "ok"));
    }

    @Test
    void differencesBeyondTheFirstAreCounted() throws IOException {
        int wrong = Report.KEPT_MAX + 3;
        Report report = Answers.compared((C + "attach b0 R ok f0\nobs p 11\nend\n").repeat(wrong));
        assertThat(report.first()).hasSize(Report.KEPT_MAX);
        assertThat(report.differing()).isEqualTo(wrong);
    }

    @Test
    void unknownKindsAreSkippedWhateverTheyHold() throws IOException {
        Report report = Answers.compared("scenario G 0 kms\nrubbish\n\nend\n" + C + "end\n"
                + "scenario Z 1\nscenario Z 2\n# rubbish\n");
        assertThat(report.skipped())
                .containsEntry('G', 1L)
                .containsEntry('Z', 2L)
                .hasSize(2);
        assertThat(report.kinds()).containsOnlyKeys('C');
    }

    @Test
    void aHeaderOfAnUnknownKindHidesAllUpToTheNextHeader() throws IOException {
        Report report = Answers.compared("# oracle G:vkms count 2 seed 1\nkms vkms\n"
                + "scenario G 0 kms\nend\n# oracle C count 9 seed 1\n# remark\n" + C + "end\n");
        assertThat(report.skipped()).containsOnlyKeys('G').containsEntry('G', 1L);
        assertThat(report.kinds().get('C')).isEqualTo(new Report.Tally(1, 0, 0));
    }

    @Test
    void textsAreComparedOneAfterTheOther() throws IOException {
        Comparison comparison = new Comparison();
        for (String name : new String[] {"one", "two"}) {
            String text = C + "attach b0 W EBUSY\nobs p 00\nend\n";
            comparison.read(name, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(comparison.report().first())
                .extracting(Difference::file)
                .containsExactly("one", "two");
        assertThat(comparison.report().kinds().get('C')).isEqualTo(new Report.Tally(2, 2, 2));
    }

    private static void expectEqual(String text) throws IOException {
        Report report = Answers.compared(text);
        assertThat(report.first()).isEmpty();
        assertThat(report.kinds()).hasSize(1);
    }
}
