package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.fence.Fence;
import dev.baton.fence.FenceSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Foreign work stands in the queues until its fence signals (S10). */
@Tag("S10")
class ImportFenceTest {
    private static final Duration LONG = Duration.ofSeconds(5);

    private final Observed observed = new Observed();
    private final Dispatcher dispatcher = observed.dispatcher;
    private final GrantLog log = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");
    private final FenceSource camera = new FenceSource("camera");

    @AfterEach
    void lawsHold() {
        observed.assertLawsHold();
    }

    private Job importAs(AccessSet set) {
        return dispatcher.importFence(set, camera.fence(), LONG);
    }

    private Job write(SyncQueue... queues) {
        return dispatcher.submit(AccessSet.exclusive(queues), log);
    }

    private Job read(SyncQueue queue) {
        return dispatcher.submit(AccessSet.shared(queue), log);
    }

    @Test
    @Tag("C25")
    void foreignWriterHoldsEverybodyUpUntilItsFenceSignals() {
        Job foreign = importAs(AccessSet.exclusive(a, b));
        Job reader = read(a);
        Job writer = write(b);
        assertThat(log.jobs()).isEmpty();

        camera.signal();

        assertThat(log.jobs()).containsExactly(reader, writer);
        assertThat(foreign.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(observed.kindsOf(foreign))
                .containsExactly("Submitted", "Available", "Available", "Released");
        reader.release();
        writer.release();
    }

    @Test
    void foreignReaderHoldsOnlyWritersUp() {
        importAs(AccessSet.shared(a));
        Job reader = read(a);
        Job writer = write(a);
        assertThat(log.jobs()).containsExactly(reader);
        reader.release();
        assertThat(log.jobs()).containsExactly(reader);
        camera.signal();
        assertThat(log.jobs()).containsExactly(reader, writer);
        writer.release();
    }

    @Test
    void itIsNeverGrantedAndOverWhenItsFenceSignalsThoughOthersAreAhead() {
        Job writer = write(a);
        Job foreign = importAs(AccessSet.exclusive(a));
        Job behind = write(a);
        camera.signal();
        assertThat(foreign.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(observed.kindsOf(foreign)).containsExactly("Submitted", "Released");
        assertThat(log.jobs()).containsExactly(writer);
        writer.release();
        assertThat(log.jobs()).containsExactly(writer, behind);
        assertThat(foreign.isForeign()).isFalse();
        behind.release();
    }

    @Test
    @Tag("S5")
    void itsAccessesAreNobodysToEnd() {
        Job foreign = importAs(AccessSet.exclusive(a));
        assertThatThrownBy(() -> foreign.release(a)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> foreign.downgrade(a)).isInstanceOf(RefusedException.class);
        camera.fail(new IllegalStateException("lens cap"));
        assertThat(foreign.outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void fenceThatHasSignaledIsOverAtOnce() {
        camera.signal();
        Job foreign = importAs(AccessSet.exclusive(a));
        assertThat(foreign.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(a.isReady(AccessMode.EXCLUSIVE)).isTrue();
        assertThat(dispatcher
                        .importFence(AccessSet.shared(b), Fence.signaled(), LONG)
                        .outcome())
                .isEqualTo(Outcome.COMPLETED);
    }

    @Test
    @Tag("S15")
    @Tag("C20")
    void foreignWriterThatFailsPoisonsWhatItWrote() {
        Job foreign = importAs(AccessSet.builder().exclusive(a).shared(b).build());
        Job reader = read(a);
        Throwable lost = new IllegalStateException("lens cap");
        camera.fail(lost);
        assertThat(foreign.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(foreign.cause()).isSameAs(lost);
        assertThat(reader.poison()).isSameAs(lost);
        assertThat(b.poison()).isNull();
        reader.release();
    }

    @Test
    @Tag("S15")
    void failureIsNotTakenForCuredByTheOwnerAheadOfIt() {
        Job before = write(a);
        Job foreign = importAs(AccessSet.exclusive(a));
        Job behind = write(a);
        camera.fail(new IllegalStateException("lens cap"));
        assertThat(foreign.outcome()).isNull();
        before.release();
        assertThat(foreign.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(behind.poison()).hasMessage("lens cap");
        behind.release();
        assertThat(a.poison()).isNull();
    }

    @Test
    @Tag("S13")
    @Tag("S15")
    void fenceThatDoesNotSignalInTimePassesTheBuffersOnPoisoned() {
        Job foreign = importAs(AccessSet.exclusive(a));
        Job behind = read(a);
        observed.timers.advance(LONG.minusNanos(1));
        assertThat(log.jobs()).isEmpty();
        observed.timers.advance(Duration.ofNanos(1));
        assertThat(foreign.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(behind.poison()).isInstanceOf(TimeoutException.class);
        assertThat(camera.signal()).isTrue();
        assertThat(foreign.outcome()).isEqualTo(Outcome.TIMED_OUT);
        behind.release();
    }

    @Test
    @Tag("S15")
    void foreignWriterThatIsDoneCuresWhatAnotherLeftHalfWritten() {
        write(a).fail(new IllegalStateException("half"));
        Job foreign = importAs(AccessSet.exclusive(a));
        assertThat(a.poison()).isNotNull();
        camera.signal();
        assertThat(foreign.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(a.poison()).isNull();
    }

    @Test
    void everyOtherEndLeavesTheFenceAlone() {
        Job cancelled = importAs(AccessSet.exclusive(a));
        assertThat(cancelled.cancel()).isTrue();
        Job closed = importAs(AccessSet.exclusive(b));
        dispatcher.close(Duration.ZERO);
        assertThat(List.of(cancelled.outcome(), closed.outcome())).containsOnly(Outcome.CANCELLED);
        assertThat(camera.fence().isSignaled()).isFalse();
        assertThat(camera.signal()).isTrue();
    }

    @Test
    void whatIsNeverGrantedIsNotReleasedEither() {
        Job foreign = importAs(AccessSet.exclusive(a));
        assertThat(foreign.isForeign()).isTrue();
        assertThatThrownBy(foreign::release).hasMessageStartingWith("S5");
        assertThat(dispatcher.lateReleases()).isZero();
        camera.signal();
    }

    @Test
    @Tag("S8")
    @Tag("C23")
    void placesThatNobodyWouldGiveBackAreRefused() {
        assertThatThrownBy(() ->
                        dispatcher.importFence(AccessSet.shared(a), camera.fence(), Duration.ZERO))
                .hasMessageStartingWith("S10");
        assertThatThrownBy(() ->
                        new Dispatcher().importFence(AccessSet.shared(b), camera.fence(), LONG))
                .hasMessageStartingWith("S8");
        assertThat(a.isReady(AccessMode.EXCLUSIVE)).isTrue();
    }
}
