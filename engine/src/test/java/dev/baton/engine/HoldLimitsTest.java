package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Jobs that may be held for as long as their client likes, and holds that are none (S16). */
@Tag("S16")
class HoldLimitsTest {
    private static final JobOptions HELD = JobOptions.DEFAULT.hold(Duration.ofNanos(100));

    private final CountedTimers timers = new CountedTimers();
    private final Dispatcher dispatcher = new Dispatcher(null, timers);
    private final List<Job> asked = new ArrayList<>();
    private final SyncQueue a = new SyncQueue("a");

    private final Client device = new Client() {
        @Override
        public void granted(Job job) {}

        @Override
        public boolean isWorking(Job job) {
            return asked.add(job);
        }
    };

    @Test
    @Tag("S8")
    void holdBeyondAllTimesNeedsNoTimer() {
        timers.advanceTo(5);
        JobOptions endless = JobOptions.DEFAULT.hold(Duration.ofNanos(Long.MAX_VALUE - 1));
        Job job = dispatcher.submit(AccessSet.exclusive(a), device, null, endless);

        assertThat(timers.waiting()).isZero();
        timers.advanceTo(Long.MAX_VALUE);
        assertThat(job.progress()).isTrue();
        assertThat(job.release()).isTrue();
    }

    @Test
    void jobWithoutAHoldIsNeverAsked() {
        Job job = dispatcher.submit(AccessSet.exclusive(a), device);

        timers.advanceTo(Long.MAX_VALUE);

        assertThat(job.progress()).isFalse();
        assertThat(asked).isEmpty();
    }

    @Test
    @Tag("S20")
    void openEndedJobHasNoHoldAndHoldsLeaveTimeToWork() {
        JobOptions shown = JobOptions.DEFAULT.openEnded(new Succession("the next flip"));
        for (Runnable contradiction : List.<Runnable>of(
                () -> shown.hold(Duration.ofNanos(1)),
                () -> HELD.openEnded(new Succession("the next flip")),
                () -> HELD.hold(Duration.ZERO),
                () -> HELD.hold(Duration.ofNanos(-1)))) {
            assertThatThrownBy(contradiction::run).isInstanceOf(RefusedException.class);
        }
        Job job = dispatcher.submit(AccessSet.shared(a), device, null, shown);
        timers.advanceTo(Long.MAX_VALUE);
        assertThat(job.isGranted()).isTrue();
    }
}
