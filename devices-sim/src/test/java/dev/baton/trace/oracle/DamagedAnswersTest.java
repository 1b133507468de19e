package dev.baton.trace.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.baton.trace.text.LineSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.Arrays;

class DamagedAnswersTest {
    private static final String A =
            "scenario A 0 exporter vgem buffers 1 jobs 2 timelines 2 private|";
    private static final String A_BEGUN = A + "obs p 11 x f - -|";
    private static final String A_SUBMITTED = A_BEGUN + "submit j0 t0.1 b0:R|obs p 10 x f 0 -|";
    private static final String B =
            "scenario B 0 exporter vgem buffers 1 jobs 2 timelines 1 shared|"
                    + "obs p 11 x in - - f - -|";
    private static final String B_SUBMITTED =
            B + "submit j0 t0.1 b0:R in n=1 [stub:1]|obs p 10 x in 1 - f 0 -|";
    private static final String C = "scenario C 0 exporter vgem buffers 2|";
    private static final String C_ATTACHED = C + "attach b0 R ok f0|obs p 10 11|";
    private static final String T = "scenario T 0 exporter vgem buffers 1 queues 1 jobs 1|";
    private static final String JOB = "job j0 q0 b0:R dur_us 5 submit_us 1 start_us 2 done_us 7"
            + " fence_us 8 in n=1 [stub:1]|";

    private static final String F = "scenario F 0 kms vkms buffers 2 frames 1|";
    private static final String FRAME = "frame 0 b0 none commit_us 5..6 commit_vbl 7@0 ret 0"
            + " flip_seq 8 flip_us 9 recv_us 9 out_us 9|";

    /** Lines end with a bar; what is in capitals stands for the lines above. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            A_BEGUN sumbit j0 t0.1 b0:R|; 3; 'sumbit' is no operation of kind A
            A_BEGUN done j0|; 3; 'done' is no operation of kind A
            B_BEGUN inc t0 1|; 3; 'inc' is no operation of kind B
            C_BEGUN submit j0 t0.1 b0:R|; 2; 'submit' is no operation of kind C
            A_BEGUN |; 3; '' is no operation of kind A
            A_BEGUN obs p 11 x f - -|; 3; an observation before the operation
            C_BEGUN obs p 11 11|; 2; an observation before the operation
            A submit j0 t0.1 b0:R|; 2; 'submit' stands where 'obs' belongs
            A end|; 2; the last operation was not observed
            A_BEGUN submit j0 t0.1 b0:R|inc t0 1|; 4; 'inc' stands where 'obs' belongs
            A_BEGUN submit j0 t0.1 b0:R|end|; 4; the last operation was not observed
            A obs p 1 x f - -|; 2; '1' stands where 0 or 1 belongs, 2 digits
            A obs p 12 x f - -|; 2; '12' stands where 0 or 1 belongs, 2 digits
            A obs p 11 11 x f - -|; 2; '11' stands where 'x' belongs
            A obs p 11 x f -|; 2; ends before '-'
            A obs p 11 x f - - -|; 2; '-' is too much
            A obs p 11 x f 0 -|; 2; '0' stands where '-' belongs
            A_SUBMITTED inc t0 1|obs p 11 x f - -|; 6; '-' stands where 0 or 1 belongs, 1 digits
            A_BEGUN export x0 b0 R n=1 [stub:1]|obs p 11 x f - -|; 4; 'f' stands where 0 or 1 belongs, 1 digits
            B_SUBMITTED done j0|obs p 11 x in 1 f 1 -|; 6; 'f' stands where '-' belongs
            A_BEGUN submit j0 t0.1 b1:R|; 3; b: 1 is not from 0 to 0
            A_BEGUN submit j2 t0.1 b0:R|; 3; j: 2 is not from 0 to 1
            A_BEGUN submit j0 t2.1 b0:R|; 3; t: 2 is not from 0 to 1
            A_BEGUN submit j0 t0.0 b0:R|; 3; point: 0 is not from 1 to 1000000000
            A_BEGUN submit j0 t0.9999999999 b0:R|; 3; point: 9999999999 is not from 1 to 1000000000
            A_BEGUN submit j0 t0 b0:R|; 3; 't0' is no point, such as t0.1
            A_BEGUN submit j0 t0.1|; 3; ends before a use of a buffer
            A_BEGUN submit j0 t0.1 b0:X|; 3; 'X' is neither R nor W
            A_BEGUN submit j0 t0.1 b0|; 3; 'b0' is no use of a buffer, such as b0:R
            A_BEGUN submit j-1 t0.1 b0:R|; 3; j: '-1' is no number
            A_BEGUN submit j0 t0.1 b0:R junk|; 3; 'junk' is too much
            A_SUBMITTED submit j0 t0.2 b0:R|; 5; j0 is submitted already
            A_BEGUN inc t0 1000000001|; 3; points: 1000000001 is not from 0 to 1000000000
            A_BEGUN inc t0 1000000000|obs p 11 x f - -|inc t0 1|; 5; points: 1 is not from 0 to 0
            A_BEGUN inc t0 99999999999999999999|; 3; points: '99999999999999999999' is no number
            A_BEGUN merge x0 x0 x0 n=1 [stub:1]|; 3; 'x0', but there is no x0 yet
            A_BEGUN export x1 b0 R n=1 [stub:1]|; 3; x: 1 is not from 0 to 0
            A_BEGUN export x0 b0 R n=1 [stub:1]|obs p 11 x 1 f - -|export x0 b0 R n=1 [stub:1]|; 5; x0 stands for something else already
            A_BEGUN export x0 b0 R n=2 [stub:1]|; 3; the list has not the 2 fences that it says
            A_BEGUN export x0 b0 R n=1 stub:1|; 3; 'stub:1' is no list of fences
            A_BEGUN export x0 b0 R m=1 [stub:1]|; 3; 'm=1' stands where 'n=' belongs
            B_BEGUN submit j0 t0.1 b0:R|; 3; ends before 'in'
            B_BEGUN done j0|; 3; j0 is not submitted yet
            B_SUBMITTED done j0|obs p 11 x in 1 - f 1 -|done j0|; 7; j0 has ended already
            C_BEGUN attach b2 R ok f0|; 2; b: 2 is not from 0 to 1
            C_BEGUN attach b0 R EAGAIN|; 2; 'EAGAIN' is neither 'ok' nor 'EBUSY'
            C_BEGUN attach b0 R ok f1|; 2; f: 1 is not from 0 to 0
            C_BEGUN signal f0 ok|; 2; 'f0', but there is no f0 yet
            C_ATTACHED signal f0 ok|obs p 11 11|signal f0 ok|; 6; f0 has ended already
            C_ATTACHED signal f0 no|; 4; 'no' stands where 'ok' belongs
            A_SUBMITTED; 4; scenario A 0 has no end
            T JOB; 2; scenario T 0 has no end
            T end|; 2; scenario T 0 has 0 jobs, not 1
            T JOB JOB end|; 3; j0 stands where j1 belongs
            T task|; 2; 'task' stands where 'job' belongs
            T job j0 q1 b0:R|; 2; q: 1 is not from 0 to 0
            T job j0 q0 b0:R dur_us -5|; 2; dur_us: '-5' is no number
            T job j0 q0 b0:R dur_us 5 submit_us 99999999999|; 2; submit_us: 99999999999 is not from 0 to 86400000000
            scenario A 0 exporter vgem buffers 0 jobs 2 timelines 2 private|; 1; buffers: 0 is not from 1 to 1000
            scenario A 0 exporter vgem buffers 2000000000 jobs 2 timelines 2 private|; 1; buffers: 2000000000 is not from 1 to 1000
            scenario A 0 exporter vgem buffers 1 jobs 1001 timelines 2 private|; 1; jobs: 1001 is not from 0 to 1000
            scenario A 0 exporter vgem buffers 1 jobs 2 timelines 2 secret|; 1; 'secret' is neither 'private' nor 'shared'
            scenario a 0 exporter vgem buffers 1|; 1; 'a' is no kind from A to Z
            scenario AB 0|; 1; 'AB' is no kind from A to Z
            F end|; 2; scenario F 0 has 0 frames, not 1
            F FRAME FRAME end|; 3; more frames than the 1 declared
            F frame 1|; 2; frame: 1 is not from 0 to 0
            F FRAME; 2; scenario F 0 has no end
            F job|; 2; 'job' stands where 'frame' belongs
            F frame 0 b2|; 2; b: 2 is not from 0 to 1
            F frame 0 b1 both|; 2; 'both' is no mode of a frame
            F frame 0 b1 none commit_us 5|; 2; '5' is no range of times, such as 10..20
            F frame 0 b1 none commit_us 5..x|; 2; commit_us: 'x' is no number
            F frame 0 b1 none commit_us 5..6 commit_vbl 7|; 2; '7' is no vblank, such as 312@8126
            F frame 0 b1 none commit_us 5..6 commit_vbl -7@0|; 2; commit_vbl: '-7' is no number
            F frame 0 b1 none commit_us 5..6 commit_vbl 7@0 ret -4096|; 2; ret: 4096 is not from 0 to 4095
            F frame 0 b1 none commit_us 5..6 commit_vbl 7@0 ret 0 flip_seq 4294967296|; 2; flip_seq: 4294967296 is not from 0 to 4294967295
            F frame 0 b1 none commit_us 5..6 commit_vbl 7@0 ret 0 flip_seq 100008 flip_us 9 recv_us 9 out_us 9|; 2; more than 100000 vblanks in one scenario
            F frame 0 b1 readfence commit_us 5..6 commit_vbl 7@0 ret 0 flip_seq 8 flip_us 9 recv_us 9 out_us 9|; 2; ends before 'sig0_us'
            F frame 0 b1 none commit_us 5..6 commit_vbl 7@0 ret 0 flip_seq 8 flip_us 9 recv_us 9 out_us 9 second_commit 0 flip_pending_at_that_time 2|; 2; flip_pending_at_that_time: 2 is not from 0 to 1
            scenario F 0 exporter|; 1; 'exporter' stands where 'kms' belongs
            # oracle F count 1 seed 2|kms vkms mode 1x1 clock 0|; 2; clock: 0 is not from 1 to 10000000
            # oracle A count 1 seed 2|scenario B 0|; 2; a scenario of kind B among those of kind A
            # oracle C count 1 seed 2|scenario C 1 exporter vgem buffers 1|; 2; scenario: 1 is not from 0 to 0
            # oracle C count 1 seed 2|C end|C end|; 4; more scenarios than the 1 declared
            # oracle C count 1 seed 2|; 1; holds no scenario
            # oracle C count 1000001|; 1; count: 1000001 is not from 0 to 1000000
            # oracle C|; 1; ends before 'count'
            # another text|; 1; holds no scenario
            frames|; 1; 'frames' begins neither a scenario nor a header
            C end|obs p 11 11|; 3; 'obs p 11 11' begins neither a scenario nor a header
            """)
    void theFirstDamagedLineIsNamed(String text, long line, String reason) {
        expectDamage(lines(text), line, reason);
    }

    @Test
    void anEmptyTextIsDamaged() {
        expectDamage("", 1, "holds no scenario");
    }

    @Test
    void aScenarioHasSoManyOperationsAtMost() {
        String step = "attach b0 W EBUSY|obs p 11 11|";
        String text = lines(C + step.repeat(Limits.OPERATIONS_MAX + 1));
        expectDamage(text, 2 + 2L * Limits.OPERATIONS_MAX, "more than 2000 operations");
    }

    @Test
    void aLineThatIsTooLongIsDamagedAlsoWhereItIsSkipped() {
        String line = "x".repeat(LineSource.LINE_BYTES_MAX + 1);
        String reason = "longer than " + LineSource.LINE_BYTES_MAX + " bytes";
        expectDamage(lines(C + line), 2, reason);
        expectDamage(lines("scenario G 0|" + line), 2, reason);
    }

    @Test
    void compressedDataThatEndsEarlyIsDamaged() throws IOException {
        byte[] whole = Answers.gzip('C');
        byte[] cut = Arrays.copyOf(whole, whole.length - 1);
        assertThat(damage(cut))
                .hasMessage("the compressed data ends here, too early, or is damaged");
        byte[] half = Arrays.copyOf(whole, whole.length / 2);
        assertThat(damage(half))
                .hasMessage("the compressed data ends here, too early, or is damaged");
        whole[whole.length - 8] ^= 1; // its checksum
        assertThat(damage(whole))
                .hasMessage("the compressed data ends here, too early, or is damaged");
    }

    @Test
    void whatATextHoldsIsQuotedShortAndPlain() {
        String text = lines(C + "\u001b[31m" + "\u202e".repeat(99));
        expectDamage(text, 2, "'?[31m" + "?".repeat(19) + "...' is no operation of kind C");
    }

    private static void expectDamage(String text, long line, String reason) {
        DamagedAnswersException damage =
                catchThrowableOfType(DamagedAnswersException.class, () -> Answers.compared(text));
        assertThat(damage).as(text).hasMessage(reason);
        assertThat(damage.line()).isEqualTo(line);
    }

    private static DamagedAnswersException damage(byte[] bytes) {
        return catchThrowableOfType(DamagedAnswersException.class, () -> Answers.compared(bytes));
    }

    private static String lines(String text) {
        return text.replaceFirst("^A_BEGUN ?", A_BEGUN)
                .replaceFirst("^A_SUBMITTED ?", A_SUBMITTED)
                .replaceFirst("^B_BEGUN ", B)
                .replaceFirst("^B_SUBMITTED ", B_SUBMITTED)
                .replaceFirst("^C_BEGUN ", C)
                .replaceFirst("^C_ATTACHED ", C_ATTACHED)
                .replaceFirst("^A ", A)
                .replaceAll("(^|\\|)C (?=end)", "$1" + C)
                .replaceFirst("^T ", T)
                .replaceFirst("^F ", F)
                .replace("FRAME ", FRAME)
                .replaceFirst("FRAME$", FRAME)
                .replace("JOB ", JOB)
                .replaceFirst("JOB$", JOB)
                .replace('|', '\n');
    }
}
