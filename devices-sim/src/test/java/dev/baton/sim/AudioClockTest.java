package dev.baton.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AudioClockTest {
    private static final long SECOND = 1_000_000_000;
    private static final long MS = 1_000_000;
    private static final long START = 7;

    private static AudioClock clock(int driftPpm) {
        return new AudioClock(START, 48_000, 480, driftPpm);
    }

    @Test
    void aFastCrystalIsAheadByItsDriftAndASlowOneBehind() {
        AudioClock fast = clock(-100);
        assertThat(fast.dueNanos(SECOND)).isEqualTo(START + SECOND - 100_000);
        assertThat(fast.positionNanos(START + SECOND - 100_000)).isEqualTo(SECOND);
        assertThat(clock(100).dueNanos(SECOND)).isEqualTo(START + SECOND + 100_000);
    }

    @Test
    void beforeItPlaysItsPositionIsNegative() {
        AudioClock later = new AudioClock(50 * MS, 48_000, 480, 0);
        assertThat(later.positionNanos(40 * MS)).isEqualTo(-10 * MS);
        assertThat(later.dueNanos(-10 * MS)).isEqualTo(40 * MS);
    }

    @Test
    void thePositionIsInWholeSamples() {
        AudioClock telephone = new AudioClock(START, 8_000, 80, 0);
        assertThat(telephone.positionNanos(START + 124_999)).isZero();
        assertThat(telephone.positionNanos(START + 249_999)).isEqualTo(125_000);
    }

    @Test
    void aTimeIsReportedAtTheEndOfItsPeriod() {
        assertThat(clock(0).reportedNanos(0)).isEqualTo(START);
        assertThat(clock(0).reportedNanos(1)).isEqualTo(START + 10 * MS);
        assertThat(clock(0).reportedNanos(10 * MS)).isEqualTo(START + 10 * MS);
        assertThat(clock(0).reportedNanos(10 * MS + 1)).isEqualTo(START + 20 * MS);
        assertThat(clock(-100).reportedNanos(11 * MS)).isEqualTo(START + 20 * MS - 2_000);
    }

    @Test
    void aPeriodLastsAsLongAsItsSamples() {
        AudioClock cd = new AudioClock(START, 44_100, 1_024, 0);
        assertThat(cd.reportedNanos(SECOND)).isEqualTo(START + 44L * 1_024 * SECOND / 44_100);
        assertThat(new AudioClock(START, 1_000, 10, 0).reportedNanos(20 * MS))
                .isEqualTo(START + 20 * MS);
    }

    @Test
    void roundingDoesNotAddUpOverYears() {
        long year = 365L * 24 * 3600 * SECOND;
        assertThat(clock(-100).positionNanos(clock(-100).dueNanos(year)))
                .isBetween(year - SECOND / 48_000 - 2, year);
    }

    @Test
    void aSoundCardThatNobodyHasIsRefused() {
        assertThatThrownBy(() -> clock(10_001)).hasMessageContaining("10001 ppm");
        assertThatThrownBy(() -> clock(-10_001)).hasMessageContaining("at most 10000");
        assertThatThrownBy(() -> new AudioClock(0, 0, 1, 0)).hasMessageContaining("0 Hz");
        assertThatThrownBy(() -> new AudioClock(0, 1, 0, 0)).hasMessageContaining("periods of 0");
    }
}
