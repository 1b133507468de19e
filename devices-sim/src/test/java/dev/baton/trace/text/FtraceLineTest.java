package dev.baton.trace.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.trace.FenceId;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class FtraceLineTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "  modetest-395   [003] d.h1.    19.876787: drm_vblank_event: crtc=0, seq=565",
                "modetest-395 [003] 19.876787: drm_vblank_event: crtc=0, seq=565",
                "modetest-395 (  395) [003] d.h1. 19.876787: drm_vblank_event: crtc=0, seq=565",
                "modetest-395 (-----) [003] 19.876787: drm_vblank_event:     crtc=0, seq=565",
                "kworker/u4:1-395 [003] .... 19.876787: drm_vblank_event: crtc=0, seq=565",
                "<...>-395 [003] .... 19.876787: drm_vblank_event: crtc=0, seq=565",
                "a b-c: [1] (x)-395 [003] .... 19.876787: drm_vblank_event: crtc=0, seq=565",
                "[0] 1.5: x-395 [003] .... 19.876787: drm_vblank_event: crtc=0, seq=565",
                "x-395 [003] .... 19.876787000: drm_vblank_event: crtc=0, seq=565",
                "modetest-395     3d.h1. 19.876787: drm_vblank_event: crtc=0, seq=565",
                "<idle>-395       3..... 19.876787: drm_vblank_event: crtc=0, seq=565",
                "[0] 1d. 1.5: x-395 3dNh2 19.876787: drm_vblank_event: crtc=0, seq=565",
                "a b   395 [003]    19.876787: drm:drm_vblank_event: crtc=0, seq=565",
                "x-395 [003] .... 19.876787: drm:drm_vblank_event:  crtc=0, seq=565",
            })
    void taskCpuTimeNameAndFieldsAreReadWhateverTheTaskIsCalled(String line) throws Exception {
        FtraceEvent event = FtraceLine.parse(line, 7);
        assertThat(event.line()).isEqualTo(7);
        assertThat(event.task()).isEqualTo(395);
        assertThat(event.cpu()).isEqualTo(3);
        assertThat(event.nanos()).isEqualTo(19_876_787_000L);
        assertThat(event.name()).isEqualTo("drm_vblank_event");
        assertThat(event.number("crtc")).isZero();
        assertThat(event.number("seq")).isEqualTo(565);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "x-1",
                "x-1 [0]",
                "x-1 [0] ",
                "x-1 [0] 1.5",
                "x-1 [0] 1.5: ",
                "x-1 [0] 1.5: name",
                "x-1 [0] 1.5: na me: a=1",
                "x-1 [0] .... 15: name: a=1",
                "x-1 [0] .... 1.: name: a=1",
                "x-1 [0] .... .5: name: a=1",
                "x-1 [0] .... 1e9.5: name: a=1",
                "x-1 [0] .... -1.5: name: a=1",
                "x-1 [0] .... 9999999999.5: name: a=1",
                "x-1 [0] .... 1.0000000001: name: a=1",
                "x-1 [] .... 1.5: name: a=1",
                "x-1 [99999] .... 1.5: name: a=1",
                "x-1 [99999999999999999999] .... 1.5: name: a=1",
                "x [0] .... 1.5: name: a=1",
                "-1 [0] .... 1.5: name: a=1",
                "x-1) [0] .... 1.5: name: a=1",
                "x-12345678901234567890 [0] .... 1.5: name: a=1",
                "x-1 [0] .... 1.5: <script>: a=1",
                "x-1 3 1.5: name: a=1",
                "x-1 d.h1 1.5: name: a=1",
                "x 3d.h1 1.5: name: a=1",
                "  1 [0] 1.5: name: a=1",
                "\0\0\0\0",
                "{\"traceEvents\":[]}",
            })
    void aLineThatIsNoEventIsDamaged(String line) {
        assertThatThrownBy(() -> FtraceLine.parse(line, 1))
                .isInstanceOf(DamagedLineException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "# tracer: nop",
                "## own",
                "cpus=4",
                "CPU 3 is empty",
                "CPU:2 [LOST 34 EVENTS]",
                "version = 6"
            })
    void headersAndRemarksAreNoEvents(String line) {
        assertThat(FtraceLine.isRemark(line)).isTrue();
    }

    @Test
    void aTimelineMayHoldSpacesParenthesesAndImitations() throws Exception {
        FtraceEvent event =
                event("driver=sw_sync timeline=a (b) context=9 c context=5 seqno=4294967295");
        assertThat(event.timeline()).isEqualTo("a (b) context=9 c");
        assertThat(event.fence()).isEqualTo(new FenceId(5, 4_294_967_295L));
    }

    @Test
    void aFieldIsFoundByItsWholeName() throws Exception {
        FtraceEvent event = event("xseq=1, seq=2, seqno=3, time=4");
        assertThat(event.number("seq")).isEqualTo(2);
        assertThat(event.has("eq")).isFalse();
    }

    @Test
    void anUnsignedSixtyFourBitNumberIsKept() throws Exception {
        FenceId fence = event("context=18446744073709551615 seqno=1").fence();
        assertThat(fence).hasToString("18446744073709551615:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "context=1",
                "seqno=1",
                "context= seqno=1",
                "context=x seqno=1",
                "context=-1 seqno=1",
                "context=18446744073709551616 seqno=1",
                "context=1 seqno=NaN",
                "context=0x1f seqno=",
                "context=+1 seqno=1",
            })
    void aFenceWithoutBothNumbersIsDamaged(String payload) {
        assertThatThrownBy(() -> event(payload).fence()).isInstanceOf(DamagedLineException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"resv=", "resv=\033[31m", "resv=\u202eabc", "resv=\0", "other=1"})
    void aNameThatCouldNotBePrintedIsDamaged(String payload) {
        assertThatThrownBy(() -> event(payload).word("resv"))
                .isInstanceOf(DamagedLineException.class);
        assertThatThrownBy(() -> event("resv=" + "x".repeat(1000)).word("resv"))
                .isInstanceOf(DamagedLineException.class);
    }

    @Test
    void aNumberOfAThousandDigitsIsDamaged() {
        assertThatThrownBy(
                        () -> event("context=" + "9".repeat(1000) + " seqno=1").fence())
                .isInstanceOf(DamagedLineException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1] ",
                "[1]",
                "[",
                "x-1 [0] ",
                "-",
                "(",
                ")",
                " ",
                "context=",
                "1.5:",
                "1.5: ",
                "x) [0] 1.5: ",
                "-) 3d 1.5: "
            })
    void theCostOfALineGrowsNoFasterThanItsLength(String piece) {
        String line = piece.repeat(LineSource.LINE_BYTES_MAX / piece.length());
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < 200; i++) {
                assertThatThrownBy(() -> FtraceLine.parse(line, 1).fence())
                        .isInstanceOf(DamagedLineException.class);
                assertThatThrownBy(() -> event(line).fence())
                        .isInstanceOf(DamagedLineException.class);
            }
        });
    }

    private static FtraceEvent event(String payload) {
        return new FtraceEvent(1, "task", 1, 0, 0, "event", payload);
    }
}
