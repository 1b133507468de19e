package dev.baton.bench;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Many jobs of two threads over the same buffers, released or, where they would be waited for,
 * cancelled; and the heap in use after full collections when each tenth of them is done and nothing
 * is left. Ends with status 1 if that has grown.
 */
final class Soak {
    /** Less than a byte for a thousand of 10^9 jobs. */
    private static final long GROWTH_BYTES_MAX = 512 << 10;

    private static final int MARKS = 10;
    private static final int THREADS = 2;
    private static final int QUEUES = 1_000;
    private static final int SETS = 4_096;
    private static final int BUFFERS_MAX = 4;
    private static final int LIVE_MAX = 64;
    private static final long TOLD_EVERY = 1 << 16;
    private static final long PROGRESS_MILLIS = 500;
    private static final long SEED = 1;

    private static final String ERASE_LINE = "\r\033[K";

    private final Client client = job -> {};
    private final Dispatcher dispatcher = new Dispatcher();
    private final AccessSet[] sets = new AccessSet[SETS];
    private final LongAdder done = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final long jobs;

    private Soak(long jobs) {
        this.jobs = jobs;
        SyncQueue[] queues = Stream.generate(() -> new SyncQueue("queue"))
                .limit(QUEUES)
                .toArray(SyncQueue[]::new);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < SETS; i++) {
            AccessSet.Builder set = AccessSet.builder();
            for (int k = random.nextInt(BUFFERS_MAX); k >= 0; k--) {
                SyncQueue queue = queues[random.nextInt(QUEUES)];
                set = random.nextBoolean() ? set.shared(queue) : set.exclusive(queue);
            }
            sets[i] = set.build();
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Soak soak = new Soak(Long.parseLong(args[1]));
        StringBuilder table =
                new StringBuilder("| jobs | of them cancelled | heap, bytes |\n|---|---|---|\n");
        long startNanos = System.nanoTime();
        long first = 0;
        long most = 0;
        for (int mark = 1; mark <= MARKS; mark++) {
            soak.runUntil(soak.jobs * mark / MARKS, mark);
            long used = used();
            first = mark == 1 ? used : first;
            most = Math.max(most, used);
            String line =
                    format("| %,d | %,d | %,d |\n", soak.done.sum(), soak.cancelled.sum(), used);
            table.append(line);
            System.out.print(line);
        }
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        table.append(format(
                "\n%,d jobs in %.0f s, by %d threads. The heap grew by %,d bytes at the most; %,d are allowed.\n",
                soak.done.sum(), seconds, THREADS, most - first, GROWTH_BYTES_MAX));
        new Section(Path.of(args[0]), "soak").add(table.toString()).write();
        System.out.print(table);
        System.exit(most - first > GROWTH_BYTES_MAX ? 1 : 0);
    }

    private void runUntil(long target, int mark) throws InterruptedException {
        long each = (target - done.sum()) / THREADS;
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            SplittableRandom random = new SplittableRandom(SEED + mark * THREADS + i);
            threads[i] = new Thread(() -> work(each, random), "soak " + i);
            threads[i].start();
        }
        for (Thread thread : threads) {
            for (thread.join(PROGRESS_MILLIS); thread.isAlive(); thread.join(PROGRESS_MILLIS)) {
                showProgress();
            }
        }
    }

    private void showProgress() {
        if (System.console() != null) {
            System.err.print(ERASE_LINE + format("%,d of %,d jobs\r", done.sum(), jobs));
        }
    }

    /** Keeps so many jobs, and ends the oldest before each that comes. */
    private void work(long count, SplittableRandom random) {
        Job[] live = new Job[LIVE_MAX];
        long told = 0;
        for (long i = 0; i < count; i++) {
            int slot = (int) (i % LIVE_MAX);
            end(live[slot]);
            live[slot] = dispatcher.submit(sets[random.nextInt(SETS)], client);
            if (i - told >= TOLD_EVERY) {
                done.add(i - told);
                told = i;
            }
        }
        done.add(count - told);
        for (Job job : live) {
            end(job);
        }
    }

    /** Only this thread ends the job, so if it is not cancelled it is granted. */
    private void end(Job job) {
        if (job == null) {
            return;
        }
        if (!job.isGranted() && job.cancel()) {
            cancelled.increment();
        } else if (!job.release()) {
            throw new IllegalStateException(job + " has ended");
        }
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static String format(String format, Object... args) {
        return String.format(Locale.ROOT, format, args);
    }
}
