package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.event.Event;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** When a queue would let a reader or a writer in, asked and waited for without a place (S2). */
@Tag("S2")
class ReadinessTest {
    private static final Client KEEPS = job -> {};

    private final Observed observed = new Observed();
    private final Dispatcher dispatcher = observed.dispatcher;
    private final SyncQueue a = new SyncQueue("a");

    @AfterEach
    void lawsHold() {
        observed.assertLawsHold();
    }

    private Job write() {
        return dispatcher.submit(AccessSet.exclusive(a), KEEPS);
    }

    private Job read() {
        return dispatcher.submit(AccessSet.shared(a), KEEPS);
    }

    private CompletableFuture<Void> watch(AccessMode mode) {
        return dispatcher.whenReady(a, mode).toCompletableFuture();
    }

    private void assertReady(boolean shared, boolean exclusive) {
        assertThat(a.isReady(AccessMode.SHARED)).isEqualTo(shared);
        assertThat(a.isReady(AccessMode.EXCLUSIVE)).isEqualTo(exclusive);
        assertThat(a.isReady(AccessMode.UNORDERED)).isTrue();
        assertThat(watch(AccessMode.SHARED).isDone()).isEqualTo(shared);
        assertThat(watch(AccessMode.EXCLUSIVE).isDone()).isEqualTo(exclusive);
        assertThat(watch(AccessMode.UNORDERED).isDone()).isTrue();
    }

    @Test
    void everyStateOfAQueueIsAnsweredAsASubmitWouldBe() {
        assertReady(true, true);
        Job reader = read();
        assertReady(true, false);
        Job other = read();
        reader.release();
        assertReady(true, false);
        Job writer = write();
        assertReady(false, false);
        other.release();
        assertReady(false, false);
        writer.downgrade(a);
        assertReady(true, false);
        writer.release();
        assertReady(true, true);
    }

    @Test
    void jobsThatAreOverByThemselvesMakeWay() {
        Job owner = write();
        Job cancelled = write();
        cancelled.cancel();
        assertReady(false, false);
        owner.release(a);
        assertReady(true, true);
    }

    @Test
    void watchIsToldWhenWhatWasAheadIsOverAndNotLater() {
        Job writer = write();
        Job reader = read();
        CompletableFuture<Void> forReading = watch(AccessMode.SHARED);
        CompletableFuture<Void> forWriting = watch(AccessMode.EXCLUSIVE);
        Job later = write();

        assertThat(forReading).isNotDone();
        writer.release();
        assertThat(forReading).isCompleted();
        assertThat(reader.isGranted()).isTrue();
        assertThat(forWriting).isNotDone();
        reader.release();
        assertThat(forWriting).isCompleted();
        assertThat(later.isGranted()).isTrue();
    }

    @Test
    void watchHoldsNobodyUp() {
        Job first = read();
        CompletableFuture<Void> forWriting = watch(AccessMode.EXCLUSIVE);
        Job second = read();

        assertThat(second.isGranted()).isTrue();
        assertThat(a.isReady(AccessMode.SHARED)).isTrue();
        Job writer = write();
        first.release();
        assertThat(forWriting).isCompleted();
        assertThat(writer.isGranted()).isFalse();
        second.release();
        assertThat(writer.isGranted()).isTrue();
    }

    @Test
    void watchesBehindWatchesAreAllTold() {
        Job writer = write();
        List<CompletableFuture<Void>> watches = List.of(
                watch(AccessMode.EXCLUSIVE),
                watch(AccessMode.SHARED),
                watch(AccessMode.SHARED),
                watch(AccessMode.EXCLUSIVE));

        writer.release();

        assertThat(watches).allMatch(CompletableFuture::isDone);
        assertReady(true, true);
    }

    @Test
    void watchIsNoJobToTheObserverAndNobodysPredecessor() {
        Job writer = write();
        watch(AccessMode.SHARED);
        watch(AccessMode.EXCLUSIVE);
        Job next = write();

        assertThat(observed.events)
                .filteredOn(Event.Submitted.class::isInstance)
                .extracting(Event::job)
                .containsExactly(writer.id(), next.id());
        assertThat(observed.events)
                .filteredOn(event -> event instanceof Event.Submitted && event.job() == next.id())
                .allSatisfy(event -> assertThat(((Event.Submitted) event).accesses())
                        .allMatch(access -> access.predecessor() == writer.id()));
    }

    @Test
    void closedQueueIsNeverReady() {
        Job writer = write();
        CompletableFuture<Void> before = watch(AccessMode.EXCLUSIVE);
        dispatcher.close(a);

        assertThat(a.isReady(AccessMode.SHARED)).isFalse();
        assertThatThrownBy(() -> watch(AccessMode.SHARED))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.rule()).isEqualTo("S4"));
        writer.release();
        assertThat(before).isCompleted();
        assertThat(a.isReady(AccessMode.SHARED)).isFalse();
    }

    @Test
    @Tag("S17")
    void closingTheDispatcherCancelsWatches() {
        Job writer = write();
        CompletableFuture<Void> watch = watch(AccessMode.EXCLUSIVE);

        dispatcher.close(Duration.ZERO);

        assertThat(writer.outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(watch.isCancelled()).isTrue();
        assertThatThrownBy(watch::join).isInstanceOf(CancellationException.class);
    }
}
