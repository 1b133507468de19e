package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.fence.Fence;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Waiting for a display, which keeps its front buffer until its next flip latches (S19, S20). */
@Tag("S19")
@Tag("S20")
class HoldAndWaitDisplayTest {
    private static final Client DISPLAY = new HoldScene.Named("display");

    private final Succession flips = new Succession("the next flip");
    private final SyncQueue front = new SyncQueue("front");
    private final SyncQueue back = new SyncQueue("back");

    private Job flip(HoldScene scene, SyncQueue buffer, JobOptions options) {
        AccessSet set =
                AccessSet.builder().exclusive(flips.queue()).shared(buffer).build();
        return scene.dispatcher.submit(set, DISPLAY, null, options.openEnded(flips));
    }

    private void show(HoldScene scene) {
        flip(scene, front, JobOptions.DEFAULT).release(flips.queue());
    }

    private static Stream<DynamicTest> ways(String fact, Body body) {
        return Stream.of(FenceBehind.values())
                .map(way -> DynamicTest.dynamicTest(fact + ", through: " + way, () -> {
                    try (HoldScene scene = new HoldScene(HoldAndWait.REFUSED)) {
                        new HoldAndWaitDisplayTest().run(scene, way, body);
                    }
                }));
    }

    private void run(HoldScene scene, FenceBehind way, Body body) throws Exception {
        show(scene);
        body.run(this, scene, way.of(scene.dispatcher, front, AccessMode.EXCLUSIVE));
    }

    @FunctionalInterface
    private interface Body {
        void run(HoldAndWaitDisplayTest self, HoldScene scene, Fence behindFront) throws Exception;
    }

    @TestFactory
    Stream<DynamicTest> whoOwnsTheBackBufferMayNotWaitForTheFrontBuffer() {
        return ways("owner of the next flip's buffer is refused", (self, scene, fence) -> {
            Actor painter = scene.actor("painter");
            painter.call(scene.acquire(AccessMode.EXCLUSIVE, self.back));
            self.flip(scene, self.back, JobOptions.DEFAULT);
            assertThat(HoldScene.isRefused(painter.begin(HoldScene.await(fence))))
                    .isTrue();
            assertThat(scene.found.get(0)).contains("ends by the next flip", "queue front");
        });
    }

    @TestFactory
    Stream<DynamicTest> whoOwnsAnotherBufferMayWaitForTheFrontBuffer() {
        return ways("owner of no flip's buffer is not refused", (self, scene, fence) -> {
            Actor painter = scene.actor("painter");
            painter.call(scene.acquire(AccessMode.EXCLUSIVE, new SyncQueue("another")));
            self.flip(scene, self.back, JobOptions.DEFAULT);
            painter.begin(HoldScene.await(fence));
            assertThat(scene.found).isEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> flipBehindAPainterThatWaitsForTheFrontBufferIsRefused() {
        return ways("flip to a waiting painter's buffer is refused", (self, scene, fence) -> {
            Actor painter = scene.actor("painter");
            painter.call(scene.acquire(AccessMode.EXCLUSIVE, self.back));
            Future<Boolean> waits = painter.begin(HoldScene.await(fence));
            assertThat(waits.isDone()).isFalse();
            self.assertFlipRefused(scene, JobOptions.DEFAULT, "is owned by painter");
        });
    }

    @TestFactory
    Stream<DynamicTest> flipWithAGateBehindTheFrontBufferIsRefused() {
        return ways(
                "flip gated before its placing is refused",
                (self, scene, fence) -> self.assertFlipRefused(
                        scene,
                        JobOptions.DEFAULT.gate(Gate.beforePlacing(fence)),
                        "waits for fence"));
    }

    @TestFactory
    Stream<DynamicTest> flipThatHoldsItsPlaceForTheFrontBufferIsRefused() {
        return ways(
                "flip gated in its place is refused",
                (self, scene, fence) -> self.assertFlipRefused(
                        scene,
                        JobOptions.DEFAULT.gate(Gate.holdingPlace(fence, HoldScene.LONG)),
                        "waits for fence"));
    }

    private void assertFlipRefused(HoldScene scene, JobOptions options, String words) {
        Place tail = back.tailAcquire();
        assertThatThrownBy(() -> flip(scene, back, options))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.rule()).isEqualTo("S20"))
                .hasMessageContainingAll(words, "queue front behind", "ends by the next flip");
        assertThat(back.tailAcquire()).isSameAs(tail);
    }

    @Test
    void threadOfADisplayMayNotBlockWhileItShowsABuffer() throws Exception {
        try (HoldScene scene = new HoldScene(HoldAndWait.REFUSED)) {
            show(scene);
            Actor driver = scene.actor("driver");
            assertThat(HoldScene.isRefused(driver.begin(
                            HoldScene.as(DISPLAY, scene.acquire(AccessMode.SHARED, back)))))
                    .isTrue();
        }
    }

    @Test
    void displayThatSubmitsWhileItShowsABufferIsNotRefused() throws Exception {
        try (HoldScene scene = new HoldScene(HoldAndWait.REFUSED)) {
            show(scene);
            Actor driver = scene.actor("driver");
            for (SyncQueue buffer : new SyncQueue[] {back, front, back}) {
                driver.call(HoldScene.as(DISPLAY, () -> flip(scene, buffer, JobOptions.DEFAULT)));
            }
            assertThat(scene.found).isEmpty();
        }
    }
}
