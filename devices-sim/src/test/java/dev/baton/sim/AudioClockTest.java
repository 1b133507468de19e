package dev.baton.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.fence.Fence;
import dev.baton.sim.AudioClock.AudioOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AudioClockTest {
    private static final long SECOND = 1_000_000_000;
    private static final long PERIOD = 10_000_000;

    private final EventLoop loop = new EventLoop(new SeededScheduler(1));

    private AudioClock clock(long driftPpm) {
        return new AudioClock(loop, new AudioOptions("audio", 48_000, PERIOD, driftPpm));
    }

    @Test
    void aSampleIsPlayedWhenItsNumberSays() {
        loop.runUntil(7);
        AudioClock clock = clock(0);
        assertThat(clock.nanosOf(0)).isEqualTo(7);
        assertThat(clock.nanosOf(48_000)).isEqualTo(SECOND + 7);
        assertThat(clock.nanosOf(1)).isEqualTo(7 + SECOND / 48_000);
    }

    @Test
    void aFastCrystalIsAheadByItsDrift() {
        AudioClock clock = clock(100);
        assertThat(clock.positionNanos(SECOND)).isEqualTo(SECOND + 100_000);
        assertThat(clock.dueNanos(SECOND + 100_000)).isEqualTo(SECOND);
        assertThat(clock(-100).positionNanos(SECOND)).isEqualTo(SECOND - 100_000);
    }

    @Test
    void roundingDoesNotAddUpOverYears() {
        AudioClock clock = clock(100);
        long year = 365L * 24 * 3600 * SECOND;
        assertThat(clock.positionNanos(clock.dueNanos(year))).isBetween(year - 2, year);
        assertThat(clock.nanosOf(365L * 24 * 3600 * 48_000)).isEqualTo(clock.dueNanos(year));
    }

    @Test
    @Tag("S9")
    void aFenceSignalsAtTheEndOfThePeriodThatPlaysItsTime() {
        AudioClock clock = clock(0);
        Fence late = clock.due(25_000_000);
        Fence early = clock.due(5_000_000);
        loop.runUntil(PERIOD - 1);
        assertThat(early.isSignaled()).isFalse();
        loop.runUntil(PERIOD);
        assertThat(early.isSignaled()).isTrue();
        assertThat(late.isSignaled()).isFalse();
        loop.runUntil(3 * PERIOD);
        assertThat(late.isSignaled()).isTrue();
        assertThat(clock.due(1).isSignaled()).as("long played").isTrue();
    }

    @Test
    void whatNoCardIsLikeIsRefused() {
        assertThatThrownBy(() -> new AudioOptions("a", 0, 1, 0)).hasMessageContaining("0 Hz");
        assertThatThrownBy(() -> new AudioOptions("a", 8_000, 0, 0)).hasMessageContaining("0 ns");
        assertThatThrownBy(() -> new AudioOptions("a", 8_000, 1, 10_001))
                .hasMessageContaining("10001 ppm");
    }
}
