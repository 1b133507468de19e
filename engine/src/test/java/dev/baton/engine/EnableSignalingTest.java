package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/** Hardware is asked to tell of an end when somebody waits for it whom no semaphore tells (S12). */
@Tag("S12")
class EnableSignalingTest extends RingBench {
    @Test
    void nobodyIsAskedForJobsOfOneDomain() {
        write("w", a, b);
        read("r", a);
        write("x", a, b);
        assertThat(ring.told).hasSize(3);
        assertThat(ring.asked).isEmpty();
    }

    @Test
    void readerOutsideAsksForTheWriterAndWriterOutsideForTheReadersToo() {
        write("w", a);
        read("r", a);
        dispatcher.submit(AccessSet.shared(a), cpu);
        assertThat(ring.asked).containsExactly("w");
        dispatcher.submit(AccessSet.exclusive(a), cpu);
        assertThat(ring.asked).containsExactly("w", "r", "w");
    }

    @Test
    void hardwareOfAnotherDomainAsks() {
        write("w", a);
        RingLog other = new RingLog(new HardwareDomain<>("camera"));
        dispatcher.submit(AccessSet.exclusive(a), other, "o", JobOptions.DEFAULT);
        assertThat(ring.asked).containsExactly("w");
    }

    @Test
    void jobThatIsHandedOverOnlyLaterIsAskedThen() {
        Job owner = dispatcher.submit(AccessSet.exclusive(b), cpu);
        write("w", a, b);
        dispatcher.submit(AccessSet.exclusive(a), cpu);
        assertThat(ring.asked).isEmpty();
        owner.release();
        assertThat(ring.asked).containsExactly("w");
    }

    @Test
    @Tag("S14")
    void whoStandsBehindAJobThatIsTakenBackAsksForTheOneBeforeIt() {
        write("w", a);
        Job taken = write("taken", a);
        dispatcher.submit(AccessSet.exclusive(a), cpu);
        assertThat(ring.asked).containsExactly("taken");
        domain.cancel(taken);
        assertThat(ring.asked).containsExactly("taken", "w");
    }

    @Test
    void jobsGivenAtTheirGrantAsk() {
        write("w", a);
        submit("expires", JobOptions.DEFAULT.expiry(1_000), AccessSet.exclusive(a));
        assertThat(ring.asked).containsExactly("w");
    }

    @Test
    @Tag("S16")
    void jobWhoseHoldBeginsWithItsGrantAsks() {
        write("w", a);
        submit("h", JobOptions.DEFAULT.hold(Duration.ofSeconds(1)), AccessSet.exclusive(a));
        assertThat(ring.told).containsExactly("w after []", "h after [w]");
        assertThat(ring.asked).containsExactly("w");
    }

    @Test
    void endAndOutFenceAsk() {
        Job job = write("w", a);
        domain.whenEnded(job);
        assertThat(ring.asked).isEmpty();
        job.whenEnded();
        submit("f", JobOptions.DEFAULT.withOutFence(), AccessSet.exclusive(b));
        assertThat(ring.asked).containsExactly("w", "f");
    }

    /** It has no room, and is given the job again at its grant; those behind wait for that. */
    @Test
    void declinedJobAsksForThoseAheadAndIsGivenAtItsGrant() {
        Job first = write("w", a);
        ring.room = 0;
        Job declined = write("d", a);
        write("behind", a);
        assertThat(ring.told).containsExactly("w after []", "no room for d");
        assertThat(ring.asked).containsExactly("w");
        assertThat(declined.isGranted()).isFalse();

        ring.room = 5;
        first.release();
        assertThat(ring.told).endsWith("d after []", "behind after [d]");
    }

    @Test
    @Tag("S13")
    void declinedJobCanBeCancelled() {
        write("w", a);
        ring.room = 0;
        Job declined = write("d", a);
        assertThat(declined.cancel()).isTrue();
        assertThat(declined.outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    @Tag("S5")
    void endsInHardwareAreReportedInAnyOrder() {
        Job first = write("w", a);
        Job second = write("x", a);
        Job third = write("y", a);
        IllegalStateException failed = new IllegalStateException("wrote half");

        assertThat(domain.complete(third, null)).isTrue();
        assertThat(domain.complete(second, failed)).isTrue();
        assertThat(second.outcome()).isNull();
        assertThat(domain.complete(second, null)).as("once more").isFalse();
        assertThat(domain.complete(first, null)).isTrue();

        assertThat(second.cause()).isSameAs(failed);
        assertThat(third.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(dispatcher.lateReleases()).isEqualTo(1);
    }
}
