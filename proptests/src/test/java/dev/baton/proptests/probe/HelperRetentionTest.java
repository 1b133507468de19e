package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Job;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.reflect.Array;
import java.util.List;

/** A helper that comes late leaves nothing behind in a job that has ended. */
@ExtendWith(Probed.class)
class HelperRetentionTest {
    @Test
    void lateHelperLeavesNothingInAnEndedJob() {
        Interleaving.atEveryPairOfAccesses(() -> new Bench() {
            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> submit(AccessSet.exclusive(a, b), releaser),
                        () -> submit(AccessSet.exclusive(a), releaser));
            }

            @Override
            public void afterwards() {
                assertEverythingEnds();
                assertThat(jobs)
                        .allSatisfy(job -> assertThat(keptByHelpers(job)).isZero());
            }
        });
    }

    private static int keptByHelpers(Job job) {
        Object helped = Inside.of(job, "helped");
        return helped == null ? 0 : Array.getLength(helped);
    }
}
