package dev.baton.sim.fault;

import org.junit.jupiter.params.provider.Arguments;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Every two faults, and each with itself. */
final class Pairs {
    /** F1 to F12. */
    static final List<Fault> MATRIX = Arrays.stream(Fault.values())
            .filter(fault -> fault != Fault.EARLY_RELEASE)
            .toList();

    /** How many there are. */
    static final int COUNT = MATRIX.size() * (MATRIX.size() + 1) / 2;

    private Pairs() {}

    /** Both faults and a seed, for seeds from 1. */
    static Stream<Arguments> withSeeds(int seeds) {
        return MATRIX.stream()
                .flatMap(one -> MATRIX.stream()
                        .filter(other -> other.compareTo(one) >= 0)
                        .flatMap(other -> LongStream.rangeClosed(1, seeds)
                                .mapToObj(seed -> Arguments.of(one, other, seed))));
    }
}
