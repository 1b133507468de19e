package dev.baton.proptests;

import dev.baton.engine.AccessMode;
import dev.baton.engine.PoisonPolicy;
import dev.baton.proptests.Workload.Advance;
import dev.baton.proptests.Workload.Cancel;
import dev.baton.proptests.Workload.Close;
import dev.baton.proptests.Workload.Downgrade;
import dev.baton.proptests.Workload.Kill;
import dev.baton.proptests.Workload.Manner;
import dev.baton.proptests.Workload.Operation;
import dev.baton.proptests.Workload.Release;
import dev.baton.proptests.Workload.ReleaseOne;
import dev.baton.proptests.Workload.Signal;
import dev.baton.proptests.Workload.Submit;
import dev.baton.proptests.Workload.Wish;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** Generated workloads on the real dispatcher: every law holds, and it does what the model says. */
@Tag("S1")
@Tag("S2")
@Tag("S3")
@Tag("S4")
@Tag("S5")
@Tag("S6")
@Tag("S7")
@Tag("S8")
@Tag("S13")
@Tag("S14")
@Tag("S15")
class EngineLaws {
    private static final int QUEUES_MAX = 5;
    private static final int OPERATIONS_MAX = 60;

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void everyLawHoldsAndTheModelAgrees(@ForAll("workloads") Workload workload) {
        boolean contended = new ComparedRun(workload, true).check();
        Statistics.label("some job waited")
                .collect(contended)
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 20));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void unobservedEngineDoesTheSame(@ForAll("workloads") Workload workload) {
        new ComparedRun(workload, false).check();
    }

    @Provide
    Arbitrary<Workload> workloads() {
        Arbitrary<Integer> any = Arbitraries.integers().between(0, OPERATIONS_MAX);
        Arbitrary<AccessMode> mode = Arbitraries.frequency(
                Tuple.of(9, AccessMode.EXCLUSIVE),
                Tuple.of(9, AccessMode.SHARED),
                Tuple.of(1, AccessMode.UNORDERED));
        Arbitrary<Wish> wish = Combinators.combine(any, mode).as(Wish::new);
        Arbitrary<Operation> submit = Combinators.combine(
                        wish.list().ofMaxSize(4),
                        Arbitraries.of(Manner.KEEPING, Manner.KEEPING, Manner.AT_ONCE),
                        Arbitraries.of(PoisonPolicy.class),
                        Arbitraries.of(0, 0, 1, 2, 5),
                        Arbitraries.of(0, 0, 0, 1, 3))
                .as(Submit::new);
        // What its grant finds in buffers given back before depends on the order of grants.
        Arbitrary<Operation> submitEager = wish.list()
                .ofMaxSize(4)
                .map(wishes -> new Submit(wishes, Manner.EAGER, PoisonPolicy.RUN, 0, 0));
        Arbitrary<Operation> release =
                Combinators.combine(any, Arbitraries.of(false, false, true)).as(Release::new);
        Arbitrary<Operation> releaseOne = Combinators.combine(any, any).as(ReleaseOne::new);
        Arbitrary<Operation> downgrade = Combinators.combine(any, any).as(Downgrade::new);
        Arbitrary<Operation> advance = Arbitraries.integers().between(1, 3).map(Advance::new);
        Arbitrary<Operation> cancel = any.map(Cancel::new);
        Arbitrary<Operation> signal = any.map(Signal::new);
        Arbitrary<Operation> close = any.map(Close::new);
        Arbitrary<Operation> kill = any.map(Kill::new);
        Arbitrary<Operation> operation = Arbitraries.frequencyOf(
                Tuple.of(24, submit),
                Tuple.of(6, submitEager),
                Tuple.of(24, release),
                Tuple.of(12, releaseOne),
                Tuple.of(6, downgrade),
                Tuple.of(6, advance),
                Tuple.of(12, cancel),
                Tuple.of(6, signal),
                Tuple.of(3, kill),
                Tuple.of(1, close));
        return Combinators.combine(
                        Arbitraries.integers().between(1, QUEUES_MAX),
                        operation.list().ofMinSize(5).ofMaxSize(OPERATIONS_MAX))
                .as(Workload::new);
    }
}
