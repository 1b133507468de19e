package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.Snapshot.Kind;
import dev.baton.engine.Snapshot.Phase;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is said of a job that is in the hands of hardware which orders itself. */
@Tag("S12")
class ExplainHardwareTest extends RingBench {
    private Job submit(AccessSet set) {
        return dispatcher.submit(set, ring);
    }

    private String text(Job job) {
        return dispatcher.explain(job).describe();
    }

    @Test
    void whoWaitsInHardwareIsToldWhereAndForWhom() {
        Job render = submit(AccessSet.exclusive(a));
        Job flip = submit(AccessSet.shared(a));

        assertThat(text(flip)).isEqualTo("""
                job 2 (RingLog) waits in the hands of hardware domain soc.
                job 2 (RingLog) waits in hardware domain soc for queue a (shared) behind job 1 (RingLog), \
                since 0.000 ms; this ends when that has passed its semaphore and its end is reported.
                job 1 (RingLog) is owned by RingLog, since 0.000 ms; this ends when that releases it.
                """);

        render.release();
        assertThat(text(flip)).startsWith("job 2 (RingLog) is granted.\n");
    }

    @Test
    void whoIsNotHandedOverYetWaitsForItsQueue() {
        Job owner = dispatcher.submit(AccessSet.exclusive(b), cpu);
        submit(AccessSet.exclusive(a));
        Job render = submit(AccessSet.exclusive(a, b));
        Job behind = dispatcher.submit(AccessSet.exclusive(a), cpu);
        assertThat(phases()).containsOnly(Phase.GRANTED, Phase.WAITING);
        assertThat(kindsOf(render)).containsExactly(Kind.QUEUE, Kind.QUEUE);

        owner.release();

        assertThat(kindsOf(render)).containsExactly(Kind.HARDWARE);
        assertThat(kindsOf(behind)).containsExactly(Kind.QUEUE);
        assertThat(phases())
                .containsExactlyInAnyOrder(Phase.GRANTED, Phase.HANDED_OVER, Phase.WAITING);
    }

    private Iterable<Phase> phases() {
        return dispatcher.snapshot().jobs().stream()
                .map(Snapshot.JobState::phase)
                .toList();
    }

    private Iterable<Kind> kindsOf(Job job) {
        return dispatcher.snapshot().links().stream()
                .filter(link -> link.waiter().job() == job)
                .map(Snapshot.Link::kind)
                .toList();
    }
}
