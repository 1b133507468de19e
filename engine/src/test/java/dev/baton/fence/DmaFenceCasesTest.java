package dev.baton.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.Race;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The cases of the kernel's L:drivers/dma-buf/st-dma-fence.c. */
@Tag("S9")
@Timeout(60)
class DmaFenceCasesTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final FenceSource source = new FenceSource("mock");
    private final Fence fence = source.fence();
    private final AtomicInteger seen = new AtomicInteger();

    private @Nullable Callback count() {
        return fence.add(it -> seen.incrementAndGet());
    }

    @Test
    @Tag("st-dma-fence/sanitycheck")
    void sanitycheck() {
        fence.hintDeadline(0);
        assertThat(source.signal()).isTrue();
    }

    @Test
    @Tag("st-dma-fence/test_signaling")
    @Tag("C16")
    void signalingIsDoneOnceByTheFirst() {
        assertThat(fence.isSignaled()).isFalse();
        assertThat(source.signal()).isTrue();
        assertThat(fence.isSignaled()).isTrue();
        assertThat(source.signal()).isFalse();
        assertThat(source.fail(new IllegalStateException())).isFalse();
        assertThat(fence.error()).isNull();
    }

    @Test
    @Tag("st-dma-fence/test_add_callback")
    void addedCallbackRunsOnce() {
        assertThat(count()).isNotNull();
        source.signal();
        source.signal();
        assertThat(seen).hasValue(1);
    }

    @Test
    @Tag("st-dma-fence/test_late_add_callback")
    @Tag("C12")
    void lateCallbackIsRefusedAndNeverRuns() {
        source.signal();
        assertThat(count()).isNull();
        source.signal();
        assertThat(seen).hasValue(0);
    }

    @Test
    @Tag("st-dma-fence/test_rm_callback")
    void removedCallbackNeverRuns() {
        Callback callback = count();
        assertThat(callback.remove()).isTrue();
        source.signal();
        assertThat(seen).hasValue(0);
    }

    @Test
    @Tag("st-dma-fence/test_late_rm_callback")
    void lateRemovalSaysNo() {
        Callback callback = count();
        source.signal();
        assertThat(callback.remove()).isFalse();
        assertThat(seen).hasValue(1);
    }

    @Test
    @Tag("st-dma-fence/test_status")
    void statusIsPendingAndThenSignaled() {
        assertThat(fence.status()).isEqualTo(FenceStatus.PENDING);
        source.signal();
        assertThat(fence.status()).isEqualTo(FenceStatus.SIGNALED);
    }

    @Test
    @Tag("st-dma-fence/test_error")
    @Tag("C16")
    void errorComesWithTheSignalAndNotBefore() {
        IllegalStateException error = new IllegalStateException();
        List<@Nullable Object> inside = new ArrayList<>();
        fence.add(it -> inside.addAll(List.of(it.status(), it.error())));
        assertThat(fence.error()).isNull();
        source.fail(error);
        assertThat(inside).containsExactly(FenceStatus.FAILED, error);
        assertThat(fence.status()).isEqualTo(FenceStatus.FAILED);
        assertThat(fence.error()).isSameAs(error);
    }

    @Test
    @Tag("st-dma-fence/test_wait")
    void waitOfZeroOnlyAsks() throws Exception {
        assertThat(fence.await(Duration.ZERO)).isFalse();
        source.signal();
        assertThat(fence.await(Duration.ZERO)).isTrue();
    }

    @Test
    @Tag("st-dma-fence/test_wait_timeout")
    void waitTimesOutOrIsWoken() throws Exception {
        assertThat(fence.await(Duration.ofMillis(1))).isFalse();
        try (Race race = new Race(2)) {
            assertThat(race.<Boolean>run(() -> fence.await(LONG), source::signal))
                    .containsOnly(true);
        }
    }

    @Test
    @Tag("st-dma-fence/test_stub")
    void stubIsSignaledAndAlwaysTheSame() {
        assertThat(Fence.signaled().isSignaled()).isTrue();
        assertThat(Fence.signaled()).isSameAs(Fence.signaled());
    }

    /** A callback that is added while another thread signals is seen or refused, and never lost. */
    @Test
    @Tag("st-dma-fence/race_signal_callback")
    @Tag("C12")
    void raceOfSignalAndCallbackLosesNone() throws Exception {
        try (Race race = new Race(2)) {
            for (int i = 0; i < Race.ROUNDS; i++) {
                FenceSource raced = new FenceSource("raced");
                AtomicInteger ran = new AtomicInteger();
                List<Object> results = race.<Object>run(
                        raced::signal,
                        () -> raced.fence().add(it -> ran.incrementAndGet()) == null ? 0 : 1);
                assertThat(results).containsExactly(true, ran.get());
            }
        }
    }

    @Test
    @Tag("C18")
    void waitThatIsInterruptedLeavesNothingBehind() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> fence.await(LONG)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        source.signal();
    }
}
