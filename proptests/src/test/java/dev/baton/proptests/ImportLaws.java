package dev.baton.proptests;

import dev.baton.proptests.ImportWorkload.Advance;
import dev.baton.proptests.ImportWorkload.Export;
import dev.baton.proptests.ImportWorkload.ImportFence;
import dev.baton.proptests.ImportWorkload.ImportPoint;
import dev.baton.proptests.ImportWorkload.Merge;
import dev.baton.proptests.ImportWorkload.Operation;
import dev.baton.proptests.ImportWorkload.Use;

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

import java.util.List;

/** Random imports, exports and merges do what the model says, after every step. */
@Tag("S10")
class ImportLaws {
    private static final int OPERATIONS_MAX = 80;
    private static final int TIMELINES_MAX = 32;
    private static final int POINTS_MAX = 6;

    private final Arbitrary<Integer> any = Arbitraries.integers().between(0, OPERATIONS_MAX);

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void queuesAndSnapshotsDoWhatTheModelSays(@ForAll("workloads") ImportWorkload workload) {
        boolean waited = new ImportRun(workload).check();
        Statistics.label("some fence was pending")
                .collect(waited)
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 20));
    }

    @Provide
    Arbitrary<ImportWorkload> workloads() {
        Arbitrary<Integer> points = Arbitraries.integers().between(1, POINTS_MAX);
        Arbitrary<Operation> operation = Arbitraries.frequencyOf(
                Tuple.of(6, Combinators.combine(any, points, uses()).as(ImportPoint::new)),
                Tuple.of(2, Combinators.combine(any, uses()).as(ImportFence::new)),
                Tuple.of(4, Combinators.combine(any, points).as(Advance::new)),
                Tuple.of(4, use().map(Export::new)),
                Tuple.of(6, any.list().ofMaxSize(6).map(Merge::new)));
        return Combinators.combine(
                        Arbitraries.of(1, 2, 4, TIMELINES_MAX),
                        operation.list().ofMinSize(20).ofMaxSize(OPERATIONS_MAX))
                .as(ImportWorkload::new);
    }

    private static Arbitrary<List<Use>> uses() {
        return use().list().ofMinSize(1).ofMaxSize(ImportWorkload.QUEUES);
    }

    private static Arbitrary<Use> use() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, ImportWorkload.QUEUES - 1),
                        Arbitraries.of(true, false))
                .as(Use::new);
    }
}
