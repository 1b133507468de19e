package dev.baton.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.sim.scenario.Quantity.UnreadableException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "DURATION, 16.6ms, 16600000",
        "DURATION, 16.666667ms, 16666667",
        "DURATION, 1ns, 1",
        "DURATION, 1.000000000s, 1000000000",
        "DURATION, 0.000000001s, 1",
        "DURATION, 0s, 0",
        "DURATION, -0s, 0",
        "DURATION, -1us, -1000",
        "DURATION, 007ms, 7000000",
        "DURATION, 999999999s, 999999999000000000",
        "BYTES, 1B, 1",
        "BYTES, 64KiB, 65536",
        "BYTES, 0.5KiB, 512",
        "BYTES, 16MiB, 16777216",
        "BYTES, 1GiB, 1073741824",
        "RATE, 60Hz, 60000000",
        "RATE, 59.94Hz, 59940000",
        "RATE, 44.1kHz, 44100000000",
        "PPM, -50ppm, -50",
        "CHANCE, 1%, 10000",
        "CHANCE, 0.0001%, 1",
    })
    void aQuantityIsExact(Quantity quantity, String text, long expected) throws Exception {
        assertThat(quantity.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "DURATION, 1000000000s, is too large",
        "DURATION, 9223372036854775807ns, is too large",
        "DURATION, 9223372036854775808ns, is too large",
        "DURATION, 0.1ns, is finer than",
        "DURATION, 0.0000000001s, is finer than",
        "DURATION, 16.6, has no unit",
        "DURATION, '', is no duration",
        "DURATION, ms, is no duration",
        "DURATION, .5ms, is no duration",
        "DURATION, 5.ms, is no duration",
        "DURATION, 1.2.3ms, is no duration",
        "DURATION, +5ms, is no duration",
        "DURATION, '1,5ms', has a comma",
        "DURATION, 1_000ms, has the unit",
        "DURATION, 5MS, 'did you mean \"ms\"?'",
        "DURATION, 5\u00b5s, 'there is ns, us, ms, s'",
        "DURATION, \u0665ms, is no duration",
        "DURATION, NaN, is no duration",
        "BYTES, 64kb, there is B",
        "BYTES, 0.3KiB, is finer than",
        "BYTES, 8EiB, has the unit",
        "RATE, 60, has no unit",
        "PPM, 0.5ppm, is finer than",
        "CHANCE, 0.00001%, is finer than",
    })
    void aWrongQuantityIsRefused(Quantity quantity, String text, String why) {
        assertThatThrownBy(() -> quantity.parse(text))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({
        "DURATION, 0, 0ns",
        "DURATION, 1500000, 1500us",
        "DURATION, 60000000000, 60s",
        "BYTES, 4096, 4KiB"
    })
    void aNumberIsSaidInTheLargestUnitThatIsExact(Quantity quantity, long number, String words) {
        assertThat(quantity.words(number)).isEqualTo(words);
    }
}
