package dev.baton.sim.fault;

import org.junit.jupiter.params.provider.Arguments;

import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Every two faults, and each with itself. */
final class Pairs {
    private static final Fault[] ALL = Fault.values();

    /** How many there are. */
    static final int COUNT = ALL.length * (ALL.length + 1) / 2;

    private Pairs() {}

    /** Both faults and a seed, for seeds from 1. */
    static Stream<Arguments> withSeeds(int seeds) {
        return Arrays.stream(ALL)
                .flatMap(one -> Arrays.stream(ALL)
                        .filter(other -> other.compareTo(one) >= 0)
                        .flatMap(other -> LongStream.rangeClosed(1, seeds)
                                .mapToObj(seed -> Arguments.of(one, other, seed))));
    }
}
