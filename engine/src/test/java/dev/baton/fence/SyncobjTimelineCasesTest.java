package dev.baton.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.Race;
import dev.baton.engine.RefusedException;
import dev.baton.engine.VirtualTimers;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/** The cases of IGT:tests/syncobj_timeline.c, syncobj_eventfd.c and syncobj_basic.c about points. */
@Tag("S9")
@Timeout(60)
class SyncobjTimelineCasesTest {
    private static final long SEED =
            Long.getLong("baton.seed", new SplittableRandom().nextLong(1L << 48));
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long LIMIT = (1L << 31) - 1;

    private final Timeline object = new Timeline("object", new VirtualTimers());
    private final Timeline device = new Timeline("device");

    @BeforeAll
    static void printSeed() {
        System.out.println("Seed of the host's points: -Dbaton.seed=" + SEED);
    }

    @Test
    @Tag("syncobj_timeline/invalid-signal-illegal-point")
    void illegalPointIsRefusedWithoutAnEffect() {
        assertThatThrownBy(() -> object.advanceTo(-1)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> object.submit(-1, Fence.signaled()))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> object.point(-1)).isInstanceOf(RefusedException.class);
        assertThat(object.value()).isZero();
    }

    @Test
    @Tag("syncobj_timeline/signal-array")
    void signalArray() {
        SyncFile all = SyncFile.merge(object.promise(3), device.promise(5));
        object.advanceTo(3);
        device.advanceTo(5);
        assertThat(all.isSignaled()).isTrue();
    }

    /** The kernel makes a point 0 a binary fence; here it is always reached. */
    @Test
    @Tag("syncobj_timeline/signal-point-0")
    void signalPoint0() {
        object.advanceTo(0);
        assertThat(object.point(0)).isSameAs(Fence.signaled());
        assertThat(object.submit(0, device.promise(1))).isFalse();
        assertThat(object.value()).isZero();
    }

    @Test
    @Tag("syncobj_timeline/transfer-timeline-point")
    void transferTimelinePoint() {
        object.submit(1, device.promise(1));
        assertThat(object.value()).isZero();
        assertThat(object.point(1).isSignaled()).isFalse();
        device.advanceBy(1);
        assertThat(object.value()).isEqualTo(1);
        assertThat(object.point(1).isSignaled()).isTrue();
        object.advanceTo(2);
        object.submit(3, object.point(2));
        assertThat(object.value()).isEqualTo(3);
    }

    @Test
    @Tag("syncobj_timeline/invalid-transfer-non-existent-point")
    void transferOfAPointThatDoesNotExistIsRefused() {
        object.advanceTo(63);
        assertThat(object.submit(63 + 11, object.point(63))).isTrue();
        assertThat(object.value()).isEqualTo(74);
        assertThatThrownBy(() -> object.submit(80, object.point(75)))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    @Tag("syncobj_timeline/host-signal-points")
    void hostSignalPoints() {
        SplittableRandom random = new SplittableRandom(SEED);
        long value = 0;
        for (int i = 0; i < 100; i++) {
            value += random.nextInt(1, Integer.MAX_VALUE);
            object.advanceTo(value);
            assertThat(object.value()).isEqualTo(value);
            assertThat(object.point(value, LONG).isSignaled()).isTrue();
            assertThat(object.point(value - 1).isSignaled()).isTrue();
        }
    }

    @Test
    @Tag("syncobj_timeline/host-signal-ordered")
    void hostSignalOrdered() {
        for (int i = 1; i <= 5; i++) {
            object.submit(i, device.promise(i));
        }
        device.advanceBy(3);
        assertThat(object.value()).isEqualTo(3);
        object.advanceTo(8);
        assertThat(object.value()).isEqualTo(3);
        device.advanceBy(5);
        assertThat(object.value()).isEqualTo(8);
        object.advanceTo(2);
        assertThat(object.value()).isEqualTo(8);
    }

    @Test
    @Tag("syncobj_timeline/device-signal-unordered")
    @Tag("C26")
    void deviceSignalUnordered() {
        int[] order = {0, 2, 1, 4, 3};
        List<FenceSource> sources = new ArrayList<>();
        for (int i = 0; i < order.length; i++) {
            sources.add(new FenceSource("device"));
            object.submit(i + 1, sources.get(i).fence());
        }
        List<Long> values = new ArrayList<>();
        for (int index : order) {
            sources.get(index).signal();
            values.add(object.value());
            assertThat(object.point(object.value()).isSignaled()).isTrue();
        }
        assertThat(values).containsExactly(1L, 1L, 3L, 3L, 5L);
    }

    @Test
    @Tag("syncobj_timeline/device-submit-unordered")
    void deviceSubmitUnordered() {
        long[] points = {1, 5, 3, 6, 7};
        for (int i = 0; i < points.length; i++) {
            object.submit(points[i], device.promise(i + 1));
        }
        device.advanceBy(3);
        assertThat(object.value()).isEqualTo(5);
        assertThat(object.point(5, LONG).isSignaled()).isTrue();
        assertThat(object.point(5).isSignaled()).isTrue();
    }

    /** The value never goes back, as seen by another thread, around the limits of 32 bits. */
    @Test
    @Tag("syncobj_timeline/32bits-limit")
    @Tag("C26")
    void limitsOf32BitsAreNone() throws Exception {
        long[] points = {
            1, 5, LIMIT + 5, LIMIT + 6, LIMIT * 2, LIMIT * 2 + 1, LIMIT * 2 + 2, 1L << 33
        };
        AtomicBoolean running = new AtomicBoolean(true);
        try (Race race = new Race(2)) {
            assertThat(race.<Boolean>run(() -> neverGoesBack(running), () -> {
                        boolean right = reachEach(points);
                        running.set(false);
                        return right;
                    }))
                    .containsOnly(true);
        }
    }

    private boolean neverGoesBack(AtomicBoolean running) {
        boolean monotonic = true;
        for (long last = 0; running.get(); ) {
            long value = object.value();
            monotonic &= value >= last;
            last = value;
        }
        return monotonic;
    }

    private boolean reachEach(long... points) {
        for (int i = 0; i < points.length; i++) {
            object.submit(points[i], device.promise(i + 1));
        }
        SyncFile last = SyncFile.merge(object.point(points[0]), object.point(1L << 33));
        boolean right = last.members().get(0).point() == 1L << 33;
        for (long point : points) {
            right &= !object.point(point).isSignaled();
            device.advanceBy(1);
            right &= object.value() == point;
        }
        return right && last.isSignaled();
    }

    @Test
    @Tag("syncobj_eventfd/timeline-wait")
    @Tag("syncobj_eventfd/binary-wait")
    void eventWaitTellsOnce() {
        List<Fence> told = new ArrayList<>();
        Fence fence = object.promise(1);
        fence.add(told::add);
        assertThat(told).isEmpty();
        object.advanceTo(1);
        assertThat(told).containsExactly(fence);
    }

    @Test
    @Tag("syncobj_eventfd/timeline-wait-before-signal")
    @Tag("syncobj_eventfd/binary-wait-before-signal")
    void eventWaitBeforeSubmitTellsOnce() {
        List<Fence> told = new ArrayList<>();
        Fence fence = object.point(1, LONG);
        fence.add(told::add);
        object.submit(1, device.promise(1));
        assertThat(told).isEmpty();
        device.advanceTo(1);
        assertThat(told).containsExactly(fence);
    }

    @Test
    @Tag("syncobj_eventfd/timeline-wait-signaled")
    @Tag("syncobj_eventfd/binary-wait-signaled")
    void eventOfASignaledPointIsRefusedAndItsStageIsComplete() {
        object.advanceTo(1);
        List<Fence> told = new ArrayList<>();
        assertThat(object.point(1).add(told::add)).isNull();
        object.point(1).toStage().thenRun(() -> told.add(object.point(1)));
        assertThat(told).hasSize(1);
    }

    @Test
    @Tag("syncobj_basic/create-signaled")
    void createSignaled() {
        assertThat(Fence.signaled().status()).isEqualTo(FenceStatus.SIGNALED);
    }

    @Test
    @Tag("syncobj_basic/test-valid-cycle")
    void validCycleIsMadeUsedAndClosed() {
        Fence fence = object.promise(1);
        object.advanceTo(1);
        object.close();
        object.close();
        assertThat(fence.status()).isEqualTo(FenceStatus.SIGNALED);
    }
}
