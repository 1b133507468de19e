package dev.baton.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class LatencyTest {
    private static final int DRAWS = 100_000;

    @Test
    void drawsHaveTheStatedMedianAndTail() {
        Latency latency = new Latency(300_000, 3_000_000);
        Scheduler scheduler = new SeededScheduler(11);
        long[] nanos = new long[DRAWS];
        Arrays.setAll(nanos, i -> latency.draw(scheduler::nextNumber));
        Arrays.sort(nanos);
        assertThat(nanos[0]).isNotNegative();
        assertThat((double) nanos[DRAWS / 2]).isCloseTo(300_000, within(6_000.0));
        assertThat((double) nanos[DRAWS / 100 * 99]).isCloseTo(3_000_000, within(150_000.0));
    }

    @Test
    void theEdgesOfTheDrawnNumbersAreFinite() {
        Latency latency = new Latency(1, 1);
        assertThat(latency.draw(bound -> 0)).isEqualTo(1);
        assertThat(latency.draw(bound -> bound - 1)).isEqualTo(1);
    }

    @Test
    void aTailBelowTheMedianIsRefused() {
        assertThatThrownBy(() -> new Latency(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Latency(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
