package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A release inside every grant, a million deep, on a bounded stack, however it is delivered (S18). */
@Tag("S18")
@Tag("K2")
@Timeout(300)
class DeliveryChainTest {
    private static final int CHAIN_LENGTH = 1_000_000;

    private final Dispatcher dispatcher = new Dispatcher();
    private final AccessSet set = AccessSet.exclusive(new SyncQueue("a"));
    private final AtomicInteger ended = new AtomicInteger();

    private enum Delivered {
        DIRECTLY,
        EAGERLY,
        EAGERLY_WHEN_GRANTED,
        ON_THE_SAME_THREAD,
        EAGERLY_ON_THE_SAME_THREAD;

        Client client(AtomicInteger ended) {
            Client releasing = job -> {
                ended.incrementAndGet();
                job.release();
            };
            return switch (this) {
                case DIRECTLY -> releasing;
                case EAGERLY -> new Eager(ended, true);
                case EAGERLY_WHEN_GRANTED -> new Eager(ended, false);
                case ON_THE_SAME_THREAD -> Client.on(Runnable::run, releasing);
                case EAGERLY_ON_THE_SAME_THREAD -> Client.on(Runnable::run, new Eager(ended, true));
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void chainOfReleasesUsesBoundedStack(Delivered delivered) {
        Client releasing = delivered.client(ended);
        Job first = dispatcher.submit(set, job -> {});
        for (int i = 0; i < CHAIN_LENGTH; i++) {
            dispatcher.submit(set, releasing);
        }

        first.release();

        assertThat(ended.get()).isEqualTo(CHAIN_LENGTH);
        assertThat(dispatcher.submit(set, job -> {}).isGranted()).isTrue();
    }

    @Test
    void chainOverAnotherThreadUsesBoundedStack() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Client releasing = Client.on(thread, Delivered.DIRECTLY.client(ended));
            Job first = dispatcher.submit(set, job -> {});
            Job last = first;
            for (int i = 0; i < CHAIN_LENGTH; i++) {
                last = dispatcher.submit(set, releasing);
            }
            first.release();

            assertThat(last.whenEnded().toCompletableFuture().get().outcome())
                    .isEqualTo(Outcome.COMPLETED);
            assertThat(ended.get()).isEqualTo(CHAIN_LENGTH);
        } finally {
            thread.shutdown();
        }
    }

    /** Releases as soon as it owns its buffer, or as ever when it is granted. */
    private record Eager(AtomicInteger ended, boolean atOnce) implements EagerClient {
        @Override
        public void onAvailable(Job job, SyncQueue queue) {
            if (atOnce) {
                ended.incrementAndGet();
                job.release(queue);
            }
        }

        @Override
        public void granted(Job job) {
            if (!atOnce) {
                ended.incrementAndGet();
                job.release();
            }
        }
    }
}
