package dev.baton.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.RefusedException;
import dev.baton.engine.VirtualTimers;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The waits of IGT:tests/syncobj_timeline.c (79) and syncobj_wait.c (39), by their names. */
@Tag("S9")
class SyncobjWaitMatrixTest {
    private static final int FOR_SUBMIT = 1;
    private static final int ALL = 1 << 1;
    private static final int AVAILABLE = 1 << 2;
    private static final int UNSUBMITTED = 1 << 3;
    private static final int SUBMITTED = 1 << 4;
    private static final int SIGNALED = 1 << 5;
    private static final int FLAGS = (1 << 6) - 1;
    private static final int MODES = UNSUBMITTED | SUBMITTED | SIGNALED;
    private static final int MEMBERS = 5;
    private static final Duration BOUND = Duration.ofMillis(1);

    private final VirtualTimers timers = new VirtualTimers();

    static Stream<Arguments> timelineWaits() {
        return IntStream.range(0, FLAGS)
                .boxed()
                .flatMap(flags -> waits(flags, "etime-"))
                .map(Arguments::of);
    }

    static Stream<Arguments> binaryWaits() {
        return IntStream.range(0, FLAGS - AVAILABLE)
                .filter(flags -> (flags & AVAILABLE) == 0)
                .boxed()
                .flatMap(flags -> waits(flags, ""))
                .map(Arguments::of);
    }

    private static Stream<Wait> waits(int flags, String late) {
        return Stream.of(1, MEMBERS)
                .filter(members -> (flags & MODES) != 0)
                .filter(members -> members > 1 || Integer.bitCount(flags & MODES) == 1)
                .map(members -> new Wait(flags, members, late));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("timelineWaits")
    @Tag("syncobj_timeline/wait-matrix")
    void timelineWaitEndsAsItsNameSays(Wait wait) throws Exception {
        check(wait);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("binaryWaits")
    @Tag("syncobj_wait/wait-matrix")
    void binaryWaitEndsAsItsNameSays(Wait wait) throws Exception {
        check(wait);
    }

    @Test
    void thereAreAsManyWaitsAsInIgtEachWithItsName() {
        assertThat(timelineWaits().map(it -> it.get()[0].toString()).distinct()).hasSize(79);
        assertThat(binaryWaits().map(it -> it.get()[0].toString()).distinct()).hasSize(39);
    }

    private void check(Wait wait) throws Exception {
        List<Timeline> objects = objects(wait);
        if (wait.isInvalid()) {
            assertThatThrownBy(() -> fence(wait, objects)).isInstanceOf(RefusedException.class);
            return;
        }
        Fence fence = fence(wait, objects);
        assertThat(fence.await(Duration.ZERO)).isEqualTo(!wait.isLate());
        assertThat(fence.await(Duration.ofMillis(1))).isEqualTo(!wait.isLate());
        timers.advance(BOUND);
        boolean expires = wait.isLate() && wait.has(UNSUBMITTED);
        assertThat(fence.error() instanceof TimeoutException)
                .isEqualTo(expires && (!wait.has(ALL) || !hasPending(wait)));
        Reference.reachabilityFence(objects); // a lost timeline ends its points
    }

    /** One that was submitted, and is not signaled, keeps all of them waiting beyond the bound. */
    private static boolean hasPending(Wait wait) {
        return wait.members > 1 && wait.has(SUBMITTED) && !wait.has(AVAILABLE);
    }

    /** Each in the lowest mode left; the highest mode for all that remain. */
    private List<Timeline> objects(Wait wait) {
        List<Timeline> objects = new ArrayList<>();
        int modes = wait.flags & MODES;
        for (int i = 0; i < wait.members; i++) {
            int mode = Integer.lowestOneBit(modes);
            modes = modes == mode ? modes : modes & ~mode;
            Timeline object = new Timeline("object " + i, timers);
            if (mode != UNSUBMITTED) {
                object.promise(point(i));
            }
            if (mode == SIGNALED) {
                object.advanceTo(point(i));
            }
            objects.add(object);
        }
        return objects;
    }

    private static long point(int index) {
        return index % 3 == 1 ? 1 : 100L * index + 7;
    }

    private static Fence fence(Wait wait, List<Timeline> objects) {
        List<Fence> members = IntStream.range(0, objects.size())
                .mapToObj(i -> member(wait, objects.get(i), point(i)))
                .toList();
        return wait.has(ALL) ? SyncFile.merge(members) : Fence.anyOf(members);
    }

    private static Fence member(Wait wait, Timeline object, long point) {
        return wait.has(AVAILABLE)
                ? object.submitted(point, BOUND)
                : wait.has(FOR_SUBMIT) ? object.point(point, BOUND) : object.point(point);
    }

    /** One wait, with what IGT expects of it. */
    record Wait(int flags, int members, String late) {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }

        boolean isInvalid() {
            return has(UNSUBMITTED) && !has(FOR_SUBMIT) && !has(AVAILABLE);
        }

        boolean isLate() {
            boolean available = has(SUBMITTED) && has(AVAILABLE);
            if (members > 1 && has(ALL)) {
                return has(UNSUBMITTED) || has(SUBMITTED) && !available;
            }
            return !has(SIGNALED) && !available;
        }

        @Override
        public String toString() {
            return (isInvalid() ? "invalid-" : isLate() ? late : "")
                    + (members == 1 ? "single-wait" : "multi-wait")
                    + (has(ALL) ? "-all" : "")
                    + (has(FOR_SUBMIT) ? "-for-submit" : "")
                    + (has(AVAILABLE) ? "-available" : "")
                    + (has(UNSUBMITTED) ? "-unsubmitted" : "")
                    + (has(SUBMITTED) ? "-submitted" : "")
                    + (has(SIGNALED) ? "-signaled" : "");
        }
    }
}
