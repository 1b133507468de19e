package dev.baton.fence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Why "it is drawn" and "it may be drawn anew" are points of two timelines. */
@Tag("S9")
@Tag("C27")
class AcquireAndReleaseTest {
    @Test
    void onOneTimelineTheNextAcquireSignalsAReleaseThatDidNotHappen() {
        Timeline both = new Timeline("buffer");
        both.advanceTo(1); // drawn
        Fence release = both.promise(2);
        both.advanceTo(3); // drawn again, by who did not wait
        assertThat(release.isSignaled()).isTrue();
        both.close();
    }

    @Test
    void onTwoTimelinesItDoesNot() {
        Timeline acquire = new Timeline("acquire");
        Timeline release = new Timeline("release");
        acquire.advanceTo(1);
        Fence released = release.promise(1);
        acquire.advanceTo(2);
        assertThat(released.isSignaled()).isFalse();
        release.advanceTo(1);
        assertThat(released.isSignaled()).isTrue();
        acquire.close();
        release.close();
    }
}
