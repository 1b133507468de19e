package dev.baton.trace.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.trace.oracle.Report.Flips;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.regex.Pattern;

/** Flips as vkms made them, and as they would be wrong. */
@Tag("S9")
class FlipComparisonTest {
    @Test
    @Tag("S2")
    void batonFlipsWhenTheKernelsRuleSays() throws IOException {
        Report report = Answers.compared(Answers.gzip('F'));
        assertThat(report.first()).isEmpty();
        assertThat(report.flips()).isEqualTo(new Flips(305, 0, 305, 288));
        try (InputStream in =
                FlipComparisonTest.class.getResourceAsStream("/oracle/oracle-F-traced.txt")) {
            Report traced = Answers.compared(Objects.requireNonNull(in).readAllBytes());
            assertThat(traced.first()).isEmpty();
            assertThat(traced.flips()).isEqualTo(new Flips(102, 0, 102, 99));
        }
    }

    /** What each mode waits for: vblanks at 1..5, a period of 16 ms and some. */
    @ParameterizedTest
    @CsvSource({
        "none, , 3",
        "implicitW, sig0_us 40000 sig0_vbl 4@36000, 5",
        "implicitW, sig0_us 9000 sig0_vbl 2@2000, 3",
        "readfence, sig0_us 60000 sig0_vbl 5@52000, 3",
        "explicit, sig0_us 40000 sig0_vbl 4@36000, 5",
        "override, sig0_us 60000 sig0_vbl 5@52000 sig1_us 20000 sig1_vbl 3@19000, 4",
        "twoW, sig0_us 60000 sig0_vbl 5@52000 sig1_us 20000 sig1_vbl 3@19000, 6",
        "RthenW, sig0_us 60000 sig0_vbl 5@52000 sig1_us 20000 sig1_vbl 3@19000, 4"
    })
    void aFlipWaitsForWhatItsModeSays(String mode, String signals, int sequence)
            throws IOException {
        assertThat(compared(frame(mode, signals, sequence)).flips())
                .isEqualTo(new Flips(1, 0, 1, 1));
        assertThat(compared(frame(mode, signals, sequence + 1)).flips())
                .isEqualTo(new Flips(1, 0, 1, 0));
        assertThat(compared(frame(mode, signals, sequence - 1)).first())
                .containsExactly(new Difference(
                        "answers",
                        'F',
                        0,
                        2,
                        "flip_seq " + (sequence - 1),
                        "flip_seq " + sequence + ", or later"));
    }

    @ParameterizedTest
    @CsvSource({
        "ret 0, ret 1, ret 0",
        "ret 0, ret -16, ret 0",
        "out_us 18683, out_us 18684, out_us 18683",
        "flip_us 18683, flip_us 18699, out_us 18699",
        "18683, 2000, flip_us 18683 or so",
        "second_commit -16, second_commit 0, second_commit -16",
        "time 1, time 0, second_commit 0",
        "commit_vbl 2@2000, commit_vbl 4@2000, 'flip_seq 5, or later'"
    })
    void whatIsNotAsItWasIsNamed(String right, String wrong, String got) throws IOException {
        String frame = frame("none", "", 3) + " second_commit -16 flip_pending_at_that_time 1";
        assertThat(compared(frame).first()).isEmpty();
        assertThat(frame).contains(right);
        assertThat(compared(frame.replace(right, wrong)).first())
                .singleElement()
                .matches(it -> it.line() == 2 && it.kind() == 'F')
                .extracting(Difference::got)
                .isEqualTo(got);
    }

    @Test
    void anEarlierFlipIsADifferenceInEveryFrame() throws IOException {
        Pattern flip = Pattern.compile("(?<=flip_seq )\\d+");
        Pattern out = Pattern.compile("(?<=out_us )\\d+");
        for (String scenario : Answers.scenarios('F').subList(0, 6)) {
            String[] lines = scenario.split("\n");
            for (int i = 1; i < lines.length - 1; i++) {
                expectDifference(lines, i, flip.matcher(lines[i]).replaceFirst("1"));
                expectDifference(
                        lines, i, out.matcher(lines[i]).replaceFirst(match -> match.group() + "0"));
            }
        }
    }

    private static void expectDifference(String[] lines, int at, String wrong) throws IOException {
        String[] doctored = lines.clone();
        doctored[at] = wrong;
        Report report = Answers.compared(String.join("\n", doctored) + "\n");
        assertThat(report.first()).extracting(Difference::line).containsExactly(at + 1L);
    }

    private static Report compared(String frame) throws IOException {
        return Answers.compared("scenario F 0 kms vkms buffers 1 frames 1\n" + frame + "\nend\n");
    }

    private static String frame(String mode, String signals, int sequence) {
        long micros = 2000 + (sequence - 2) * 16_683L;
        return "frame 0 b0 " + mode + " commit_us 5000..5100 commit_vbl 2@2000 ret 0 flip_seq "
                + sequence + " flip_us " + micros + " recv_us " + micros + " out_us " + micros
                + (signals == null || signals.isEmpty() ? "" : " " + signals);
    }
}
