package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.Tracking;
import dev.baton.fence.Fence;
import dev.baton.fence.FenceSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** What is said of a wait that may never end, and to whom (S19). */
@Tag("S19")
class HoldAndWaitTest {
    private static final Duration MOMENT = Duration.ofNanos(1);
    private static final JobOptions OUT = JobOptions.DEFAULT.withOutFence();

    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");
    private final Client gpu = new HoldScene.Named("gpu");
    private String nameBefore;

    @BeforeEach
    void nameTheThread() {
        nameBefore = Thread.currentThread().getName();
        Thread.currentThread().setName("painter");
    }

    @AfterEach
    void nothingIsLeftBehind() {
        Thread.currentThread().setName(nameBefore);
        Tracking.on(false);
        assertThat(Blocked.all()).isEmpty();
    }

    private Ownership own(Dispatcher dispatcher, SyncQueue queue) throws Exception {
        return dispatcher.acquire(AccessSet.exclusive(queue), HoldScene.LONG);
    }

    @Test
    void refusalNamesBothJobsAndBothBuffers() throws Exception {
        Dispatcher dispatcher = new Observed().dispatcher;
        dispatcher.submit(AccessSet.shared(b), gpu);
        try (Ownership owned = own(dispatcher, a)) {
            assertThatThrownBy(() -> own(dispatcher, b))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage(
                            "S19: painter must not wait for b EXCLUSIVE by job 3 (painter) while it"
                                    + " owns a EXCLUSIVE by job 2 (painter): whoever owns the one and waits"
                                    + " for the other would wait for ever; acquire all in one set, or release"
                                    + " the one before");
            assertThat(owned.job().isGranted()).isTrue();
        }
        own(dispatcher, a).close();
    }

    @Test
    void refusalTellsTheCycleThereIs() throws Exception {
        Dispatcher dispatcher = new Observed().dispatcher;
        try (Ownership owned = own(dispatcher, a)) {
            Job draw = dispatcher.submit(AccessSet.exclusive(a, b), gpu, null, OUT);
            assertThatThrownBy(() -> draw.outFence().await(HoldScene.LONG))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage(
                            "S19: painter must not wait for fence job 2 (PENDING) of a EXCLUSIVE, b"
                                    + " EXCLUSIVE by job 2 (gpu) while it owns a"
                                    + " EXCLUSIVE by job 1 (painter): painter waits for fence job 2 (PENDING),"
                                    + " which signals at the end of job 2 (gpu), which waits for queue a"
                                    + " behind job 1 (painter), which is owned by painter; release that"
                                    + " before, or go on in a callback of the fence");
            assertThat(owned.job().isGranted()).isTrue();
        }
    }

    @Test
    void trackedRefusalTellsWhereTheJobsWereSubmitted() throws Exception {
        Tracking.on(true);
        Dispatcher dispatcher = new Dispatcher();
        try (Ownership owned = own(dispatcher, a)) {
            String place = "[^ ]*HoldAndWaitTest.own\\(HoldAndWaitTest.java:\\d+\\)";
            assertThatThrownBy(() -> own(dispatcher, b))
                    .hasMessageMatching(
                            "S19: painter must not wait for b EXCLUSIVE by job \\(painter\\), submitted at "
                                    + place + " while it owns a EXCLUSIVE by job \\(painter\\),"
                                    + " submitted at " + place + ": .*");
            assertThat(owned.job().isGranted()).isTrue();
        }
    }

    @Test
    void trackedRefusalOfAFenceTellsWhereBothJobsWereSubmitted() throws Exception {
        Tracking.on(true);
        Dispatcher dispatcher = new Dispatcher();
        try (Ownership owned = own(dispatcher, a)) {
            Job draw = dispatcher.submit(AccessSet.exclusive(a, b), gpu, null, OUT);
            String place =
                    ", submitted at [^ ]*HoldAndWaitTest.\\w+\\(HoldAndWaitTest.java:\\d+\\)";
            assertThatThrownBy(() -> draw.outFence().await(HoldScene.LONG))
                    .hasMessageMatching(".* of a EXCLUSIVE, b EXCLUSIVE by job \\(gpu\\)" + place
                            + " while it owns a EXCLUSIVE by job \\(painter\\)" + place + ": .*");
            assertThat(owned.job().isGranted()).isTrue();
        }
    }

    @Test
    void untrackedJobRemembersNothing() {
        Job job = new Dispatcher().submit(AccessSet.exclusive(a), gpu);

        assertThat(job.particulars()).isNull();
    }

    @Test
    void reportedWaitGoesOn() throws Exception {
        List<String> found = new ArrayList<>();
        Dispatcher dispatcher =
                new Dispatcher(null, null, finding -> found.add(finding.getMessage()));
        try (Ownership owned = own(dispatcher, a);
                Ownership other = own(dispatcher, b)) {
            Job behind = dispatcher.submit(AccessSet.exclusive(b), gpu, null, OUT);
            assertThat(behind.outFence().await(MOMENT)).isFalse();
            assertThat(owned.job().isGranted() && other.job().isGranted()).isTrue();
        }
        assertThat(found).hasSize(2).allMatch(message -> message.startsWith("S19: painter"));
    }

    @Test
    void manyBuffersAreNotAllNamed() throws Exception {
        Dispatcher dispatcher = new Dispatcher();
        SyncQueue[] many = Queues.of(10);
        try (Ownership owned = own(dispatcher, a)) {
            assertThatThrownBy(() -> dispatcher.acquire(AccessSet.shared(many), HoldScene.LONG))
                    .hasMessageContaining("queue 3 SHARED and 6 more by job");
            assertThat(owned.job().isGranted()).isTrue();
        }
    }

    @Test
    void fenceOfNoJobMayBeAwaitedByAnOwner() throws Exception {
        Dispatcher dispatcher = new Dispatcher();
        try (Ownership owned = own(dispatcher, a)) {
            assertThat(new FenceSource("of nobody").fence().await(MOMENT)).isFalse();
            assertThat(owned.job().isGranted()).isTrue();
        }
    }

    @Test
    void ownerMayNotWaitForAGateEitherWhateverItAcquires() throws Exception {
        Dispatcher dispatcher = new Dispatcher();
        FenceSource never = new FenceSource("never");
        Gate gate = Gate.beforePlacing(never.fence());
        try (Ownership owned = own(dispatcher, a)) {
            assertThatThrownBy(() -> dispatcher.acquire(
                            AccessSet.empty(), MOMENT, JobOptions.DEFAULT.gate(gate)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContainingAll("S19", "fences only by job", "a EXCLUSIVE by job");
            assertThat(owned.job().isGranted()).isTrue();
        }
        Reference.reachabilityFence(never); // lost, it would open the gate
    }

    @Test
    void secondThreadOfAClientIsRefusedThroughAFenceToo() throws Exception {
        try (HoldScene scene = new HoldScene(HoldAndWait.REFUSED)) {
            scene.actor("first").call(HoldScene.as(gpu, scene.acquire(AccessMode.EXCLUSIVE, a)));
            var fence = FenceBehind.OUT_FENCE.of(scene.dispatcher, a, AccessMode.SHARED);
            Actor second = scene.actor("second");

            assertThat(HoldScene.isRefused(second.begin(HoldScene.as(gpu, HoldScene.await(fence)))))
                    .isTrue();
            assertThat(second.begin(() -> fence.await(MOMENT)).get()).isFalse();
        }
    }

    /** Follows another fence when it is asked the first few times, and none after that. */
    private static final class Fickle extends Fence {
        private final Deque<Fence> followed;

        Fickle(Fence first, int times) {
            super("fickle");
            followed = new ArrayDeque<>(Collections.nCopies(times, first));
        }

        @Override
        public List<Fence> follows() {
            Fence next = followed.poll();
            return next == null ? List.of() : List.of(next);
        }
    }

    /** Neither when somebody only asked whether there may be one before. */
    @Test
    void cycleThatIsNotSeenTwiceIsNone() throws Exception {
        Dispatcher dispatcher = new Dispatcher();
        for (int times = 1; times <= 2; times++) {
            assertNoCycleIfSeen(dispatcher, times);
        }
    }

    private void assertNoCycleIfSeen(Dispatcher dispatcher, int times) throws Exception {
        try (Ownership owned = own(dispatcher, a)) {
            Job draw = dispatcher.submit(AccessSet.exclusive(a), gpu, null, OUT);
            Fence fickle = new Fickle(draw.outFence(), times);
            assertThatCode(() -> fickle.await(MOMENT)).doesNotThrowAnyException();
            assertThat(owned.job().isGranted()).isTrue();
            draw.cancel();
        }
    }

    @Test
    void innermostDeclarationCounts() throws Exception {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.submit(AccessSet.exclusive(a), gpu);
        try (ClientThread outer = ClientThread.of(gpu)) {
            assertThatThrownBy(() -> own(dispatcher, b)).hasMessageContaining("S19: gpu must not");
            try (ClientThread inner = ClientThread.of(new HoldScene.Named("display"))) {
                assertThat(inner).isNotSameAs(outer);
                own(dispatcher, b).close();
            }
            assertThatThrownBy(() -> own(dispatcher, b)).hasMessageContaining("S19: gpu must not");
        }
        own(dispatcher, b).close();
    }

    @Test
    void threadThatDeclaresAClientKeepsWhatItOwnsItself() throws Exception {
        Dispatcher dispatcher = new Dispatcher();
        try (Ownership owned = own(dispatcher, a);
                ClientThread declared = ClientThread.of(gpu)) {
            assertThatThrownBy(() -> own(dispatcher, b)).hasMessageContaining("a EXCLUSIVE");
            assertThat(List.of(owned, declared)).hasSize(2);
        }
    }

    @Test
    void refusedWaitLeavesNothingPlaced() throws Exception {
        Dispatcher dispatcher = new Dispatcher();
        try (Ownership owned = own(dispatcher, a)) {
            assertThatThrownBy(() -> own(dispatcher, b)).isInstanceOf(RefusedException.class);
            assertThat(b.isReady(AccessMode.EXCLUSIVE)).isTrue();
            assertThat(b.tailAcquire()).isNull();
            assertThat(owned.job().isGranted()).isTrue();
        }
    }
}
