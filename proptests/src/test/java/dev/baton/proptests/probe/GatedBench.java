package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Gate;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.RefusedException;
import dev.baton.fence.FenceSource;

import java.time.Duration;

/** A bench for jobs that wait for fences beside their buffers. */
abstract class GatedBench extends FencedBench {
    static final long DUE = 10;

    final FenceSource one = new FenceSource("one");
    final FenceSource two = new FenceSource("two");

    JobOptions before(FenceSource... gates) {
        JobOptions options = JobOptions.DEFAULT;
        for (FenceSource gate : gates) {
            options = options.gate(Gate.beforePlacing(gate.fence()));
        }
        return options;
    }

    JobOptions holding(FenceSource gate) {
        return JobOptions.DEFAULT.gate(Gate.holdingPlace(gate.fence(), Duration.ofNanos(DUE)));
    }

    Job gated(JobOptions options) {
        Job job = submit(AccessSet.exclusive(a, b), keeper, options);
        perhapsUntold.add(job);
        return job;
    }

    /** One that a closing may refuse. */
    void submitGated(JobOptions options) {
        try {
            gated(options);
        } catch (RefusedException refused) {
            assertThat(refused.rule()).isIn("S4", "S17");
        }
    }

    @Override
    void assertEverythingEnds() {
        super.assertEverythingEnds();
        one.close(); // else the collector ends it in the middle of another run
        two.close();
    }
}
