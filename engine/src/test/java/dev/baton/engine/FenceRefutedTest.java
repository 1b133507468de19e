package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.event.Event;
import dev.baton.event.EventStream;
import dev.baton.fence.Fence;
import dev.baton.fence.FenceSource;
import dev.baton.fence.Signalling;
import dev.baton.law.Laws;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/** What a hostile reading of gates, imports, out-fences and hints has found, each as it should be. */
@Timeout(100)
@Tag("S9")
@Tag("S10")
class FenceRefutedTest {
    private static final JobOptions FENCED = JobOptions.DEFAULT.withOutFence();
    private static final Duration LONG = Duration.ofSeconds(5);
    private final Observed observed = new Observed();
    private final Dispatcher dispatcher = observed.dispatcher;
    private final GrantLog log = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");

    /** Takes so many tasks and no more. */
    static final class Few implements Timers {
        int left;
        final VirtualTimers timers = new VirtualTimers();

        Few(int left) {
            this.left = left;
        }

        @Override
        public long nowNanos() {
            return timers.nowNanos();
        }

        @Override
        public Timer at(long nanos, Runnable task) {
            if (left-- <= 0) {
                throw new RejectedExecutionException("no more");
            }
            return timers.at(nanos, task);
        }
    }

    @Test
    void rejectedNotBeforeStillEndsTheOutFence() {
        Dispatcher d = new Dispatcher(null, new Few(0));
        Job job = d.submit(AccessSet.exclusive(a), log, null, FENCED.notBefore(1000));
        assertThat(job.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(job.outFence().isSignaled()).isTrue();
    }

    @Test
    void rejectedGateTimerStillEndsTheOutFence() {
        Dispatcher d = new Dispatcher(null, new Few(1));
        FenceSource one = new FenceSource("one");
        FenceSource two = new FenceSource("two");
        Job job = d.submit(
                AccessSet.exclusive(a),
                log,
                null,
                FENCED.gate(Gate.holdingPlace(one.fence(), LONG))
                        .gate(Gate.holdingPlace(two.fence(), LONG)));
        assertThat(job.outcome()).isEqualTo(Outcome.FAILED);
        one.signal();
        two.signal();
        assertThat(job.outFence().isSignaled()).isTrue();
    }

    @Test
    void importWithoutTimerLeavesNoUnpoisonedBuffer() {
        Dispatcher d = new Dispatcher(null, new Few(0));
        Job before = d.submit(AccessSet.exclusive(a), log);
        FenceSource camera = new FenceSource("camera");
        Job foreign = d.importFence(AccessSet.exclusive(a), camera.fence(), LONG);
        Job behind = d.submit(AccessSet.exclusive(a), log);
        before.release();
        assertThat(behind.poison()).isNotNull();
    }

    @Test
    void importWithoutTimerIsNotGrantedWhenItsTurnComes() {
        Dispatcher d = new Dispatcher(null, new Few(0));
        Job before = d.submit(AccessSet.exclusive(a), log);
        FenceSource camera = new FenceSource("camera");
        Job foreign = d.importFence(AccessSet.exclusive(a, b), camera.fence(), LONG);
        assertThat(foreign.outcome()).isNull();
        before.release();
        assertThat(foreign.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(log.jobs()).containsExactly(before);
        assertThat(a.poison()).isNotNull();
        assertThat(b.poison()).isNotNull();
    }

    @Test
    void timedOutImportPassesOnWhatItHasThoughAnotherBufferIsHeld() {
        Job holder = dispatcher.submit(AccessSet.exclusive(b), log);
        FenceSource camera = new FenceSource("camera");
        Job foreign = dispatcher.importFence(AccessSet.exclusive(a, b), camera.fence(), LONG);
        Job reader = dispatcher.submit(AccessSet.shared(a), log);
        observed.timers.advance(Duration.ofHours(1));
        assertThat(reader.isGranted()).isTrue();
    }

    @Test
    void timeoutOfAnImportIsNoDeadlock() {
        Job holder = dispatcher.submit(AccessSet.exclusive(b), log);
        FenceSource camera = new FenceSource("camera");
        dispatcher.importFence(AccessSet.exclusive(a, b), camera.fence(), LONG);
        Job reader = dispatcher.submit(AccessSet.shared(a), job -> holder.release());
        observed.timers.advance(Duration.ofHours(1));
        assertThat(holder.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(reader.isGranted()).isTrue();
    }

    @Test
    void hintToADeferredJobIsPassedOnWhenItIsPlaced() {
        List<String> hints = new ArrayList<>();
        Client gpu = new Client() {
            @Override
            public void granted(Job job) {}

            @Override
            public void deadlineHinted(Job job, long nanos) {
                hints.add("gpu " + nanos);
            }
        };
        dispatcher.submit(AccessSet.exclusive(a), gpu);
        FenceSource gate = new FenceSource("gate");
        Job job = dispatcher.submit(
                AccessSet.exclusive(a), log, null, FENCED.gate(Gate.beforePlacing(gate.fence())));
        job.outFence().hintDeadline(300);
        gate.signal();
        assertThat(job.deadlineNanos()).isEqualTo(300);
        assertThat(hints).containsExactly("gpu 300");
    }

    @Test
    void outFenceOfAJobGivenUpWaitsForItsHoldingGatesToo() {
        FenceSource first = new FenceSource("first");
        FenceSource second = new FenceSource("second");
        Job job = dispatcher.submit(
                AccessSet.exclusive(a),
                log,
                null,
                FENCED.gate(Gate.beforePlacing(first.fence()))
                        .gate(Gate.holdingPlace(second.fence(), LONG)));
        job.cancel();
        first.signal();
        assertThat(job.outFence().isSignaled()).isFalse();
    }

    @Test
    @Timeout(20)
    void endedDeferredJobKeepsNoQueue() {
        Dispatcher d = new Dispatcher();
        SyncQueue other = new SyncQueue("other");
        WeakReference<SyncQueue> gone = new WeakReference<>(other);
        FenceSource gate = new FenceSource("gate");
        Job job = d.submit(
                AccessSet.exclusive(a, other),
                log,
                null,
                JobOptions.DEFAULT.gate(Gate.beforePlacing(gate.fence())));
        gate.signal();
        job.release();
        other = null;
        for (int i = 0; i < 50 && gone.get() != null; i++) {
            System.gc();
        }
        assertThat(job.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(gone.get()).isNull();
    }

    @Test
    @Timeout(20)
    void cancelledDeferredJobKeepsNoQueueWhileItsGateIsPending() {
        Dispatcher d = new Dispatcher();
        SyncQueue other = new SyncQueue("other");
        WeakReference<SyncQueue> gone = new WeakReference<>(other);
        FenceSource gate = new FenceSource("gate");
        Job job = d.submit(
                AccessSet.exclusive(new SyncQueue("q"), other),
                log,
                null,
                FENCED.gate(Gate.beforePlacing(gate.fence())));
        job.cancel();
        other = null;
        for (int i = 0; i < 50 && gone.get() != null; i++) {
            System.gc();
        }
        assertThat(gate.fence().isSignaled()).isFalse();
        assertThat(gone.get()).isNull();
    }

    @Test
    void sectionClosedTwiceInACallbackHarmsNobodyElse() {
        Dispatcher d = new Dispatcher();
        try {
            d.submit(AccessSet.exclusive(a), job -> {
                Signalling section = Signalling.begin();
                section.close();
                section.close();
            });
        } catch (IllegalStateException e) {
        }
        try {
            d.submit(AccessSet.exclusive(b), log);
            assertThat(log.jobs()).hasSize(1);
        } finally {
            // leave the thread usable for the others if it can be
            Thread.yield();
        }
    }

    @Test
    void sectionLeftOpenInACallbackIsClosed() throws Exception {
        Dispatcher d = new Dispatcher();
        d.submit(AccessSet.exclusive(a), job -> {
            Signalling.begin();
            throw new IllegalStateException("left");
        });
        assertThat(new FenceSource("x").fence().await(Duration.ofMillis(1))).isFalse();
    }

    @Test
    void hintThroughManyGatedJobsUsesBoundedStack() throws Exception {
        Dispatcher d = new Dispatcher(null, new VirtualTimers());
        List<Long> heard = new ArrayList<>();
        FenceSource s = new FenceSource("s", heard::add);
        Fence f = s.fence();
        for (int i = 0; i < 50_000; i++) {
            Job job = d.submit(
                    AccessSet.builder().build(),
                    Job::release,
                    null,
                    FENCED.gate(Gate.beforePlacing(f)));
            f = job.outFence();
        }
        Fence last = f;
        List<Throwable> thrown = Uncaught.in(() -> last.hintDeadline(5));
        s.signal();
        assertThat(last.isSignaled()).isTrue();
        assertThat(new FenceSource("x").fence().await(Duration.ofMillis(1))).isFalse();
        assertThat(thrown).isEmpty();
        assertThat(heard).containsExactly(5L);
    }

    @Test
    void failureThroughManyGatedJobsUsesBoundedStack() {
        Dispatcher d = new Dispatcher(null, new VirtualTimers());
        FenceSource s = new FenceSource("s");
        Fence f = s.fence();
        for (int i = 0; i < 300_000; i++) {
            JobOptions o = i % 2 == 0
                    ? FENCED.gate(Gate.beforePlacing(f))
                    : FENCED.gate(Gate.holdingPlace(f, LONG));
            f = d.submit(
                            i % 3 == 0
                                    ? AccessSet.builder().build()
                                    : AccessSet.exclusive(new SyncQueue("q")),
                            Job::release,
                            null,
                            o.onPoison(PoisonPolicy.FAIL))
                    .outFence();
        }
        s.fail(new IllegalStateException("x"));
        assertThat(f.error()).hasMessage("x");
    }

    @Test
    void flipBehindForeignWorkThatWaitsForNobodyIsAccepted() {
        Succession flips = new Succession("flips");
        Job shown = dispatcher.submit(
                AccessSet.builder().exclusive(a).exclusive(flips.queue()).build(),
                job -> job.release(flips.queue()),
                null,
                FENCED.openEnded(flips));
        FenceSource camera = new FenceSource("camera");
        dispatcher.importFence(AccessSet.exclusive(a, b), camera.fence(), LONG);
        Job next = dispatcher.submit(
                AccessSet.builder().exclusive(b).exclusive(flips.queue()).build(),
                job -> shown.release(),
                null,
                FENCED.openEnded(flips));
        camera.signal();
        assertThat(next.isGranted()).isTrue();
    }

    @Test
    @Timeout(20)
    void endedJobWhoseGateWasOpenKeepsNoQueue() {
        Dispatcher d = new Dispatcher();
        SyncQueue other = new SyncQueue("other");
        WeakReference<SyncQueue> gone = new WeakReference<>(other);
        Job job = d.submit(
                AccessSet.exclusive(a, other),
                log,
                null,
                JobOptions.DEFAULT.gate(Gate.beforePlacing(Fence.signaled())));
        job.release();
        other = null;
        for (int i = 0; i < 50 && gone.get() != null; i++) {
            System.gc();
        }
        assertThat(job.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(gone.get()).isNull();
    }

    @Test
    void gatesBeyondWhatAGrantCanWaitForAreRefused() {
        Dispatcher d = new Dispatcher(null, new VirtualTimers());
        SyncQueue[] queues = new SyncQueue[AccessSet.ACCESSES_MAX];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = new SyncQueue("q");
        }
        AccessSet all = AccessSet.exclusive(queues);
        d.submit(all, log);
        FenceSource one = new FenceSource("one");
        JobOptions options = FENCED.gate(Gate.holdingPlace(one.fence(), LONG))
                .gate(Gate.holdingPlace(one.fence(), LONG));
        assertThatThrownBy(() -> d.submit(all, log, null, options)).hasMessageStartingWith("S9");
    }

    @Test
    void cancelDoesNotWashTheFailureOfAnImportAway() {
        Job ahead = dispatcher.submit(AccessSet.exclusive(a), log);
        FenceSource camera = new FenceSource("camera");
        Job foreign = dispatcher.importFence(AccessSet.exclusive(a), camera.fence(), LONG);
        Job behind = dispatcher.submit(AccessSet.exclusive(a), log);
        camera.fail(new IllegalStateException("lens cap"));
        assertThat(foreign.cancel()).isFalse();
        ahead.release();
        assertThat(behind.poison()).isNotNull();
    }

    @Test
    void lawSeesThatAJobWhoseGatesWereOpenWhenItWasPlacedIsNotGranted() {
        Laws laws = Laws.all();
        EventStream[] stream = new EventStream[1];
        stream[0] = new EventStream(() -> 0L, event -> {
            if (!(event instanceof Event.Granted)) { // a grant that is lost
                laws.on(event);
            }
        });
        Dispatcher d = new Dispatcher(stream[0], new VirtualTimers());
        d.submit(
                AccessSet.exclusive(a),
                log,
                null,
                JobOptions.DEFAULT.gate(Gate.beforePlacing(Fence.signaled())));
        laws.quiescent();
        assertThat(laws.violations()).isNotEmpty();
    }
}
