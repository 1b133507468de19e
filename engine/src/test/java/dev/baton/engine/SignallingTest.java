package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.baton.event.EventStream;
import dev.baton.fence.Fence;
import dev.baton.fence.FenceSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Nothing on the way to a completion may wait for a fence (S18). */
@Tag("S18")
@Tag("C13")
class SignallingTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Observed observed = new Observed();
    private final Dispatcher dispatcher = observed.dispatcher;
    private final SyncQueue a = new SyncQueue("a");
    private final FenceSource pending = new FenceSource("pending");
    private final List<String> refused = new ArrayList<>();

    @AfterEach
    void waitingIsAllowedAgain() throws InterruptedException {
        assertThat(pending.fence().await(Duration.ofNanos(1))).isFalse();
        dispatcher.close(Duration.ZERO);
        observed.assertLawsHold();
    }

    private void waitIn(String where) {
        Throwable thrown = catchThrowable(() -> pending.fence().await(SECOND));
        assertThat(thrown).isInstanceOf(RefusedException.class).hasMessageStartingWith("S18");
        refused.add(where);
    }

    private class Waits implements Client {
        @Override
        public void granted(Job job) {
            waitIn("granted");
        }

        @Override
        public void deadlineHinted(Job job, long nanos) {
            waitIn("deadlineHinted");
        }

        @Override
        public boolean isWorking(Job job) {
            waitIn("isWorking");
            return false;
        }

        @Override
        public void fenceOff(Job job) {
            waitIn("fenceOff");
        }
    }

    private final class WaitsEagerly extends Waits implements EagerClient {
        @Override
        public void onAvailable(Job job, SyncQueue queue) {
            waitIn("onAvailable");
        }
    }

    private Job write(Client client, JobOptions options) {
        return dispatcher.submit(AccessSet.exclusive(a), client, null, options);
    }

    @Test
    @Tag("C24")
    void clientsMayNotWaitInTheirCallbacks() {
        Job job = write(new WaitsEagerly(), JobOptions.DEFAULT);
        job.whenEnded().thenAccept(ending -> waitIn("whenEnded"));
        write(done -> {}, JobOptions.DEFAULT.deadline(1));
        job.release();
        assertThat(refused)
                .containsExactly("onAvailable", "granted", "deadlineHinted", "whenEnded");
    }

    /** The fence of the hung engine may be the very one that is waited for. */
    @Test
    @Tag("S16")
    @Tag("C14")
    void watchdogAndResetMayNotWaitEither() {
        write(new Waits(), JobOptions.DEFAULT.hold(SECOND));
        observed.timers.advance(SECOND);
        assertThat(refused).containsExactly("granted", "isWorking", "fenceOff");
    }

    @Test
    void callbacksOnAnExecutorAreSuchSectionsToo() throws InterruptedException {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        write(Client.on(executor, new Waits()), JobOptions.DEFAULT);
        executor.shutdown();
        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(refused).containsExactly("granted");
    }

    @Test
    @Tag("S14")
    void fencesOfJobsAndHintsAreSuchSectionsToo() {
        FenceSource hurried = new FenceSource("hurried", nanos -> waitIn("deadline"));
        Job job = write(done -> {}, JobOptions.DEFAULT.withOutFence());
        job.outFence().add(fence -> waitIn("out-fence"));
        hurried.fence().hintDeadline(1);
        job.release();
        hurried.close();
        assertThat(refused).containsExactly("deadline", "out-fence");
    }

    @Test
    void observersMayNotWaitEither() {
        EventStream observer =
                new EventStream(() -> 0, event -> waitIn(event.getClass().getSimpleName()));
        new Dispatcher(observer).submit(AccessSet.exclusive(a), done -> {}).release();
        assertThat(refused).containsExactly("Submitted", "Available", "Granted", "Released");
    }

    @Test
    void whatHasSignaledMayBeAskedForEverywhere() {
        boolean[] signaled = new boolean[1];
        Client asks = job -> {
            try {
                signaled[0] = Fence.signaled().await(SECOND);
            } catch (InterruptedException impossible) {
                throw new AssertionError(impossible);
            }
        };
        write(asks, JobOptions.DEFAULT);
        assertThat(signaled[0]).isTrue();
    }
}
