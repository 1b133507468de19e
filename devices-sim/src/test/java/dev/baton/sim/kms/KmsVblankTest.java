package dev.baton.sim.kms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.Dispatcher;
import dev.baton.sim.Interrupt;
import dev.baton.sim.pixels.Framebuffer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Tags;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** IGT's kms_vblank: numbers and times of vblanks. */
class KmsVblankTest {
    private final Screens screens = new Screens();
    private final Framebuffer a = Screens.framebuffer("A");

    @Test
    @Tag("kms_vblank/accuracy")
    void everyVblankIsExactlyWhereItsDriftingClockSays() {
        long period = 16_666_667;
        int ppm = 73;
        List<Long> times = new ArrayList<>();
        new Crtc(
                screens.loop,
                new Dispatcher(),
                CrtcOptions.of("crtc", new Mode(8, 4, period)).drift(ppm).bands(1),
                Interrupt.SOUND,
                (sequence, nanos, latched) -> {
                    assertThat(sequence).isEqualTo(times.size() + 1);
                    assertThat(nanos).isEqualTo(screens.loop.nowNanos());
                    times.add(nanos);
                });
        screens.loop.runUntil(3_600 * 1_000_000_000L / 10);
        assertThat(times).hasSize(21_598);
        for (int n = 1; n <= times.size(); n++) {
            BigInteger exact = BigInteger.valueOf(n * period)
                    .multiply(BigInteger.valueOf(1_000_000 + ppm))
                    .divide(BigInteger.valueOf(1_000_000));
            assertThat(times.get(n - 1)).isEqualTo(exact.longValueExact());
        }
    }

    @Test
    @Tags({@Tag("kms_vblank/query"), @Tag("kms_vblank/crtc-id")})
    void eachDisplayCountsItsOwn() {
        Crtc one = screens.display(Screens.options("one"));
        Crtc other = screens.display(CrtcOptions.of("other", new Mode(8, 4, 400)));
        assertThat(one.sequence()).isZero();
        screens.loop.runUntil(2_100);
        assertThat(one.sequence()).isEqualTo(2);
        assertThat(other.sequence()).isEqualTo(5);
    }

    @Test
    @Tag("kms_vblank/wait")
    void vblanksComeIdleBusyAndHung() {
        Crtc crtc = screens.display(Screens.options("crtc"));
        screens.runToVblank(3);
        crtc.submit(screens.flip(a));
        screens.draw(a); // never done: whoever waits for it waits for ever, vblanks do not
        screens.runToVblank(6);
        assertThat(screens.vblanks).hasSize(5);
    }

    @Test
    @Tags({
        @Tag("kms_vblank/ts-continuation-dpms-rpm"),
        @Tag("kms_vblank/ts-continuation-modeset-hang")
    })
    void numbersAndTimesGoOnAfterOffAndAfterAHang() {
        Crtc crtc = screens.display(Screens.options("crtc"));
        screens.runToVblank(2);
        crtc.disable();
        screens.loop.runUntil(4_300);
        crtc.enable();
        screens.runToVblank(6);
        crtc.hang();
        screens.loop.runUntil(8_700);
        crtc.reset();
        screens.runToVblank(10);
        assertThat(screens.vblanks).containsExactly("#1@1000", "#5@5000", "#9@9000");
    }
}
