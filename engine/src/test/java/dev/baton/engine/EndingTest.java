package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What is said of a job's end, and when (S13). */
@Tag("S13")
@Timeout(120)
class EndingTest {
    private static final int CALLBACKS = 100_000;
    private static final Ending COMPLETED = new Ending(Outcome.COMPLETED, null, null);
    private static final Ending CANCELLED =
            new Ending(Outcome.CANCELLED, CancelReason.CALLER, null);

    private final Dispatcher dispatcher = new Dispatcher();
    private final GrantLog client = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");
    private final List<Ending> told = new ArrayList<>();

    private Job exclusive() {
        return dispatcher.submit(AccessSet.exclusive(a), client);
    }

    @Test
    void endingIsUnknownWhileTheJobWaitsOrIsOwned() {
        Job owner = exclusive();
        Job waiting = exclusive();

        assertThat(owner.ending()).isNull();
        assertThat(waiting.ending()).isNull();
        assertThat(owner.cause()).isNull();
        owner.release();
        waiting.fail(new IllegalStateException("lost the device"));
        assertThat(owner.ending()).isEqualTo(COMPLETED);
        assertThat(waiting.ending()).isEqualTo(new Ending(Outcome.FAILED, null, waiting.cause()));
        assertThat(waiting.cause()).hasMessage("lost the device");
    }

    @Test
    void whoAsksBeforeTheEndIsToldOnce() {
        Job owner = exclusive();
        Job waiting = exclusive();
        owner.whenEnded().thenAccept(told::add);
        owner.whenEnded().thenAccept(told::add);
        waiting.whenEnded().thenAccept(told::add);
        assertThat(told).isEmpty();

        waiting.cancel();
        assertThat(told).containsExactly(CANCELLED);
        owner.release();
        owner.release();
        assertThat(told).containsExactly(CANCELLED, COMPLETED, COMPLETED);
    }

    @Test
    void whoAsksAfterTheEndIsToldAtOnce() {
        Job owner = exclusive();
        owner.release();

        owner.whenEnded().thenAccept(told::add);

        assertThat(told).containsExactly(COMPLETED);
    }

    @Test
    void endingThatIsToldIsTheOneThatIsRead() {
        Job owner = exclusive();
        owner.whenEnded().thenAccept(ending -> {
            told.add(ending);
            assertThat(owner.ending()).isEqualTo(ending);
            assertThat(owner.client()).isNull();
        });
        owner.fail(new IllegalStateException("lost the device"));

        assertThat(told).containsExactly(owner.ending());
    }

    @Test
    void whoCompletesHisCopyOfTheStageFoolsNobodyElse() {
        Job owner = exclusive();
        owner.whenEnded().toCompletableFuture().complete(CANCELLED);
        owner.whenEnded().thenAccept(told::add);
        assertThat(told).isEmpty();

        owner.release();

        assertThat(told).containsExactly(COMPLETED);
    }

    @Test
    @Tag("S18")
    void dependentsRunAfterWhatTheThreadIsTelling() {
        List<String> order = new ArrayList<>();
        Job owner = dispatcher.submit(AccessSet.exclusive(a), client);
        owner.whenEnded().thenRun(() -> order.add("ended"));
        dispatcher.submit(AccessSet.exclusive(new SyncQueue("b")), job -> {
            owner.release();
            order.add("callback");
        });

        assertThat(order).containsExactly("callback", "ended");
    }

    @Test
    @Tag("S18")
    void throwingDependentHarmsNobody() {
        Job owner = exclusive();
        Job behind = exclusive();
        owner.whenEnded().thenRun(() -> {
            throw new IllegalStateException("of a dependent");
        });
        owner.whenEnded().thenAccept(told::add);

        assertThat(owner.release()).isTrue();

        assertThat(told).containsExactly(COMPLETED);
        assertThat(behind.isGranted()).isTrue();
    }

    /** Each dependent releases the next job, which has a dependent as well. */
    @Test
    @Tag("S18")
    void chainOfReleasesInsideDependentsUsesBoundedStack() {
        AtomicInteger ended = new AtomicInteger();
        List<Job> owners = new ArrayList<>();
        for (int i = 0; i < CALLBACKS; i++) {
            owners.add(dispatcher.submit(AccessSet.exclusive(new SyncQueue("own")), client));
        }
        for (Job owner : owners) {
            owner.whenEnded().thenRun(() -> {
                int next = ended.incrementAndGet();
                if (next < owners.size()) {
                    owners.get(next).release();
                }
            });
        }

        owners.get(0).release();

        assertThat(ended.get()).isEqualTo(CALLBACKS);
    }
}
