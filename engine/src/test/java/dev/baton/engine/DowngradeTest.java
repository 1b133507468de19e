package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** An exclusive access that becomes a shared one (S5). */
@Tag("S5")
class DowngradeTest {
    private static final Client KEEPS = job -> {};

    private final Observed observed = new Observed();
    private final Dispatcher dispatcher = observed.dispatcher;
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");

    @AfterEach
    void lawsHold() {
        observed.assertLawsHold();
    }

    private Job write(SyncQueue... queues) {
        return dispatcher.submit(AccessSet.exclusive(queues), KEEPS);
    }

    private Job read(SyncQueue... queues) {
        return dispatcher.submit(AccessSet.shared(queues), KEEPS);
    }

    @Test
    void readersBehindGoAndWritersWait() {
        Job owner = write(a);
        List<Job> readers = List.of(read(a), read(a));
        Job writer = write(a);
        Job readerBehind = read(a);

        assertThat(owner.downgrade(a)).isTrue();

        assertThat(readers).allMatch(Job::isGranted);
        assertThat(List.of(writer, readerBehind)).noneMatch(Job::isGranted);
        assertThat(owner.isGranted()).isTrue();
        assertThat(observed.kindsOf(owner)).endsWith("Granted", "Downgraded");
        readers.forEach(Job::release);
        assertThat(writer.isGranted()).isFalse();
        owner.release();
        assertThat(writer.isGranted()).isTrue();
    }

    @Test
    void readersThatComeLaterGoToo() {
        Job owner = write(a);
        owner.downgrade(a);

        assertThat(read(a).isGranted()).isTrue();
        assertThat(a.isReady(AccessMode.EXCLUSIVE)).isFalse();
        assertThat(write(a).isGranted()).isFalse();
        assertThat(read(a).isGranted()).isFalse();
    }

    @Test
    void onlyTheFirstOfTwoIsOne() {
        Job owner = write(a);

        assertThat(owner.downgrade(a)).isTrue();
        assertThat(owner.downgrade(a)).isFalse();
        assertThat(observed.kindsOf(owner)).containsOnlyOnce("Downgraded");
    }

    @Test
    void sharedAccessIsSharedAlready() {
        Job reader = read(a);

        assertThat(reader.downgrade(a)).isFalse();
        assertThat(observed.kindsOf(reader)).doesNotContain("Downgraded");
    }

    @Test
    void otherAccessesStayAsTheyAre() {
        Job owner = write(a, b);
        Job reader = read(b);

        owner.downgrade(a);

        assertThat(reader.isGranted()).isFalse();
        assertThat(owner.release(b)).isTrue();
        assertThat(reader.isGranted()).isTrue();
        assertThat(read(a).isGranted()).isTrue();
    }

    @Test
    void accessThatIsNotOwnedYetIsRefused() {
        write(a);
        Job waiting = write(a, b);

        for (SyncQueue queue : List.of(a, new SyncQueue("foreign"))) {
            assertThatThrownBy(() -> waiting.downgrade(queue))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.rule()).isEqualTo("S5"))
                    .hasMessageContaining(queue.name());
        }
    }

    @Test
    void ownedAccessOfAWaitingJobIsDowngraded() {
        Job ahead = write(a);
        Job waiting = write(a, b);
        Job reader = read(b);

        assertThat(waiting.downgrade(b)).isTrue();

        assertThat(reader.isGranted()).isTrue();
        ahead.release();
        assertThat(waiting.isGranted()).isTrue();
        assertThat(waiting.release(b)).isTrue();
        assertThat(waiting.release(a)).isTrue();
        assertThat(waiting.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void afterTheEndOfAccessOrJobItIsTooLate() {
        Job owner = write(a, b);
        Job next = write(a);
        owner.release(a);

        assertThat(owner.downgrade(a)).isFalse();
        assertThat(next.isGranted()).isTrue();
        Job behind = read(a);
        owner.release();
        assertThat(owner.downgrade(a)).isFalse();
        assertThat(owner.downgrade(b)).isFalse();
        assertThat(behind.isGranted()).isFalse();
        assertThat(dispatcher.lateReleases()).isZero();
    }

    @Test
    void everyEndOfTheJobEndsWhatIsSharedNow() {
        Stream<Consumer<Job>> ends = Stream.of(
                Job::release, job -> job.fail(new IllegalStateException()), job -> job.release(a));
        ends.forEach(end -> {
            Job owner = write(a);
            Job reader = read(a);
            Job writer = write(a);
            owner.downgrade(a);
            end.accept(owner);
            assertThat(owner.outcome()).isNotNull();
            assertThat(writer.isGranted()).isFalse();
            reader.release();
            assertThat(writer.isGranted()).isTrue();
            writer.release();
        });
    }

    @Test
    void cancelOfTheWaitingJobEndsWhatIsSharedNow() {
        Job ahead = write(a);
        Job waiting = write(a, b);
        Job writer = write(b);
        waiting.downgrade(b);

        assertThat(waiting.cancel()).isTrue();

        assertThat(writer.isGranted()).isTrue();
        assertThat(ahead.isGranted()).isTrue();
    }
}
