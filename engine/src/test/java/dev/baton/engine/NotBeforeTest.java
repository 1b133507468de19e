package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

/** A job that is not to be granted before its time (S8). */
@Tag("S8")
class NotBeforeTest {
    private static final long MAX = JobOptions.NOT_BEFORE_MAX.toNanos();

    private final CountedTimers timers = new CountedTimers();
    private final Dispatcher dispatcher = new Dispatcher(null, timers);
    private final GrantLog client = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");

    private Job exclusive(JobOptions options) {
        return dispatcher.submit(AccessSet.exclusive(a), client, null, options);
    }

    private Job notBefore(long nanos) {
        return exclusive(JobOptions.DEFAULT.notBefore(nanos));
    }

    @Test
    void freeBufferIsGrantedAtTheTimeAndNotEarlier() {
        Job job = notBefore(100);

        timers.advanceTo(99);
        assertThat(job.isGranted()).isFalse();
        assertThat(client.jobs()).isEmpty();
        timers.advanceTo(100);
        assertThat(job.isGranted()).isTrue();
        assertThat(client.jobs()).containsExactly(job);
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void jobHoldsItsPlaceMeanwhile() {
        Job job = notBefore(100);
        Job behind = exclusive(JobOptions.DEFAULT);

        timers.advanceTo(99);
        assertThat(behind.isGranted()).isFalse();
        timers.advanceTo(100);
        job.release();
        assertThat(client.jobs()).containsExactly(job, behind);
    }

    @Test
    void bufferThatIsTakenBeyondTheTimeIsGrantedWhenItIsFree() {
        Job owner = exclusive(JobOptions.DEFAULT);
        Job job = notBefore(100);

        timers.advanceTo(200);
        assertThat(job.isGranted()).isFalse();
        owner.release();
        assertThat(job.isGranted()).isTrue();
    }

    @Test
    void severalAreGrantedEachAtItsTimeInTheOrderOfTheQueue() {
        Job late = notBefore(300);
        Job early = notBefore(100);
        Job middle = notBefore(400);

        timers.advanceTo(299);
        assertThat(client.jobs()).isEmpty();
        timers.advanceTo(300);
        late.release();
        assertThat(client.jobs()).containsExactly(late, early);
        early.release();
        assertThat(middle.isGranted()).isFalse();
        timers.advanceTo(400);
        assertThat(middle.isGranted()).isTrue();
    }

    @Test
    void readersOfOneInstantAreToldInTheOrderOfTheQueue() {
        List<Job> readers = List.of(shared(50), shared(50), shared(50));

        timers.advanceTo(50);

        assertThat(client.jobs()).isEqualTo(readers);
    }

    private Job shared(long nanos) {
        return dispatcher.submit(
                AccessSet.shared(a), client, null, JobOptions.DEFAULT.notBefore(nanos));
    }

    @Test
    void timeThatHasPassedDelaysNothing() {
        timers.advanceTo(100);
        for (long passed : new long[] {0, 1, 99, 100}) {
            Job job = notBefore(passed);
            assertThat(job.isGranted()).as("not before %d", passed).isTrue();
            job.release();
        }
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void emptySetWaitsForItsTimeToo() {
        Job job = dispatcher.submit(
                AccessSet.empty(), client, null, JobOptions.DEFAULT.notBefore(10));

        assertThat(job.isGranted()).isFalse();
        timers.advanceTo(10);
        assertThat(job.isGranted()).isTrue();
    }

    @Test
    void moreThanTheMostAheadIsRefusedAndTakesNoPlace() {
        timers.advanceTo(7);
        assertThatThrownBy(() -> notBefore(7 + MAX + 1))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.rule()).isEqualTo("S8"));

        assertThat(a.tailAcquire()).isNull();
        Job job = notBefore(7 + MAX);
        assertThat(job.isGranted()).isFalse();
        timers.advanceTo(7 + MAX);
        assertThat(job.isGranted()).isTrue();
    }

    @Test
    void cancelledBeforeItsTimeItLetsTheNextGo() {
        Job job = notBefore(100);
        Job behind = exclusive(JobOptions.DEFAULT);

        assertThat(job.cancel()).isTrue();

        assertThat(behind.isGranted()).isTrue();
        assertThat(timers.waiting()).isZero();
        timers.advanceTo(200);
        assertThat(client.jobs()).containsExactly(behind);
    }

    /** An eager client may work on the buffer before; it is the grant that waits (S6). */
    @Test
    @Tag("S6")
    void eagerClientIsToldOfItsBufferAtOnceAndOfTheGrantAtItsTime() {
        EagerLog eager = new EagerLog();
        Job job = dispatcher.submit(
                AccessSet.exclusive(a), eager, null, JobOptions.DEFAULT.notBefore(100));

        assertThat(eager.told()).containsExactly("available a");
        assertThat(job.release(a)).isTrue();
        assertThat(job.outcome()).isNull();
        timers.advanceTo(100);
        assertThat(job.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(eager.told()).containsExactly("available a");
    }
}
