package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a writer that failed leaves behind, and who sees it (S15). */
@Tag("S15")
class PoisonTest {
    private static final int CHAIN = 100_000;
    private static final Client KEEPS = job -> {};
    private static final JobOptions SKIP = JobOptions.DEFAULT.onPoison(PoisonPolicy.SKIP);
    private static final JobOptions FAIL = JobOptions.DEFAULT.onPoison(PoisonPolicy.FAIL);

    private final Observed observed = new Observed();
    private final Dispatcher dispatcher = observed.dispatcher;
    private final GrantLog client = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");
    private final Exception cause = new Exception("device lost");

    @AfterEach
    void lawsHold() {
        observed.assertLawsHold();
    }

    private Job write(SyncQueue... queues) {
        return dispatcher.submit(AccessSet.exclusive(queues), client);
    }

    private Job read(SyncQueue... queues) {
        return dispatcher.submit(AccessSet.shared(queues), client);
    }

    private void poison(SyncQueue... queues) {
        assertThat(write(queues).fail(cause)).isTrue();
    }

    @Test
    void everyOwnerSeesItUntilAWriterCompletes() {
        Job failing = write(a);
        Job reader = read(a);
        Job writer = write(a);
        Job last = read(a);

        failing.fail(cause);

        assertThat(a.poison()).isSameAs(cause);
        assertThat(reader.poison()).isSameAs(cause);
        reader.release();
        assertThat(writer.poison()).isSameAs(cause);
        assertThat(failing.poison()).isNull();
        writer.release();
        assertThat(last.isGranted()).isTrue();
        assertThat(last.poison()).isNull();
        assertThat(a.poison()).isNull();
    }

    @Test
    void endOfTheAccessAloneOrItsDowngradeClearsItToo() {
        for (Consumer<Job> completion :
                List.<Consumer<Job>>of(job -> job.release(a), job -> job.downgrade(a))) {
            poison(a, b);
            Job writer = write(a, b);
            Job reader = read(a);
            completion.accept(writer);
            assertThat(reader.isGranted()).isTrue();
            assertThat(reader.poison()).isNull();
            assertThat(writer.poison()).isSameAs(cause);
            assertThat(b.poison()).isSameAs(cause);
            reader.release();
            writer.release();
        }
        assertThat(b.poison()).isNull();
    }

    @Test
    void readerThatFailsOrCompletesChangesNothing() {
        assertThat(read(a).fail(cause)).isTrue();
        assertThat(a.poison()).isNull();

        poison(a);
        assertThat(read(a).release()).isTrue();
        Job reader = read(a);
        assertThat(reader.release(a)).isTrue();
        assertThat(read(a).fail(new IllegalStateException())).isTrue();
        assertThat(a.poison()).isSameAs(cause);
    }

    @Test
    void writerThatFailsLaterLeavesItsOwnCause() {
        poison(a);
        Exception later = new Exception("later");
        assertThat(write(a).fail(later)).isTrue();
        assertThat(a.poison()).isSameAs(later);
    }

    @Test
    void accessThatEndedOrWasDowngradedBeforeTheFailureStaysClean() {
        SyncQueue c = new SyncQueue("c");
        Job failing = write(a, b, c);
        failing.release(a);
        failing.downgrade(b);
        failing.fail(cause);

        assertThat(List.of(a, b)).allMatch(queue -> queue.poison() == null);
        assertThat(c.poison()).isSameAs(cause);
    }

    @Test
    void watchdogAndClosingPoisonWhatTheyTake() {
        JobOptions held = JobOptions.DEFAULT.hold(Duration.ofNanos(10));
        Job late = dispatcher.submit(
                AccessSet.builder().exclusive(a).shared(b).build(), client, null, held);
        observed.timers.advanceTo(10);
        assertThat(late.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(a.poison()).isSameAs(late.cause()).isNotNull();
        assertThat(b.poison()).isNull();

        Job abandoned = write(b);
        dispatcher.close(client, Duration.ZERO);
        assertThat(abandoned.outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(b.poison()).isSameAs(abandoned.cause()).isNotNull();
    }

    @Test
    void jobThatOnlyWaitedPoisonsNothing() {
        Job owner = write(a);
        Job cancelled = write(a, b);
        cancelled.cancel();
        JobOptions expiring = JobOptions.DEFAULT.expiry(10);
        dispatcher.submit(AccessSet.exclusive(a, b), client, null, expiring);
        observed.timers.advanceTo(10);
        owner.release();

        assertThat(write(a, b).poison()).isNull();
    }

    @Test
    void skippedJobEndsCancelledAndLeavesItsOwnBuffersAsTheyAre() {
        poison(a);
        Job skipped = dispatcher.submit(AccessSet.exclusive(a, b), client, null, SKIP);

        assertThat(skipped.ending())
                .isEqualTo(new Ending(Outcome.CANCELLED, CancelReason.SKIPPED, null));
        assertThat(client.jobs()).doesNotContain(skipped);
        assertThat(a.poison()).isSameAs(cause);
        assertThat(b.poison()).isNull();
        assertThat(observed.kindsOf(skipped)).endsWith("Available", "Available", "Cancelled");
        assertThat(write(b).poison()).isNull();
    }

    @Test
    void failingOnEndsFailedWithTheSameCauseAndPoisonsWhatItWasToWrite() {
        poison(a);
        SyncQueue read = new SyncQueue("read");
        Job failed = dispatcher.submit(
                AccessSet.builder().shared(a).exclusive(b).shared(read).build(),
                client,
                null,
                FAIL);

        assertThat(failed.ending()).isEqualTo(new Ending(Outcome.FAILED, null, cause));
        assertThat(client.jobs()).doesNotContain(failed);
        assertThat(b.poison()).isSameAs(cause);
        assertThat(read.poison()).isNull();
        assertThat(observed.kindsOf(failed)).endsWith("Available", "Failed");
    }

    @Test
    void policyMeansNothingWithoutPoison() {
        for (JobOptions options : List.of(SKIP, FAIL)) {
            Job job = dispatcher.submit(AccessSet.exclusive(a), client, null, options);
            assertThat(job.isGranted()).isTrue();
            assertThat(job.release()).isTrue();
        }
        assertThat(client.jobs()).hasSize(2);
    }

    /** What others do to a buffer that the job is done with is no business of its grant. */
    @Test
    void accessThatEndedBeforeTheGrantNoLongerCounts() {
        for (JobOptions options : List.of(SKIP, FAIL)) {
            Job ahead = write(b);
            Job job = dispatcher.submit(AccessSet.exclusive(a, b), client, null, options);
            job.release(a);
            poison(a);
            ahead.release();
            assertThat(job.isGranted()).isTrue();
            assertThat(job.poison()).isNull();
            job.release();
            write(a).release();
        }
    }

    @Test
    void chainsBehindOneFailureUseBoundedStack() {
        for (Dispatcher each : List.of(dispatcher, new Dispatcher())) {
            for (JobOptions options : List.of(SKIP, FAIL)) {
                SyncQueue queue = new SyncQueue("queue");
                AccessSet set = AccessSet.exclusive(queue);
                Job first = each.submit(set, KEEPS);
                List<Job> chain = new ArrayList<>();
                for (int i = 0; i < CHAIN; i++) {
                    chain.add(each.submit(set, KEEPS, null, options));
                }
                Job last = each.submit(set, KEEPS);
                first.fail(cause);
                Outcome end = options == SKIP ? Outcome.CANCELLED : Outcome.FAILED;
                assertThat(chain).allMatch(job -> job.outcome() == end);
                assertThat(last.poison()).isSameAs(cause);
            }
        }
    }
}
