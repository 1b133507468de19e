package dev.baton.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AudioClockTest {
    private static final long SECOND = 1_000_000_000;
    private static final long START = 7;

    private static AudioClock clock(long driftPpm) {
        return new AudioClock(START, driftPpm);
    }

    @Test
    void aFastCrystalIsAheadByItsDrift() {
        AudioClock clock = clock(100);
        assertThat(clock.positionNanos(START + SECOND)).isEqualTo(SECOND + 100_000);
        assertThat(clock.dueNanos(SECOND + 100_000)).isEqualTo(START + SECOND);
        assertThat(clock(-100).positionNanos(START + SECOND)).isEqualTo(SECOND - 100_000);
    }

    @Test
    void roundingDoesNotAddUpOverYears() {
        AudioClock clock = clock(100);
        long year = 365L * 24 * 3600 * SECOND;
        assertThat(clock.positionNanos(clock.dueNanos(year))).isBetween(year - 2, year);
    }

    @Test
    void aCrystalThatIsTooFarOffIsRefused() {
        assertThatThrownBy(() -> clock(10_001)).hasMessageContaining("10001 ppm");
        assertThatThrownBy(() -> clock(-10_001)).hasMessageContaining("use at most 10000");
    }
}
