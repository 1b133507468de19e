package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Job;
import dev.baton.engine.RefusedException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;

/** Races that a reading of the core has found once. */
@ExtendWith(Probed.class)
class RefutedRaceTest {
    @Test
    @Tag("S3")
    @Tag("S5")
    void downgradeBetweenPermissionAndCountLosesNoGrant() {
        Bench.atEveryPairOfAccesses(() -> new Bench() {
            final Job reader = submit(AccessSet.shared(a), keeper);
            final Job writer = submit(AccessSet.exclusive(a), keeper);

            @Override
            public List<Runnable> threads() {
                return List.of(reader::release, () -> {
                    try {
                        writer.downgrade(a);
                    } catch (RefusedException early) {
                        assertThat(early.rule()).isEqualTo("S5");
                    }
                });
            }

            @Override
            public void afterwards() {
                assertThat(writer.isGranted()).isTrue();
                assertEverythingEnds();
            }
        });
    }

    @Test
    @Tag("S15")
    void bufferIsReleasedOrPoisonedButNotNeither() {
        Bench.atEveryPairOfAccesses(() -> new Bench() {
            final Job owner = submit(AccessSet.exclusive(a, b), keeper);
            boolean released;

            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> released = owner.release(a),
                        () -> owner.fail(new IllegalStateException("lost the device")));
            }

            @Override
            public void afterwards() {
                assertThat(a.poison() != null).isNotEqualTo(released);
                assertThat(b.poison()).isNotNull();
                assertEverythingEnds();
            }
        });
    }
}
