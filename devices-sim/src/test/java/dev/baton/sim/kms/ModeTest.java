package dev.baton.sim.kms;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ModeTest {
    @Test
    void aModeOrClockThatNoDisplayHasIsRefused() {
        assertThatThrownBy(() -> new Mode(0, 1, 1)).hasMessageContaining("1x1 to 16384x16384");
        assertThatThrownBy(() -> new Mode(1, 1, 0)).hasMessageContaining("1 to 10000000000");
        CrtcOptions options = CrtcOptions.of("crtc", new Mode(1, 1, 1));
        assertThatThrownBy(() -> options.drift(10_001)).hasMessageContaining("at most 10000");
        assertThatThrownBy(() -> options.drift(Integer.MIN_VALUE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.bands(0)).hasMessageContaining("1 to 1024");
    }
}
