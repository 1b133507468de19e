package dev.baton.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.RefusedException;
import dev.baton.engine.VirtualTimers;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** What a hostile reading of fences and timelines has found, each as it should be. */
@Timeout(60)
@Tag("S9")
class RefutedFenceTest {
    @Test
    void pointThatResolvesToItselfIsRefused() {
        Timeline t = new Timeline("t");
        FenceSource work = new FenceSource("work");
        t.submit(5, work.fence());
        Fence three = t.point(3); // resolves to 5
        assertThatThrownBy(() -> t.submit(5, three)).isInstanceOf(RefusedException.class);
    }

    @Test
    void pointThatResolvesBehindItselfIsRefused() {
        Timeline t = new Timeline("t");
        FenceSource work = new FenceSource("work");
        t.submit(5, work.fence());
        Fence three = t.point(3); // resolves to 5
        assertThatThrownBy(() -> t.submit(4, three)).isInstanceOf(RefusedException.class);
        work.signal();
        assertThat(t.value()).isEqualTo(5);
    }

    @Test
    void boundedWaitForWhatWouldWaitForItIsRefused() {
        VirtualTimers timers = new VirtualTimers();
        Timeline t = new Timeline("t", timers);
        Fence three = t.point(3, Duration.ofSeconds(1));
        assertThatThrownBy(() -> t.submit(4, three)).isInstanceOf(RefusedException.class);
        timers.advance(Duration.ofSeconds(2));
        assertThat(three.isSignaled()).isTrue();
    }

    @Test
    void anyOfOwnLaterPointIsRefused() {
        Timeline t = new Timeline("t");
        Fence two = t.promise(2);
        assertThatThrownBy(() -> t.submit(1, Fence.anyOf(List.of(two))))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void pendingIsBounded() {
        Timeline t = new Timeline("t");
        t.submit(1, new FenceSource("slow").fence());
        assertThatThrownBy(() -> {
                    for (int i = 2; i < 2 * Timeline.PENDING_MAX; i++) {
                        t.submit(i, Fence.signaled());
                    }
                })
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void hintThroughNestedAnyFencesUsesBoundedStack() throws Exception {
        List<Long> heard = new ArrayList<>();
        FenceSource s = new FenceSource("s", heard::add);
        Fence f = s.fence();
        for (int i = 0; i < 100_000; i++) {
            f = Fence.anyOf(List.of(f));
        }
        Fence last = f;
        List<Throwable> thrown = uncaught(() -> last.hintDeadline(5));
        assertThat(new FenceSource("x").fence().await(Duration.ofMillis(1))).isFalse();
        assertThat(thrown).isEmpty();
        assertThat(heard).containsExactly(5L);
    }

    @Test
    void hintThroughTimelinesUsesBoundedStack() throws Exception {
        List<Long> heard = new ArrayList<>();
        FenceSource s = new FenceSource("s", heard::add);
        Fence f = s.fence();
        List<Timeline> keep = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            Timeline t = new Timeline("t");
            keep.add(t);
            t.submit(1, f);
            f = t.point(1);
        }
        Fence last = f;
        List<Throwable> thrown = uncaught(() -> last.hintDeadline(5));
        assertThat(new FenceSource("x").fence().await(Duration.ofMillis(1))).isFalse();
        assertThat(thrown).isEmpty();
        assertThat(heard).containsExactly(5L);
        assertThat(keep).isNotEmpty();
    }

    static List<Throwable> uncaught(Runnable code) {
        List<Throwable> heard = new ArrayList<>();
        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((same, thrown) -> heard.add(thrown));
        try {
            code.run();
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }
        return heard;
    }

    @Test
    void printingRunsNobodysCallbacks() throws Exception {
        FenceSource s = new FenceSource("s");
        CountDownLatch in = new CountDownLatch(1);
        CountDownLatch out = new CountDownLatch(1);
        s.fence().add(f -> {
            in.countDown();
            try {
                out.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        SyncFile file = SyncFile.merge(s.fence());
        AtomicReference<Thread> ranOn = new AtomicReference<>();
        file.add(f -> ranOn.set(Thread.currentThread()));
        Thread signaller = new Thread(s::signal);
        signaller.start();
        in.await();
        String text = file.toString();
        Thread on = ranOn.get();
        out.countDown();
        signaller.join();
        assertThat(on).isNotSameAs(Thread.currentThread());
    }
}
