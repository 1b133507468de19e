package dev.baton.proptests;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

import java.util.Arrays;
import java.util.List;

/** Gives arbitraries the edge cases that were chosen for them, and no others. */
final class EdgeCases {
    private EdgeCases() {}

    @SafeVarargs
    static <T> Arbitrary<T> of(Arbitrary<T> any, T... edges) {
        return of(any, Arrays.asList(edges));
    }

    /**
     * Also inside of other arbitraries, and where a property wants no edge cases, one value in ten is
     * one of them: a product of edge cases soon has too many.
     */
    @SuppressWarnings("unchecked") // an array of one, which add does not keep
    static <T> Arbitrary<T> of(Arbitrary<T> any, List<? extends T> edges) {
        return Arbitraries.frequencyOf(
                        Tuple.of(1, Arbitraries.<T>of(List.copyOf(edges))),
                        Tuple.of(9, any.withoutEdgeCases()))
                .edgeCases(config -> {
                    config.filter(other -> false); // none() cannot be added to, in jqwik 1.9.3
                    edges.forEach(edge -> config.add(edge));
                });
    }
}
