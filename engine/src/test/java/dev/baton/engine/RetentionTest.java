package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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

    @Test
    @Tag("S14")
    void readersBehindALongOneLeaveNothingForItToWalk() {
        Job longest = dispatcher.submit(AccessSet.shared(a), job -> {});
        for (int i = 0; i < 100_000; i++) {
            dispatcher.submit(AccessSet.shared(a), Job::release);
        }
        Job writer = dispatcher.submit(AccessSet.exclusive(a), job -> {});

        assertThat(entriesAhead(writer)).isEqualTo(1);
        longest.release();
        assertThat(writer.isGranted()).isTrue();
    }

    @Test
    @Tag("S14")
    void cancelledWritersBehindALongReaderLeaveNothingEither() {
        Job longest = dispatcher.submit(AccessSet.shared(a), job -> {});
        List<Job> writers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            writers.add(dispatcher.submit(AccessSet.exclusive(a), job -> {}));
        }
        Job last = dispatcher.submit(AccessSet.exclusive(a), job -> {});
        writers.forEach(Job::cancel);

        assertThat(entriesAhead(last)).isEqualTo(1);
        longest.release();
        assertThat(last.isGranted()).isTrue();
    }

    private static int entriesAhead(Job job) {
        int count = 0;
        Place at = Closing.before(Objects.requireNonNull(job.entryIfAny(0)));
        while (at != null) {
            count++;
            at = Closing.before(at);
        }
        return count;
    }

    /** Ends by the class's timeout if it is never cleared. */
    private static void collectUntilCleared(WeakReference<?> reference) {
        while (reference.get() != null) {
            System.gc();
            Thread.onSpinWait();
        }
    }
}
