package dev.baton.bench;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a job costs among many others: jobs in a queue, queues, buffers of a job, readers behind a
 * writer. In nanoseconds of the one thread that does it all, so collections on others are left out;
 * beside them the ratio to the first case of the same kind. Run alone, with a heap of 4 GiB.
 */
final class Scale {
    private static final int ROUNDS = 5;
    private static final int SMALL = 1_000;
    private static final int ACCESSES = 1 << 20;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Granted and not released yet, in the order of their grants. */
    private final ArrayDeque<Job> granted = new ArrayDeque<>();

    private final Client client = granted::add;
    private final Dispatcher dispatcher = new Dispatcher();

    /** Nanoseconds of one job, or of one access of it. */
    private record Took(double submit, double drain) {
        String line(String what, Took first) {
            return format(
                    "| %s | %.0f | %.0f | %.2f | %.2f |\n",
                    what, submit, drain, submit / first.submit, drain / first.drain);
        }

        static Took median(Took... all) {
            return new Took(
                    Arrays.stream(all).mapToDouble(Took::submit).sorted().toArray()[all.length / 2],
                    Arrays.stream(all).mapToDouble(Took::drain).sorted().toArray()[all.length / 2]);
        }
    }

    /** One way to queue jobs up. */
    private interface Shape {
        Took on(Scale fresh);
    }

    public static void main(String[] args) throws IOException {
        int jobs = Integer.parseInt(args[1]);
        StringBuilder text = new StringBuilder(format(
                "Measured with JDK %s on %d cores; median of %d.\n",
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                ROUNDS));
        text.append(head("jobs of one buffer, exclusive", "job"));
        Took first = median(scale -> scale.queued(SMALL, 1, jobs / SMALL / 10));
        text.append(first.line(format("%,d on one queue", SMALL), first));
        text.append(median(scale -> scale.queued(jobs, 1, 1))
                .line(format("%,d on one queue", jobs), first));
        for (int queues : new int[] {SMALL, jobs / 10}) {
            text.append(median(scale -> scale.queued(jobs, queues, 1))
                    .line(format("%,d over %,d queues", jobs, queues), first));
        }
        text.append(buffers()).append(readers()).append('\n').append(Layouts.table());
        new Section(Path.of(args[0]), "scale").add(text.toString()).write();
        System.out.print(text);
    }

    private static String buffers() {
        StringBuilder text = new StringBuilder(head("buffers of a job", "access"));
        Took first = median(scale -> scale.chained(8));
        text.append(first.line("8", first));
        for (int k : new int[] {64, 256, 1024}) {
            text.append(median(scale -> scale.chained(k)).line(format("%,d", k), first));
        }
        return text.toString();
    }

    private static String readers() {
        StringBuilder text = new StringBuilder(head("readers behind a writer", "job"));
        Took first = median(scale -> scale.readers(15));
        text.append(first.line("15", first));
        for (int readers : new int[] {1_000, 10_000}) {
            text.append(
                    median(scale -> scale.readers(readers)).line(format("%,d", readers), first));
        }
        return text.toString();
    }

    private static String head(String kind, String per) {
        return format(
                "\n| %s | submit, ns per %s | drain, ns per %s | submit, of the first | drain, of the first |\n"
                        + "|---|---|---|---|---|\n",
                kind, per, per);
    }

    private static Took median(Shape shape) {
        Took[] all = new Took[ROUNDS];
        shape.on(new Scale()); // not counted: compiles
        for (int i = 0; i < ROUNDS; i++) {
            System.gc();
            all[i] = shape.on(new Scale());
        }
        return Took.median(all);
    }

    /** Each queue has an owner to begin with; then jobs come in turn to all queues, and all are released. */
    private Took queued(int jobs, int queues, int times) {
        AccessSet[] sets = Stream.generate(() -> AccessSet.exclusive(new SyncQueue("queue")))
                .limit(queues)
                .toArray(AccessSet[]::new);
        long submitNanos = 0;
        long drainNanos = 0;
        for (int time = 0; time < times; time++) {
            long begin = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < jobs; i++) {
                dispatcher.submit(sets[i % queues], client);
            }
            long middle = THREADS.getCurrentThreadCpuTime();
            drain(jobs);
            submitNanos += middle - begin;
            drainNanos += THREADS.getCurrentThreadCpuTime() - middle;
        }
        double all = (double) jobs * times;
        return new Took(submitNanos / all, drainNanos / all);
    }

    /** Jobs of k buffers, all of the same, a few in the queues. */
    private Took chained(int k) {
        SyncQueue[] queues =
                Stream.generate(() -> new SyncQueue("queue")).limit(k).toArray(SyncQueue[]::new);
        AccessSet set = AccessSet.exclusive(queues);
        int waiting = 8;
        long submitNanos = 0;
        long drainNanos = 0;
        for (int done = 0; done < ACCESSES; done += waiting * k) {
            long begin = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < waiting; i++) {
                dispatcher.submit(set, client);
            }
            long middle = THREADS.getCurrentThreadCpuTime();
            drain(waiting);
            submitNanos += middle - begin;
            drainNanos += THREADS.getCurrentThreadCpuTime() - middle;
        }
        return new Took((double) submitNanos / ACCESSES, (double) drainNanos / ACCESSES);
    }

    /** A writer, readers behind it, and so on; all of them are there before the first is released. */
    private Took readers(int readers) {
        SyncQueue queue = new SyncQueue("queue");
        AccessSet exclusive = AccessSet.exclusive(queue);
        AccessSet shared = AccessSet.shared(queue);
        int jobs = ACCESSES / (readers + 1) * (readers + 1);
        long begin = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < jobs; i++) {
            dispatcher.submit(i % (readers + 1) == 0 ? exclusive : shared, client);
        }
        long middle = THREADS.getCurrentThreadCpuTime();
        drain(jobs);
        long end = THREADS.getCurrentThreadCpuTime();
        return new Took((double) (middle - begin) / jobs, (double) (end - middle) / jobs);
    }

    /** Releases in the order of the grants, and each once. */
    private void drain(int jobs) {
        int released = 0;
        for (Job next = granted.poll(); next != null; next = granted.poll()) {
            released += next.release() ? 1 : 0;
        }
        if (released != jobs) {
            throw new IllegalStateException(released + " of " + jobs + " jobs were released");
        }
    }

    private static String format(String format, Object... args) {
        return String.format(Locale.ROOT, format, args);
    }
}
