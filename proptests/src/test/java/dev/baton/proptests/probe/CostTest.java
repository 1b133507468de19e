package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Inbox;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;
import dev.baton.engine.VirtualTimers;
import dev.baton.event.Event;
import dev.baton.event.JfrListener;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * What a job costs that uses nothing beside its buffers, counted and not timed: atomic steps and
 * bytes. What other jobs may ask for (times, poison, ends told, closing, eager clients) costs it
 * nothing, nor does a flight recording that does not run.
 */
@ExtendWith(Probed.class)
class CostTest {
    /** A header of 12 bytes, the state, a flag or two and eight references. */
    private static final long JOB_BYTES_MAX = 56;

    private static final int ROUNDS = 1000;
    private static final int[] WAITING = {1, 10, 100};
    private static final long SNAPSHOT_BYTES_PER_JOB_MAX = 1500;

    private final Dispatcher dispatcher =
            new Dispatcher(JfrListener.observer(), new VirtualTimers());
    private final Client client = job -> {};

    @Test
    void uncontendedJobTakesOneAtomicStepPerBufferAndOneToEnd() {
        assertThat(steps(1)).isEqualTo(2);
    }

    @Test
    void uncontendedJobOfSeveralBuffersTakesOneMoreToBeGranted() {
        for (int k : new int[] {2, 4, 16}) {
            assertThat(steps(k)).as("k = %d", k).isEqualTo(k + 2);
        }
    }

    @Test
    void chainTakesTwoAtomicStepsPerBufferAndFour() {
        for (int k : new int[] {1, 4, 16}) {
            AccessSet set = exclusive(k);
            Job[] owner = {dispatcher.submit(set, client)};
            long steps = each(Probe::atomicSteps, () -> {
                Job next = dispatcher.submit(set, client);
                owner[0].release();
                owner[0] = next;
            });
            assertThat(steps).as("k = %d", k).isEqualTo(2 * k + 4);
        }
    }

    @Test
    void uncontendedJobIsOneObject() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int k : new int[] {1, 4, 16}) {
            AccessSet set = exclusive(k);
            long bytes = each(
                    threads::getCurrentThreadAllocatedBytes,
                    () -> dispatcher.submit(set, client).release());
            assertThat(bytes).as("k = %d", k).isLessThanOrEqualTo(JOB_BYTES_MAX);
        }
    }

    @Test
    void anInboxAddsNoStepOfTheEngine() {
        Inbox inbox = new Inbox("inbox");
        AccessSet set = exclusive(1);
        assertThat(each(Probe::atomicSteps, () -> {
                    dispatcher.submit(set, inbox);
                    inbox.drain(Job::release);
                }))
                .isEqualTo(2);
    }

    @Test
    void listenerForAFlightRecordingThatDoesNotRunTakesNoStepAndNoByte() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        JfrListener listener = new JfrListener();
        List<Event> events = List.of(
                new Event.Submitted(0, 1_000, "gpu", List.of(), false),
                new Event.Available(0, 1_000, 1),
                new Event.Granted(0, 1_000),
                new Event.Released(0, 1_000));
        Runnable job = () -> {
            for (int i = 0; i < events.size(); i++) {
                listener.on(events.get(i));
            }
        };
        assertThat(each(Probe::atomicSteps, job)).isZero();
        assertThat(each(threads::getCurrentThreadAllocatedBytes, job)).isZero();
    }

    @Test
    void snapshotTakesNoAtomicStepAndAllocatesInProportionToWhatWaits() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        AccessSet set = exclusive(1);
        long[] bytes = new long[3];
        int waiting = 0;
        for (int i = 0; i < bytes.length; i++) {
            for (int left = WAITING[i] - waiting; left > 0; left--, waiting++) {
                dispatcher.submit(set, client);
            }
            assertThat(each(Probe::atomicSteps, dispatcher::snapshot)).isZero();
            bytes[i] = each(threads::getCurrentThreadAllocatedBytes, dispatcher::snapshot);
            System.out.printf("A snapshot of %d jobs: %d bytes%n", waiting, bytes[i]);
        }
        assertThat((bytes[2] - bytes[1]) / (WAITING[2] - WAITING[1]))
                .isLessThanOrEqualTo(SNAPSHOT_BYTES_PER_JOB_MAX);
    }

    private long steps(int k) {
        AccessSet set = exclusive(k);
        return each(Probe::atomicSteps, () -> dispatcher.submit(set, client).release());
    }

    /** What one operation adds to a count, the same in each of many rounds but for the first. */
    private static long each(LongSupplier count, Runnable operation) {
        operation.run();
        operation.run();
        long before = count.getAsLong();
        for (int i = 0; i < ROUNDS; i++) {
            operation.run();
        }
        return (count.getAsLong() - before) / ROUNDS;
    }

    private static AccessSet exclusive(int k) {
        return AccessSet.exclusive(
                Stream.generate(() -> new SyncQueue("queue")).limit(k).toArray(SyncQueue[]::new));
    }
}
