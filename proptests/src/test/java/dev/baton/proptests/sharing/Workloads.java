package dev.baton.proptests.sharing;

import dev.baton.proptests.sharing.Setup.Keeping;
import dev.baton.proptests.sharing.Setup.Source;
import dev.baton.proptests.sharing.Step.Kind;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

import java.util.Arrays;
import java.util.List;

/** Draws workloads. */
final class Workloads {
    private static final int STEPS_MAX = 100;
    private static final int BYTES_MAX = 3 * 4096;

    private Workloads() {}

    /** For every correct exporter. */
    static Arbitrary<Workload> ofCorrectExporters() {
        return of(
                Arbitraries.of(Source.SYSTEM, Source.CONTIGUOUS, Source.CARVEOUT, Source.COHERENT),
                Arbitraries.of(Keeping.class));
    }

    static Arbitrary<Workload> of(Source source, Keeping keeping) {
        return of(Arbitraries.just(source), Arbitraries.just(keeping));
    }

    private static Arbitrary<Workload> of(Arbitrary<Source> sources, Arbitrary<Keeping> keepings) {
        Arbitrary<Setup> setup = Combinators.combine(
                        sources,
                        keepings,
                        Arbitraries.of(false, true),
                        Arbitraries.of(1024, 64, 3, 1),
                        Arbitraries.of(1, 2, 16))
                .as(Setup::new);
        return Combinators.combine(setup, steps()).as(Workload::new);
    }

    private static Arbitrary<List<Step>> steps() {
        return step().list()
                .ofMinSize(1)
                .ofMaxSize(STEPS_MAX)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    private static Arbitrary<Step> step() {
        Arbitrary<Integer> at = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.integers().between(0, 2 * 64)),
                Tuple.of(1, Arbitraries.integers().between(0, BYTES_MAX)),
                Tuple.of(1, Arbitraries.of(4032, 4095, 4096, 8191, 8192)));
        Arbitrary<Integer> length = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.integers().between(0, 2 * 64)),
                Tuple.of(1, Arbitraries.integers().between(0, BYTES_MAX)));
        return Combinators.combine(
                        kind(),
                        Arbitraries.of(0, 0, 0, 0, 1, 2),
                        Arbitraries.integers().between(0, 11),
                        at,
                        length)
                .as(Step::new);
    }

    private static Arbitrary<Kind> kind() {
        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of generics, for the varargs
        Tuple2<Integer, Kind>[] weighed = Arrays.stream(Kind.values())
                .map(kind -> Tuple.of(weight(kind), kind))
                .toArray(Tuple2[]::new);
        return Arbitraries.frequency(weighed);
    }

    private static int weight(Kind kind) {
        return switch (kind) {
            case CPU_WRITE, CPU_READ, DEVICE_WRITE, DEVICE_READ -> 6;
            case DEVICE_BEGIN, CPU_MAP, DEVICE_MAP, ATTACH -> 4;
            case DEVICE_END -> 6;
            case DEVICE_UNMAP, CPU_STRAY, BRACKET_BEGIN, BRACKET_END, REFUSED -> 2;
            case EXPORT, DUPLICATE, CLOSE, DETACH, DEVICE_REVOKE, CPU_UNMAP -> 1;
        };
    }
}
