package dev.baton.proptests.sharing;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;

/**
 * Generated sequences of several clients on the buffers of every correct exporter: everybody sees what
 * a plain array would hold, no write is lost, and a refused call changes nothing.
 */
@Tag("B1")
@Tag("B2")
@Tag("B4")
@Tag("B5")
@Tag("B6")
@Tag("B8")
@Tag("B9")
@Tag("B12")
class SharingLaws {
    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void everybodySeesWhatAPlainArrayWouldHold(@ForAll("workloads") Workload workload) {
        int compared = new SharingRun(workload).check();
        Statistics.label("bytes were compared at least three times")
                .collect(compared >= 3)
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 50));
        Statistics.label("exporter")
                .collect(workload.setup().source(), workload.setup().keeping());
    }

    @Provide
    Arbitrary<Workload> workloads() {
        return Workloads.ofCorrectExporters();
    }
}
