package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Who is granted when: the scenarios of KDS's document and the defects of its code, as cases. */
class KdsCasesTest {
    private static final int CHAIN_LENGTH = 1_000_000;

    private final Dispatcher dispatcher = new Dispatcher();
    private final GrantLog client = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");

    /** KDS-doc scenario 1: four readers behind a writer come in with its end, first come first. */
    @Test
    @Tag("K1")
    @Tag("S2")
    @Tag("S18")
    void k1ReadersLetGoByOneReleaseAreToldInQueueOrder() {
        Job writer = exclusive(a);
        for (int i = 0; i < 4; i++) {
            dispatcher.submit(AccessSet.shared(a), client, i, JobOptions.DEFAULT);
        }
        assertThat(client.jobs()).containsExactly(writer);

        writer.release();

        assertThat(client.jobs()).extracting(Job::attachment).containsExactly(null, 0, 1, 2, 3);
    }

    /** KDS-doc scenario 2: writers that release when granted; stacks are bounded or overflow here. */
    @Test
    @Tag("K2")
    @Tag("S18")
    void k2ChainOfReleasesInsideGrantsUsesBoundedStack() {
        AtomicInteger ended = new AtomicInteger();
        Client releasing = job -> {
            ended.incrementAndGet();
            job.release();
        };
        AccessSet set = AccessSet.exclusive(a);
        Job first = dispatcher.submit(set, client);
        for (int i = 0; i < CHAIN_LENGTH; i++) {
            dispatcher.submit(set, releasing);
        }

        first.release();

        assertThat(ended.get()).isEqualTo(CHAIN_LENGTH);
    }

    /** kds.c v1 to v3, KDS1: readers end out of order before one that waits for something else. */
    @Test
    @Tag("K4")
    @Tag("S2")
    @Tag("S3")
    void k4ReadersEndingOutOfOrderGrantNobodyElse() {
        Job holder = exclusive(b);
        Job first = shared(a);
        Job second = shared(a);
        Job waiting =
                dispatcher.submit(AccessSet.builder().shared(a).exclusive(b).build(), client);

        second.release();
        assertThat(waiting.isGranted()).isFalse();
        first.release();
        assertThat(waiting.isGranted()).isFalse();
        holder.release();
        assertThat(waiting.isGranted()).isTrue();
    }

    /** kds.c v0, KDS3: a writer is cancelled between a reader that owns and one that waits. */
    @Test
    @Tag("K5")
    @Tag("S14")
    void k5CancelledWriterLetsReadersJoin() {
        Job reader = shared(a);
        Job writer = exclusive(a);
        Job waiting = shared(a);

        writer.cancel();

        assertThat(reader.isGranted()).isTrue();
        assertThat(waiting.isGranted()).isTrue();
    }

    /** KDS-h, kds_async_waitall: the callback may come first, and must know its set by then. */
    @Test
    @Tag("K7")
    @Tag("S18")
    void k7GrantBeforeSubmitReturnsCarriesTheSameJob() {
        AtomicReference<Job> told = new AtomicReference<>();

        Job returned = dispatcher.submit(AccessSet.exclusive(a), told::set);

        assertThat(told.get()).isSameAs(returned);
        assertThat(returned.isGranted()).isTrue();
    }

    /** KDS-doc, grant rule: whoever heads one queue and waits in another is withdrawn. */
    @Test
    @Tag("K10")
    @Tag("S14")
    void k10CancelledHeadThatWaitsElsewhereLetsTheNextUp() {
        for (SyncQueue here : List.of(a, b)) {
            SyncQueue elsewhere = here == a ? b : a;
            for (AccessMode mode : List.of(AccessMode.SHARED, AccessMode.EXCLUSIVE)) {
                Job owner = exclusive(elsewhere);
                Job head = exclusive(a, b);
                Job next = dispatcher.submit(Queues.set(mode, here), client);
                Job behind = exclusive(here);
                assertThat(next.isGranted()).isFalse();

                assertThat(head.cancel()).isTrue();

                assertThat(next.isGranted()).isTrue();
                assertThat(behind.isGranted()).isFalse();
                assertThat(owner.release() && next.release() && behind.release())
                        .isTrue();
            }
        }
    }

    /** KDS-doc, grant rule: k readers end in each of k! orders; the writer waits for the last. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    @Tag("K11")
    @Tag("S2")
    void k11LastOfAnyOrderOfReadersEndsGrantsTheWriter(int count) {
        for (int[] order : Orders.of(count)) {
            SyncQueue queue = new SyncQueue("queue");
            List<Job> readers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                readers.add(shared(queue));
            }
            Job writer = exclusive(queue);
            for (int index : order) {
                assertThat(writer.isGranted()).as(Arrays.toString(order)).isFalse();
                readers.get(index).release();
            }
            assertThat(writer.isGranted()).as(Arrays.toString(order)).isTrue();
        }
    }

    /** KDS clients: one is killed after its grant was decided and before it was told of it. */
    @Test
    @Tag("K15")
    @Tag("S17")
    void k15GrantAfterItsClientWasKilledIsANoOpAndTheBufferPassesOn() {
        GrantLog killed = new GrantLog();
        Job owner = exclusive(a, b);
        dispatcher.submit(AccessSet.shared(a), job -> dispatcher.close(killed, Duration.ZERO));
        Job untold =
                dispatcher.submit(AccessSet.builder().shared(a).exclusive(b).build(), killed);
        Job behind = exclusive(b);

        owner.release();

        assertThat(untold.outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(killed.jobs()).isEmpty();
        assertThat(behind.isGranted()).isTrue();
        assertThat(untold.release()).isFalse();
        assertThat(behind.isGranted()).isTrue();
    }

    /** KDS-doc, grant rule: a reader comes while a writer waits behind other readers. */
    @Test
    @Tag("K16")
    @Tag("S2")
    void k16ReaderBehindAWaitingWriterDoesNotBargeIn() {
        Job reader = shared(a);
        Job writer = exclusive(a);
        Job late = shared(a);

        assertThat(late.isGranted()).isFalse();
        reader.release();
        assertThat(writer.isGranted()).isTrue();
        assertThat(late.isGranted()).isFalse();
        writer.release();
        assertThat(late.isGranted()).isTrue();
    }

    /** KDS-doc, all or nothing: what heads queue a and waits in b keeps everybody else out of a. */
    @Test
    @Tag("K17")
    @Tag("S3")
    void k17JobThatWaitsElsewhereBlocksTheQueueItHeads() {
        Job owner = exclusive(b);
        Job head = exclusive(a, b);
        Job behind = exclusive(a);

        assertThat(head.isGranted()).isFalse();
        assertThat(behind.isGranted()).isFalse();
        owner.release();
        assertThat(head.isGranted()).isTrue();
        assertThat(behind.isGranted()).isFalse();
        head.release();
        assertThat(behind.isGranted()).isTrue();
    }

    private Job exclusive(SyncQueue... queues) {
        return dispatcher.submit(AccessSet.exclusive(queues), client);
    }

    private Job shared(SyncQueue... queues) {
        return dispatcher.submit(AccessSet.shared(queues), client);
    }
}
