package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Jobs that are held until their client says so (S20). */
@Tag("S20")
class OpenEndedTest {
    private final Dispatcher dispatcher = new Dispatcher();
    private static final JobOptions SHOWN =
            JobOptions.DEFAULT.openEnded(new Succession("the next flip"));

    private final SyncQueue front = new SyncQueue("front");

    @Test
    void jobSaysWhetherItIsOpenEnded() {
        Job shown = dispatcher.submit(AccessSet.shared(front), job -> {}, null, SHOWN);
        Job read = dispatcher.submit(AccessSet.shared(front), job -> {});

        assertThat(shown.openEnded()).isTrue();
        assertThat(read.openEnded()).isFalse();
        shown.release();
        assertThat(shown.openEnded()).isTrue();
    }

    @Test
    void openEndedOwnerIsWaitedForLikeAnyOther() {
        Job shown = dispatcher.submit(AccessSet.shared(front), job -> {}, null, SHOWN);
        Job render = dispatcher.submit(AccessSet.exclusive(front), job -> {});

        assertThat(render.isGranted()).isFalse();
        shown.release();
        assertThat(render.isGranted()).isTrue();
    }
}
