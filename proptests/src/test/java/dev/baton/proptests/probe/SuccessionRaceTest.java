package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.RefusedException;
import dev.baton.engine.Succession;
import dev.baton.engine.SyncQueue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Whatever lands while a flip is submitted: it is refused or nobody waits for ever (S20). */
@ExtendWith(Probed.class)
@Tag("S20")
class SuccessionRaceTest {
    /** Displays whose flips end, as they latch at once, the one shown before. */
    private abstract static class Displays extends Bench {
        final Succession head = new Succession("the next flip of head 0");
        final Succession otherHead = new Succession("the next flip of head 1");
        final Map<Succession, Job> shown = new HashMap<>();
        int refused;
        int refusedMin = 0;
        int refusedMax = 1;

        Client latching(Succession succession) {
            return job -> {
                granted.add(job);
                Job before = shown.put(succession, job);
                job.release(succession.queue());
                if (before != null) {
                    before.release();
                }
            };
        }

        @Nullable
        Job flip(Succession succession, SyncQueue buffer) {
            AccessSet set = AccessSet.builder()
                    .exclusive(succession.queue())
                    .shared(buffer)
                    .build();
            try {
                Job job = dispatcher.submit(
                        set, latching(succession), null, JobOptions.DEFAULT.openEnded(succession));
                jobs.add(job);
                return job;
            } catch (RefusedException cycle) {
                assertThat(cycle.rule()).isEqualTo("S20");
                refused++;
                return null;
            }
        }

        Job render(SyncQueue... buffers) {
            return submit(AccessSet.exclusive(buffers), releaser);
        }

        /** Renders end by themselves; so no flip that was accepted waits, unless one was refused. */
        @Override
        public void afterwards() {
            assertThat(refused).isBetween(refusedMin, refusedMax);
            assertThat(jobs)
                    .filteredOn(job -> refused == 0 && job.openEnded())
                    .as("flips, none of which was refused")
                    .allMatch(job -> job.isGranted() || job.outcome() != null);
            shown.values().forEach(Job::release);
            shown.values().forEach(Job::release); // what was just granted
            assertEverythingEnds();
        }
    }

    @Test
    void renderThatRacesAFlipBackToTheBufferShown() {
        atEveryAccessOfEither(bench -> bench.a, bench -> bench.render(bench.a));
    }

    /** The flip to the one meets the render in a queue where that waits for nothing. */
    @Test
    void renderIntoBothBuffersThatRacesAFlipToTheOtherOne() {
        atEveryAccessOfEither(bench -> bench.b, bench -> bench.render(bench.a, bench.b));
    }

    private static void atEveryAccessOfEither(
            Function<Displays, SyncQueue> screen, Consumer<Displays> rendering) {
        for (boolean swapped : List.of(false, true)) {
            Bench.atEveryAccess(() -> new Displays() {
                final Job front = flip(head, screen.apply(this));

                @Override
                public List<Runnable> threads() {
                    Runnable render = () -> rendering.accept(this);
                    Runnable flip = () -> flip(head, a);
                    return swapped ? List.of(flip, render) : List.of(render, flip);
                }
            });
        }
    }

    @Test
    void flipsOfTwoDisplaysThatCloseACycleTogether() {
        Bench.atEveryAccess(() -> new Displays() {
            final Job front = flip(head, a);
            final Job otherFront = flip(otherHead, b);
            final Job render = render(a);
            final Job otherRender = render(b);

            @Override
            public List<Runnable> threads() {
                refusedMin = 1;
                refusedMax = 2; // each may see the other's
                return List.of(() -> flip(head, b), () -> flip(otherHead, a));
            }
        });
    }

    /** The flip between kept the last one from waiting for itself, by a render that comes with it. */
    @Test
    void flipBetweenThatIsWithdrawnAsTheNextOnesAreSubmitted() {
        for (boolean swapped : List.of(false, true)) {
            Bench.atEveryPairOfAccesses(() -> new Displays() {
                final Job owner = submit(AccessSet.exclusive(b), keeper);
                final Job front = flip(head, a);
                final Job between = flip(head, b);

                @Override
                public List<Runnable> threads() {
                    Runnable next = () -> {
                        render(a);
                        flip(head, a);
                    };
                    return swapped
                            ? List.of(next, between::cancel)
                            : List.of(between::cancel, next);
                }

                @Override
                public void afterwards() {
                    assertThat(between.outcome()).isEqualTo(Outcome.CANCELLED);
                    jobs.stream()
                            .filter(job -> job.outcome() == Outcome.FAILED)
                            .forEach(perhapsUntold::add);
                    owner.release();
                    super.afterwards();
                }
            });
        }
    }

    /** A render in its own thread, into both buffers, races the withdrawal and the next flip. */
    @Test
    void flipBetweenThatIsWithdrawnAsARenderComes() {
        Bench.atEveryAccess(() -> new Displays() {
            final Job owner = submit(AccessSet.exclusive(c), keeper);
            final Job front = flip(head, a);
            final Job between = flip(head, c);

            @Override
            public List<Runnable> threads() {
                return List.of(between::cancel, () -> render(a, b), () -> flip(head, b));
            }

            @Override
            public void afterwards() {
                jobs.stream()
                        .filter(job -> job.outcome() == Outcome.FAILED)
                        .forEach(perhapsUntold::add);
                owner.release();
                super.afterwards();
            }
        });
    }
}
