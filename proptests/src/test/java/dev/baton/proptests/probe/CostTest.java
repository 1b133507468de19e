package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.SyncQueue;
import dev.baton.event.Event;
import dev.baton.event.JfrListener;
import dev.baton.proptests.rule.Page;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * What jobs cost, counted and not timed: atomic steps and bytes. What other jobs may ask for (times,
 * poison, ends told, closing, eager clients) costs those nothing that do not, nor does a flight
 * recording that does not run.
 */
@Tag("COST")
@ExtendWith(Probed.class)
class CostTest {
    private static final Page PAGE = new Page("docs/counts.md", CostTest.class);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** So few that nothing is compiled, which would leave allocations out as it pleases. */
    private static final int ROUNDS = 16;

    /** Until what grows with its use has grown. */
    private static final int WARM_UP = 8;

    /** Less than the bound by more than so small a part of it, and the bound is out of date. */
    private static final int BYTES_UNDER_BOUND = 8;

    private static final int[] WAITING = {1, 10, 100};
    private static final long SNAPSHOT_BYTES_PER_JOB_MAX = 1500;

    private final Dispatcher dispatcher = new Dispatcher();
    private final Client client = job -> {};

    @Test
    void jobsTakeTheirAtomicStepsAndBytes() {
        assertTheyCostThat(Cost.PLAIN);
    }

    @Test
    void featuresTakeTheirAtomicStepsAndBytes() {
        assertTheyCostThat(Cost.FEATURES);
    }

    private static void assertTheyCostThat(List<Cost> costs) {
        SoftAssertions counted = new SoftAssertions();
        for (Cost cost : costs) {
            Runnable operation = cost.prepared().apply(new CostBench());
            counted.assertThat(each(Probe::atomicSteps, operation))
                    .as("atomic steps of %s, as Cost says", cost.what())
                    .isEqualTo(cost.steps());
            counted.assertThat(each(THREADS::getCurrentThreadAllocatedBytes, operation))
                    .as(
                            "bytes of %s, as Cost says; if they are fewer now, say so there",
                            cost.what())
                    .isBetween(cost.bytes() - cost.bytes() / BYTES_UNDER_BOUND, cost.bytes());
        }
        counted.assertAll();
    }

    @Test
    void thePageSaysTheSame() throws IOException {
        PAGE.judge("""
                # Counts

                Atomic steps and bytes of one job from its submission to its end, which depend on no
                machine. A step is a compare-and-set, another atomic change or a fence
                in Baton's own code, counted by probes woven into it. The bytes are what the thread
                allocates before anything is compiled; the compiler then leaves some out
                ([performance.md](performance.md) has what is left), and another JDK may take a few less.
                A build in which any of them takes one step more or less, or more bytes, fails.
                Generated from the table of that test; rewrite it with

                ```
                %s
                ```

                ## Jobs that ask for nothing beside their buffers

                Exclusive on k buffers, with a client that is called directly.

                %s
                ## What else may be asked for

                On one buffer that nobody else wants, unless said otherwise; the fence or the timer is
                counted with the job.

                %s""".formatted(PAGE.rewrite(), table(Cost.PLAIN), table(Cost.FEATURES)));
    }

    private static String table(List<Cost> costs) {
        return costs.stream()
                .map(cost -> "| %s | %s | %s |\n"
                        .formatted(
                                cost.what(),
                                perJob(cost, cost.steps()),
                                perJob(cost, cost.bytes())))
                .collect(Collectors.joining(
                        "", "| a job | atomic steps | bytes |\n|---|---|---|\n", ""));
    }

    private static String perJob(Cost cost, long count) {
        String format = count % cost.jobs() == 0 ? "%.0f" : "%.1f";
        return String.format(Locale.ROOT, format, (double) count / cost.jobs());
    }

    @Test
    void listenerForAFlightRecordingThatDoesNotRunTakesNoStepAndNoByte() {
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
        assertThat(each(THREADS::getCurrentThreadAllocatedBytes, job)).isZero();
    }

    @Test
    void snapshotTakesNoAtomicStepAndAllocatesInProportionToWhatWaits() {
        AccessSet set = AccessSet.exclusive(new SyncQueue("queue"));
        long[] bytes = new long[3];
        int waiting = 0;
        for (int i = 0; i < bytes.length; i++) {
            for (int left = WAITING[i] - waiting; left > 0; left--, waiting++) {
                dispatcher.submit(set, client);
            }
            assertThat(each(Probe::atomicSteps, dispatcher::snapshot)).isZero();
            bytes[i] = each(THREADS::getCurrentThreadAllocatedBytes, dispatcher::snapshot);
        }
        assertThat((bytes[2] - bytes[1]) / (WAITING[2] - WAITING[1]))
                .isLessThanOrEqualTo(SNAPSHOT_BYTES_PER_JOB_MAX);
    }

    /** What one operation adds to a count; the median, as the JVM makes something for itself now and then. */
    private static long each(LongSupplier count, Runnable operation) {
        for (int i = 0; i < WARM_UP; i++) {
            operation.run();
        }
        long[] counts = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long before = count.getAsLong();
            operation.run();
            counts[i] = count.getAsLong() - before;
        }
        Arrays.sort(counts);
        return counts[ROUNDS / 2];
    }
}
