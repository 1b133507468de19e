package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The defects of the published drops of kds.c that show on one thread: none of them is here. */
class KdsDefectsTest {
    private final Dispatcher dispatcher = new Dispatcher();
    private final GrantLog client = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");
    private final SyncQueue c = new SyncQueue("c");

    /** kds.c v1 to v3: an end or a cancellation behind readers counted for others a second time. */
    @Test
    @Tag("KDS1")
    @Tag("S3")
    @Tag("S14")
    void kds1NoOrderOfReadersEndsGrantsWhoWaitsElsewhere() {
        for (int[] order : Orders.of(4)) {
            Job holder = exclusive(b);
            Job elsewhere = exclusive(c);
            AccessSet readAndWrite = AccessSet.builder().shared(a).exclusive(c).build();
            List<Job> before = List.of(
                    shared(a),
                    dispatcher.submit(readAndWrite, client),
                    shared(a),
                    dispatcher.submit(readAndWrite, client));
            Job waiting =
                    dispatcher.submit(AccessSet.builder().shared(a).exclusive(b).build(), client);
            for (int index : order) {
                Job ending = before.get(index);
                assertThat(ending.isGranted() ? ending.release() : ending.cancel())
                        .isTrue();
                assertThat(waiting.isGranted()).as(Arrays.toString(order)).isFalse();
            }
            holder.release();
            assertThat(waiting.isGranted()).as(Arrays.toString(order)).isTrue();
            assertThat(waiting.release() && elsewhere.release()).isTrue();
        }
    }

    /** kds.c v1 to v3: the count of a granted set ran below zero as readers before it ended. */
    @Test
    @Tag("KDS2")
    @Tag("S13")
    void kds2GrantedReaderStaysGrantedHoweverOthersEnd() {
        for (int[] order : Orders.of(5)) {
            List<Job> readers = new ArrayList<>();
            for (int i = 0; i < order.length; i++) {
                readers.add(shared(a, b));
            }
            for (int index : order) {
                assertThat(readers.stream().filter(reader -> reader.outcome() == null))
                        .as(Arrays.toString(order))
                        .contains(readers.get(index))
                        .allMatch(Job::isGranted);
                assertThat(readers.get(index).release()).isTrue();
            }
            assertThat(readers).extracting(Job::outcome).containsOnly(Outcome.COMPLETED);
        }
        assertThat(client.jobs()).doesNotHaveDuplicates();
        assertThat(dispatcher.lateReleases()).isZero();
    }

    /** The same, for a count that nobody waits for any more: that of a cancelled job. */
    @Test
    @Tag("KDS2")
    @Tag("S13")
    @Tag("S14")
    void kds2CancelledJobStaysCancelledHoweverOthersEnd() {
        SyncQueue[] queues = {a, b, c};
        for (int[] order : Orders.of(queues.length)) {
            List<Job> owners = Arrays.stream(queues).map(this::exclusive).toList();
            Job cancelled = exclusive(queues);
            Job behind = exclusive(queues);
            cancelled.cancel();
            for (int index : order) {
                assertThat(behind.isGranted()).as(Arrays.toString(order)).isFalse();
                owners.get(index).release();
                assertThat(cancelled.outcome()).isEqualTo(Outcome.CANCELLED);
            }
            assertThat(client.jobs()).doesNotContain(cancelled).containsOnlyOnce(behind);
            assertThat(behind.release()).isTrue();
        }
    }

    /** kds.c v0: after the cancellation, the end of the reader in front granted nobody either. */
    @Test
    @Tag("KDS3")
    @Tag("S14")
    void kds3CancelledWriterPromotesTheReadersBehindIt() {
        for (int[] order : Orders.of(4)) {
            List<Job> readers = new ArrayList<>(List.of(shared(a)));
            Job writer = exclusive(a);
            for (int i = 1; i < order.length; i++) {
                readers.add(shared(a));
            }
            Job last = exclusive(a);

            writer.cancel();

            assertThat(client.jobs()).endsWith(readers.toArray(new Job[0]));
            for (int index : order) {
                assertThat(last.isGranted()).as(Arrays.toString(order)).isFalse();
                assertThat(readers.get(index).release()).isTrue();
            }
            assertThat(last.release()).as(Arrays.toString(order)).isTrue();
        }
    }

    /** kds.c v1: a set refused for a duplicate was not rolled back wholly. */
    @Test
    @Tag("KDS8")
    @Tag("S4")
    void kds8RefusedSetLeavesNoPlaceBehind() {
        SyncQueue[] queues = Queues.of(4);
        dispatcher.close(queues[2]);
        AccessSet twice = AccessSet.exclusive(
                queues[0], queues[1], queues[2], queues[3], queues[1], queues[2]);

        assertThatThrownBy(() -> dispatcher.submit(twice, client))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> dispatcher.acquire(twice, Duration.ofSeconds(50)))
                .isInstanceOf(RefusedException.class);

        Job free = exclusive(queues[0], queues[1], queues[3]);
        assertThat(client.jobs()).containsExactly(free);
    }

    /** kds.c v1: a duplicate was not seen where one of the two passed by the locks of the CPU. */
    @Test
    @Tag("KDS8")
    @Tag("S4")
    void kds8DuplicateThatAlsoPassesByTheOrderStillWaits() {
        for (AccessMode ordered : List.of(AccessMode.SHARED, AccessMode.EXCLUSIVE)) {
            Job owner = exclusive(a);
            Job one = dispatcher.submit(
                    AccessSet.builder().unordered(a).add(a, ordered).build(), client);
            Job other = dispatcher.submit(
                    AccessSet.builder().add(a, ordered).unordered(a).build(), client);

            assertThat(one.isGranted() || other.isGranted()).isFalse();
            owner.release();
            assertThat(one.release() && other.release()).isTrue();
        }
    }

    /** kds.c v0: a set that named one resource twice, exclusively, waited for itself. */
    @Test
    @Tag("KDS9")
    @Tag("S4")
    void kds9SetThatNamesAQueueTwiceNeverWaitsForItself() throws Exception {
        AccessSet twice = AccessSet.exclusive(a, b, a);
        Job owner = exclusive(a, b);
        Job waiting = dispatcher.submit(twice, client);

        owner.release();
        assertThat(waiting.release(a)).isTrue();
        assertThat(exclusive(a).release()).isTrue();
        assertThat(waiting.release(b)).isTrue();
        assertThat(waiting.outcome()).isEqualTo(Outcome.COMPLETED);

        try (Ownership ownership = dispatcher.acquire(twice, Duration.ZERO)) {
            assertThat(ownership.job().accesses().accesses()).hasSize(2);
        }
    }

    /** All versions: a holder that never releases blocks its buffer for ever, and nobody says who. */
    @Test
    @Tag("KDS11")
    @Tag("S16")
    void kds11HolderThatNeverReleasesIsEndedAndNamed() {
        VirtualTimers timers = new VirtualTimers();
        Dispatcher watched = new Dispatcher(null, timers);
        Duration hold = Duration.ofMillis(50);
        Client hung = new Client() {
            @Override
            public void granted(Job job) {}

            @Override
            public String name() {
                return "hung gpu";
            }
        };
        Job holder =
                watched.submit(AccessSet.exclusive(a), hung, null, JobOptions.DEFAULT.hold(hold));
        Job behind = watched.submit(AccessSet.exclusive(a), client);

        timers.advance(hold);

        assertThat(holder.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(holder.cause()).hasMessageContaining("hung gpu");
        assertThat(behind.poison()).isSameAs(holder.cause());
        assertThat(behind.isGranted()).isTrue();
    }

    private Job exclusive(SyncQueue... queues) {
        return dispatcher.submit(AccessSet.exclusive(queues), client);
    }

    private Job shared(SyncQueue... queues) {
        return dispatcher.submit(AccessSet.shared(queues), client);
    }
}
