package dev.baton.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.baton.engine.Race;
import dev.baton.engine.RefusedException;
import dev.baton.engine.VirtualTimers;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** The waits of IGT:tests/syncobj_wait.c and syncobj_timeline.c during which something happens. */
@Tag("S9")
@Timeout(60)
class SyncobjCasesTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int OBJECTS = 8;
    private static final int[] SHUFFLED = {
        4, 1, 4, 7, 0, 2, 3, 1, 6, 5, 0, 3, 2, 6, 7, 5, 4, 0, 2, 7, 1, 3, 5, 6, 6, 1, 2, 0, 7, 5, 3,
        4
    };

    private final VirtualTimers timers = new VirtualTimers();
    private final List<Timeline> objects = IntStream.range(0, OBJECTS)
            .mapToObj(i -> new Timeline("object " + i, timers))
            .toList();
    private final Timeline first = objects.get(0);
    private final Timeline second = objects.get(1);

    @Test
    @Tag("syncobj_wait/wait-zero-handles")
    @Tag("syncobj_timeline/wait-zero-handles")
    void waitForNothingEndsAtOnceAndForTheFirstOfNothingIsRefused() {
        assertThat(SyncFile.merge().isSignaled()).isTrue();
        assertThatThrownBy(() -> Fence.anyOf(List.of())).isInstanceOf(RefusedException.class);
    }

    @Test
    @Tag("syncobj_wait/wait-delayed-signal")
    @Tag("syncobj_timeline/wait-delayed-signal")
    void waitDelayedSignal() throws Exception {
        awaitWhile(Fence.anyOf(List.of(first.promise(1))), () -> first.advanceBy(1));
    }

    @Test
    @Tag("syncobj_wait/wait-for-submit-delayed-submit")
    @Tag("syncobj_timeline/wait-for-submit-delayed-submit")
    void waitForSubmitDelayedSubmit() throws Exception {
        awaitWhile(Fence.anyOf(List.of(first.point(1, LONG))), () -> first.advanceBy(1));
    }

    @Test
    @Tag("syncobj_wait/wait-all-delayed-signal")
    @Tag("syncobj_timeline/wait-all-delayed-signal")
    void waitAllDelayedSignal() throws Exception {
        awaitWhile(SyncFile.merge(first.promise(1)), () -> first.advanceBy(1));
    }

    @Test
    @Tag("syncobj_wait/wait-all-for-submit-delayed-submit")
    @Tag("syncobj_timeline/wait-all-for-submit-delayed-submit")
    void waitAllForSubmitDelayedSubmit() throws Exception {
        awaitWhile(SyncFile.merge(first.point(1, LONG)), () -> first.submit(1, Fence.signaled()));
    }

    private static void awaitWhile(Fence fence, Runnable other) throws Exception {
        try (Race race = new Race(2)) {
            Callable<Boolean> wait = () -> fence.await(LONG);
            assertThat(race.<Boolean>run(wait, () -> {
                        other.run();
                        return true;
                    }))
                    .containsOnly(true);
        }
    }

    @Test
    @Tag("syncobj_wait/signal")
    @Tag("syncobj_timeline/signal")
    void signalFromTheHostSubmitsAndReaches() {
        Fence wait = first.point(1, LONG);
        first.advanceTo(1);
        assertThat(wait.status()).isEqualTo(FenceStatus.SIGNALED);
        assertThat(first.point(1).status()).isEqualTo(FenceStatus.SIGNALED);
    }

    /** What is submitted after the wait began is of no interest to it. */
    @Test
    @Tag("syncobj_wait/wait-any-snapshot")
    @Tag("syncobj_timeline/wait-any-snapshot")
    void waitAnySnapshot() {
        AnyFence any = Fence.anyOf(List.of(first.promise(1), second.promise(1)));
        first.promise(2);
        second.advanceTo(1);
        assertThat(any.index()).isEqualTo(1);
        first.advanceTo(1);
        assertThat(any.index()).isEqualTo(1);
    }

    @Test
    @Tag("syncobj_wait/wait-all-snapshot")
    @Tag("syncobj_timeline/wait-all-snapshot")
    void waitAllSnapshot() {
        SyncFile all = SyncFile.merge(first.promise(1), second.promise(1));
        first.advanceTo(1);
        first.promise(2);
        assertThat(all.isSignaled()).isFalse();
        second.advanceTo(1);
        assertThat(all.isSignaled()).isTrue();
    }

    @Test
    @Tag("syncobj_wait/wait-for-submit-snapshot")
    @Tag("syncobj_timeline/wait-for-submit-snapshot")
    void waitForSubmitSnapshot() {
        AnyFence any = Fence.anyOf(List.of(first.point(1, LONG), second.point(1, LONG)));
        first.promise(1);
        first.promise(2);
        assertThat(any.index()).isEqualTo(-1);
        second.advanceTo(1);
        assertThat(any.index()).isEqualTo(1);
    }

    @Test
    @Tag("syncobj_wait/wait-all-for-submit-snapshot")
    @Tag("syncobj_timeline/wait-all-for-submit-snapshot")
    void waitAllForSubmitSnapshot() {
        SyncFile all = SyncFile.merge(first.point(1, LONG), second.point(1, LONG));
        first.advanceTo(1);
        first.promise(2);
        assertThat(all.isSignaled()).isFalse();
        second.advanceTo(1);
        assertThat(all.isSignaled()).isTrue();
    }

    @Test
    @Tag("syncobj_wait/wait-any-complex")
    @Tag("syncobj_timeline/wait-any-complex")
    void waitAnyComplex() throws Exception {
        complex(false, false);
    }

    @Test
    @Tag("syncobj_wait/wait-all-complex")
    @Tag("syncobj_timeline/wait-all-complex")
    void waitAllComplex() throws Exception {
        complex(true, false);
    }

    @Test
    @Tag("syncobj_wait/wait-for-submit-complex")
    @Tag("syncobj_timeline/wait-for-submit-complex")
    void waitForSubmitComplex() throws Exception {
        complex(false, true);
    }

    @Test
    @Tag("syncobj_wait/wait-all-for-submit-complex")
    @Tag("syncobj_timeline/wait-all-for-submit-complex")
    void waitAllForSubmitComplex() throws Exception {
        complex(true, true);
    }

    /** Each object is submitted, signaled, and submitted again as the point after, in mixed order. */
    private void complex(boolean all, boolean forSubmit) throws Exception {
        List<Fence> waits = new ArrayList<>();
        for (Timeline each : objects) {
            waits.add(forSubmit ? each.point(1, LONG) : each.promise(1));
        }
        Fence fence = all ? SyncFile.merge(waits) : Fence.anyOf(waits);
        AtomicInteger firstSignaled = new AtomicInteger(-1);
        awaitWhile(fence, () -> walk(all ? OBJECTS : 1, firstSignaled));
        if (fence instanceof AnyFence any) {
            assertThat(any.index()).isEqualTo(firstSignaled.get());
        }
        assertThat(fence.error()).isNull();
    }

    private void walk(int enough, AtomicInteger firstSignaled) {
        int[] stages = new int[OBJECTS];
        int signaled = 0;
        for (int i = 0; i < SHUFFLED.length && signaled < enough; i++) {
            int at = SHUFFLED[i];
            switch (stages[at]++) {
                case 0 -> objects.get(at).promise(1);
                case 1 -> {
                    firstSignaled.compareAndSet(-1, at);
                    objects.get(at).advanceTo(1);
                    signaled++;
                }
                default -> objects.get(at).promise(2);
            }
        }
    }

    @Test
    @Tag("syncobj_wait/wait-any-interrupted")
    @Tag("syncobj_timeline/wait-any-interrupted")
    void waitAnyInterrupted() throws Exception {
        interrupt(Fence.anyOf(List.of(first.promise(1))));
        interrupt(Fence.anyOf(List.of(second.point(1, LONG))));
    }

    @Test
    @Tag("syncobj_wait/wait-all-interrupted")
    @Tag("syncobj_timeline/wait-all-interrupted")
    void waitAllInterrupted() throws Exception {
        interrupt(SyncFile.merge(first.promise(1)));
        interrupt(SyncFile.merge(second.point(1, LONG)));
    }

    /** Also a wait that is under way; who waits again with the rest still times out. */
    private static void interrupt(Fence fence) throws Exception {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> fence.await(LONG)).isInstanceOf(InterruptedException.class);
        interruptWhileItWaits(fence);
        assertThat(fence.await(Duration.ofMillis(1))).isFalse();
    }

    private static void interruptWhileItWaits(Fence fence) throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread waiter = new Thread(() -> thrown.set(catchThrowable(() -> fence.await(LONG))));
        waiter.start();
        while (waiter.isAlive() && waiter.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        waiter.interrupt();
        waiter.join();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }
}
