package dev.baton.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.util.SplittableRandom;

class PixelClockTest {
    private static final long PERIOD = 16_666_667;
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    @ParameterizedTest
    @ValueSource(ints = {0, 50, -50, 10_000, -10_000, 1, -1})
    void everyVblankIsWhereTheRuleSaysHoweverFar(int ppm) {
        PixelClock clock = new PixelClock(12_345, PERIOD, ppm);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 1_000; i++) {
            long n = i < 100 ? i : random.nextLong(10_000_000_000L);
            BigInteger exact = BigInteger.valueOf(n)
                    .multiply(BigInteger.valueOf(PERIOD))
                    .multiply(MILLION.add(BigInteger.valueOf(ppm)));
            BigInteger[] parts = exact.divideAndRemainder(MILLION);
            assertThat(clock.nanos(n)).isEqualTo(12_345 + parts[0].longValueExact());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10_000, -10_000})
    void theNextVblankIsTheFirstAfterATime(int ppm) {
        PixelClock clock = new PixelClock(5, PERIOD, ppm);
        for (long n : new long[] {0, 1, 2, 59, 1_000_000, 10_000_000_000L}) {
            long nanos = clock.nanos(n);
            assertThat(clock.after(nanos)).isEqualTo(n + 1);
            assertThat(clock.after(nanos - 1)).isEqualTo(n);
        }
        assertThat(new PixelClock(0, 1, ppm).after(1_000_000_000)).isPositive();
    }
}
