package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/** What becomes of a job in hardware when one fails that it waits for there (S12, S15). */
@Tag("S12")
@Tag("S15")
class HardwareFailureTest extends RingBench {
    private final Exception hang = new Exception("hang");

    private Job write(String name, PoisonPolicy policy, SyncQueue... queues) {
        return submit(name, JobOptions.DEFAULT.onPoison(policy), AccessSet.exclusive(queues));
    }

    @Test
    void whoRunsAnywayIsGrantedAndToldNothing() {
        Job first = write("first", a);
        Job second = write("second", a);

        first.fail(hang);

        assertThat(second.isGranted()).isTrue();
        assertThat(second.poison()).isSameAs(hang);
        assertThat(ring.told).containsExactly("first after []", "second after [first]");
    }

    @Test
    void whoSkipsOrFailsOnIsFencedOffBeforeItsBuffersGoOn() {
        Job first = write("first", a);
        Job skipped = write("skipped", PoisonPolicy.SKIP, a);
        Job failed = write("failed", PoisonPolicy.FAIL, a);
        Job last = dispatcher.submit(AccessSet.exclusive(a), job -> ring.told.add("last"));

        first.fail(hang);

        assertThat(ring.told)
                .containsExactly(
                        "first after []",
                        "skipped after [first]",
                        "failed after [skipped]",
                        "drop skipped",
                        "drop failed",
                        "last");
        assertThat(skipped.ending())
                .isEqualTo(new Ending(Outcome.CANCELLED, CancelReason.SKIPPED, null));
        assertThat(failed.ending()).isEqualTo(new Ending(Outcome.FAILED, null, hang));
        assertThat(last.poison()).isSameAs(hang);
    }

    /** It stopped at the error of its wait for the reader, which poisons nothing. */
    @Test
    void whoIsGrantedAllTheSameIsTold() {
        Job poisoned = write("poisoned", b);
        poisoned.fail(hang);
        Job reader = dispatcher.submit(AccessSet.shared(a), ring, "reader", JobOptions.DEFAULT);
        Job writer = write("writer", PoisonPolicy.SKIP, a);

        reader.fail(hang);

        assertThat(writer.isGranted()).isTrue();
        assertThat(ring.told).endsWith("writer after [reader]", "run writer");
    }

    /** The semaphore of the writer that failed has passed: nothing in hardware would stop it. */
    @Test
    void whoWouldNotRunBehindAFailureOfBeforeIsNotHandedOver() {
        write("failing", a).fail(hang);
        Job reader = dispatcher.submit(AccessSet.shared(a), ring, "reader", JobOptions.DEFAULT);
        Job skipped = write("skipped", PoisonPolicy.SKIP, a);

        reader.release();

        assertThat(skipped.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(ring.told).containsExactly("failing after []", "reader after []");
    }

    @Test
    @Tag("S16")
    void hungJobIsFencedOffAndThoseBehindItGoOn() {
        JobOptions held = JobOptions.DEFAULT.hold(Duration.ofNanos(100));
        Job hung = dispatcher.submit(AccessSet.exclusive(a), ring, "hung", held);
        Job skipped = write("skipped", PoisonPolicy.SKIP, a);
        Job runs = write("runs", a);

        observed.timers.advanceTo(100);

        assertThat(hung.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(skipped.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(runs.isGranted()).isTrue();
        assertThat(ring.told).endsWith("drop hung", "drop skipped");
    }
}
