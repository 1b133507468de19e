package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;

/** A job that is of no use to anybody after its time (S8). */
@Tag("S8")
@Timeout(120)
class ExpiryTest {
    private static final int STORM = 100_000;
    private static final Ending EXPIRED = new Ending(Outcome.CANCELLED, CancelReason.EXPIRED, null);

    private final CountedTimers timers = new CountedTimers();
    private final Dispatcher dispatcher = new Dispatcher(null, timers);
    private final GrantLog client = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");

    private Job exclusive(JobOptions options, SyncQueue... queues) {
        return dispatcher.submit(AccessSet.exclusive(queues), client, null, options);
    }

    private Job expiring(long nanos, SyncQueue... queues) {
        return exclusive(JobOptions.DEFAULT.expiry(nanos), queues);
    }

    @Test
    void jobThatStillWaitsAtItsExpiryIsCancelled() {
        exclusive(JobOptions.DEFAULT, a);
        Job waiting = expiring(100, a);

        timers.advanceTo(99);
        assertThat(waiting.ending()).isNull();
        timers.advanceTo(100);
        assertThat(waiting.ending()).isEqualTo(EXPIRED);
        assertThat(timers.waiting()).isZero();
    }

    @Test
    @Tag("S14")
    void expiredJobLetsThoseBehindItThrough() {
        exclusive(JobOptions.DEFAULT, b);
        expiring(100, a, b);
        Job reader = dispatcher.submit(AccessSet.shared(a), client);
        Job other = dispatcher.submit(AccessSet.shared(a), client);

        timers.advanceTo(100);

        assertThat(reader.isGranted()).isTrue();
        assertThat(other.isGranted()).isTrue();
    }

    @Test
    void jobThatIsGrantedInTimeNeverExpires() {
        Job atOnce = expiring(100, a);
        Job owner = exclusive(JobOptions.DEFAULT, b);
        Job afterAWhile = expiring(100, b);
        timers.advanceTo(99);
        owner.release();

        timers.advanceTo(1_000);

        assertThat(atOnce.isGranted()).isTrue();
        assertThat(afterAWhile.isGranted()).isTrue();
        assertThat(atOnce.release() && afterAWhile.release()).isTrue();
    }

    @Test
    void jobThatHasExpiredWhenItIsSubmittedIsNeverGranted() {
        timers.advanceTo(100);
        for (long passed : new long[] {1, 99, 100}) {
            Job job = expiring(passed, a);
            assertThat(job.ending()).as("expiry %d", passed).isEqualTo(EXPIRED);
        }
        assertThat(client.jobs()).isEmpty();
        assertThat(timers.waiting()).isZero();
        assertThat(exclusive(JobOptions.DEFAULT, a).isGranted()).isTrue();
    }

    @Test
    void emptySetThatHasExpiredIsNeverGranted() {
        timers.advanceTo(100);

        assertThat(expiring(100).ending()).isEqualTo(EXPIRED);
        assertThat(client.jobs()).isEmpty();
    }

    @Test
    void jobThatMayNotBeGrantedYetExpiresLikeAnyOther() {
        JobOptions options = JobOptions.DEFAULT.notBefore(50).expiry(100);
        Job inTime = exclusive(options, a);
        Job tooLate = exclusive(options, a);

        timers.advanceTo(50);
        assertThat(inTime.isGranted()).isTrue();
        timers.advanceTo(100);
        assertThat(inTime.isGranted()).isTrue();
        assertThat(tooLate.ending()).isEqualTo(EXPIRED);
        assertThat(timers.waiting()).isZero();
    }

    /** What it owned goes on; it has to be kept from that. */
    @Test
    @Tag("S6")
    void eagerClientThatOwnsABufferIsFencedOff() {
        exclusive(JobOptions.DEFAULT, b);
        EagerLog eager = new EagerLog();
        Job job = dispatcher.submit(
                AccessSet.exclusive(a, b), eager, null, JobOptions.DEFAULT.expiry(100));
        Job behind = exclusive(JobOptions.DEFAULT, a);

        timers.advanceTo(100);

        assertThat(job.ending()).isEqualTo(EXPIRED);
        assertThat(eager.told()).containsExactly("available a", "fenced off");
        assertThat(behind.isGranted()).isTrue();
    }

    @Test
    @Tag("S6")
    void eagerClientThatOwnsNothingIsNotFencedOff() {
        exclusive(JobOptions.DEFAULT, a);
        EagerLog eager = new EagerLog();
        Job job = dispatcher.submit(
                AccessSet.exclusive(a), eager, null, JobOptions.DEFAULT.expiry(100));

        timers.advanceTo(100);

        assertThat(job.ending()).isEqualTo(EXPIRED);
        assertThat(eager.told()).isEmpty();
    }

    @Test
    void stormOfExpiriesLeavesNothingBehind() {
        Job owner = exclusive(JobOptions.DEFAULT, a);
        List<Job> storm = new ArrayList<>();
        for (int i = 0; i < STORM; i++) {
            storm.add(expiring(1_000 + i % 10, a));
        }
        Job last = exclusive(JobOptions.DEFAULT, a);
        assertThat(timers.waiting()).isEqualTo(STORM);

        timers.advanceTo(2_000);

        assertThat(storm).allMatch(job -> EXPIRED.equals(job.ending()));
        assertThat(timers.waiting()).isZero();
        assertThat(client.jobs()).containsExactly(owner);
        owner.release();
        assertThat(last.isGranted()).isTrue();
    }
}
