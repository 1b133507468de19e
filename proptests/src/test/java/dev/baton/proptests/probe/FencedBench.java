package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;

/** A bench for jobs that wait for fences: nothing of them may be left behind. */
abstract class FencedBench extends Bench {
    /** No timer waits, no job that stands in no queue is remembered. */
    final void assertNothingIsLeft() {
        assertThat((Map<?, ?>) Inside.of(timers, "waiting")).as("timers").isEmpty();
        Object admission = Objects.requireNonNull(Inside.of(dispatcher, "admission"));
        assertThat((Collection<?>) Inside.of(admission, "placeless"))
                .as("jobs outside queues")
                .isEmpty();
    }

    @Override
    void assertEverythingEnds() {
        super.assertEverythingEnds();
        assertThat(a.isReady(AccessMode.EXCLUSIVE)).isTrue();
        assertNothingIsLeft();
    }
}
