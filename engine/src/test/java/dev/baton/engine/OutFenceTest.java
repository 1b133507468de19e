package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.fence.Fence;
import dev.baton.fence.FenceSource;
import dev.baton.fence.FenceStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;

/** A job's end as a fence, which never lets anybody run too early (S14). */
@Tag("S14")
class OutFenceTest {
    private static final JobOptions FENCED = JobOptions.DEFAULT.withOutFence();

    private final Observed observed = new Observed();
    private final Dispatcher dispatcher = observed.dispatcher;
    private final GrantLog log = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");

    @AfterEach
    void lawsHold() {
        observed.assertLawsHold();
    }

    private Job write(SyncQueue... queues) {
        return dispatcher.submit(AccessSet.exclusive(queues), log);
    }

    private Job fenced(JobOptions options, SyncQueue... queues) {
        return dispatcher.submit(AccessSet.exclusive(queues), log, null, options);
    }

    @Test
    void completedJobSignalsIt() {
        Job job = fenced(FENCED, a);
        Fence fence = job.outFence();
        assertThat(fence.status()).isEqualTo(FenceStatus.PENDING);
        job.release();
        assertThat(fence.status()).isEqualTo(FenceStatus.SIGNALED);
        assertThat(job.outFence()).isSameAs(fence);
    }

    @Test
    void failureIsItsError() {
        Job job = fenced(FENCED, a);
        Throwable cause = new IllegalStateException("hung");
        job.fail(cause);
        assertThat(job.outFence().error()).isSameAs(cause);
    }

    @Test
    @Tag("C19")
    void jobCancelledWhileItWaitsSignalsItWhenAllItWaitedForIsOver() {
        Job first = write(a);
        Job second = write(b);
        Job job = fenced(FENCED, a, b);
        Job behind = dispatcher.submit(AccessSet.shared(a), log);
        job.cancel();
        assertThat(job.outcome()).isEqualTo(Outcome.CANCELLED);
        first.release();
        assertThat(behind.isGranted()).isTrue();
        assertThat(job.outFence().isSignaled()).isFalse();
        second.release();
        assertThat(job.outFence().error()).isInstanceOf(CancellationException.class);
        behind.release();
    }

    @Test
    void itStaysInLineThoughManyEndBehindTheSameReader() {
        Job reader = dispatcher.submit(AccessSet.shared(a), log);
        Job job = fenced(FENCED, a);
        job.cancel();
        for (int i = 0; i < 5; i++) {
            write(a).cancel();
        }
        Job behind = write(a);
        assertThat(job.outFence().isSignaled()).isFalse();
        reader.release();
        assertThat(job.outFence().isSignaled()).isTrue();
        assertThat(behind.isGranted()).isTrue();
        behind.release();
    }

    @Test
    void eagerJobThatIsCancelledStillWaitsForItsOtherBuffer() {
        Job first = write(a);
        EagerLog eager = new EagerLog();
        Job job = dispatcher.submit(AccessSet.exclusive(a, b), eager, null, FENCED);
        job.cancel();
        assertThat(job.outFence().isSignaled()).isFalse();
        first.release();
        assertThat(job.outFence().isSignaled()).isTrue();
        assertThat(eager.told()).containsExactly("available b");
    }

    @Test
    @Tag("S8")
    void timeThatNeverCameIsNothingToWaitFor() {
        Job job = fenced(FENCED.notBefore(1_000), a);
        job.cancel();
        assertThat(job.outFence().isSignaled()).isTrue();
    }

    @Test
    @Tag("S9")
    @Tag("C19")
    void cancelledJobsGatesAreWaitedFor() {
        FenceSource gate = new FenceSource("gate");
        FenceSource before = new FenceSource("before");
        Job holding =
                fenced(FENCED.gate(Gate.holdingPlace(gate.fence(), Duration.ofSeconds(1))), a);
        Job unplaced = fenced(FENCED.gate(Gate.beforePlacing(before.fence())), b);
        holding.cancel();
        unplaced.cancel();
        assertThat(holding.outFence().isSignaled()).isFalse();
        assertThat(unplaced.outFence().isSignaled()).isFalse();
        before.signal();
        assertThat(unplaced.outFence().error()).isInstanceOf(CancellationException.class);
        observed.timers.advance(Duration.ofSeconds(1));
        assertThat(holding.outFence().isSignaled()).isTrue();
    }

    @Test
    @Tag("S9")
    @Tag("C19")
    void jobThatWasNeverPlacedWaitsForAllItsGates() {
        FenceSource before = new FenceSource("before");
        FenceSource holding = new FenceSource("holding");
        JobOptions gated = FENCED.gate(Gate.beforePlacing(before.fence()))
                .gate(Gate.holdingPlace(holding.fence(), Duration.ofSeconds(1)));
        Job cancelled = fenced(gated, a);
        Job refused = fenced(gated, b);
        cancelled.cancel();
        dispatcher.close(b);
        before.signal();
        assertThat(refused.ending().reason()).isEqualTo(CancelReason.QUEUE_CLOSED);
        assertThat(cancelled.outFence().isSignaled()).isFalse();
        assertThat(refused.outFence().isSignaled()).isFalse();
        holding.signal();
        assertThat(cancelled.outFence().status()).isEqualTo(FenceStatus.FAILED);
        assertThat(refused.outFence().status()).isEqualTo(FenceStatus.FAILED);
    }

    @Test
    @Tag("S8")
    @Tag("C15")
    void timersThatTakeNoMoreLeaveNoFencePending() {
        Dispatcher closing = new Dispatcher(null, new Timers() {
            @Override
            public long nowNanos() {
                return 0;
            }

            @Override
            public Timer at(long atNanos, Runnable task) {
                throw new RejectedExecutionException("shut down");
            }
        });
        FenceSource gate = new FenceSource("gate");
        JobOptions gated = FENCED.gate(Gate.holdingPlace(gate.fence(), Duration.ofSeconds(1)));
        for (JobOptions options : List.of(gated, FENCED.notBefore(5), gated.notBefore(5))) {
            Job job = closing.submit(AccessSet.exclusive(a), log, null, options);
            assertThat(job.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(job.outFence().error()).isInstanceOf(RejectedExecutionException.class);
        }
        gate.close();
    }

    @Test
    @Tag("S18")
    @Tag("S21")
    void itSignalsWhenTheReleaseThatLetsItHasPassedOnEverything() {
        Job owner = write(a, b);
        Job cancelled = fenced(FENCED, a);
        Job other = write(b);
        cancelled.cancel();
        boolean[] granted = new boolean[1];
        cancelled.outFence().add(fence -> granted[0] = other.isGranted());
        owner.release();
        assertThat(granted[0]).isTrue();
        other.release();
    }

    @Test
    void itIsAskedForAtTheSubmission() {
        Job job = write(a);
        assertThatThrownBy(job::outFence).hasMessageStartingWith("S14");
        job.release();
    }

    @Test
    @Tag("S16")
    @Tag("C21")
    void revokedJobSignalsItAfterItsClientWasFencedOff() {
        boolean[] signaledWhenFencedOff = {true};
        Client hung = new Client() {
            @Override
            public void granted(Job job) {}

            @Override
            public void fenceOff(Job job) {
                signaledWhenFencedOff[0] = job.outFence().isSignaled();
            }
        };
        Job job = dispatcher.submit(
                AccessSet.exclusive(a), hung, null, FENCED.hold(Duration.ofMillis(1)));
        observed.timers.advance(Duration.ofMillis(1));
        assertThat(signaledWhenFencedOff[0]).isFalse();
        assertThat(job.outFence().status()).isEqualTo(FenceStatus.FAILED);
    }
}
