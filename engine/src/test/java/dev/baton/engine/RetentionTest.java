package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.ref.WeakReference;

/** What an idle queue, and an ended job, keep alive: next to nothing. */
@Timeout(60)
class RetentionTest {
    private final Dispatcher dispatcher = new Dispatcher();
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");

    @Test
    void idleQueueKeepsNoEarlierJob() {
        Job first = dispatcher.submit(AccessSet.exclusive(a, b), job -> {});
        WeakReference<Job> gone = new WeakReference<>(first);
        Job second = dispatcher.submit(AccessSet.exclusive(a, b), job -> {});
        first.release();
        first = null;
        second.release();

        collectUntilCleared(gone);
        assertThat(second.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void endedJobKeepsNoLaterJob() {
        Job first = dispatcher.submit(AccessSet.shared(a), job -> {});
        Job second = dispatcher.submit(AccessSet.exclusive(a, b), job -> {});
        WeakReference<Job> gone = new WeakReference<>(second);
        first.release();
        second.release();
        second = null;
        dispatcher.submit(AccessSet.exclusive(a, b), Job::release);

        collectUntilCleared(gone);
        assertThat(first.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void idleQueueKeepsNeitherSetNorAttachment() {
        Object attachment = new Object();
        WeakReference<Object> gone = new WeakReference<>(attachment);
        dispatcher
                .submit(AccessSet.exclusive(a), job -> {}, attachment, JobOptions.DEFAULT)
                .release();
        attachment = null;

        collectUntilCleared(gone);
        assertThat(a.tailAcquire()).isNotNull();
    }

    /** Ends by the class's timeout if it is never cleared. */
    private static void collectUntilCleared(WeakReference<?> reference) {
        while (reference.get() != null) {
            System.gc();
            Thread.onSpinWait();
        }
    }
}
