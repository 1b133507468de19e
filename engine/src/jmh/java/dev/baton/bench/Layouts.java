package dev.baton.bench;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;

import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.GraphLayout;

import java.util.Locale;
import java.util.stream.Stream;

/** How many bytes a job, and a queue, keep alive: their object graphs, walked by JOL. */
final class Layouts {
    private static final int COUNT = 1_000;
    private static final double ALONE_GOAL = 64;
    private static final double BEHIND_GOAL = 96;

    private static final String BOLD_LINE = "| %s | **%.0f** | %.0f |\n";

    private static final Client CLIENT = job -> {};

    private final Dispatcher dispatcher = new Dispatcher();
    private final AccessSet[] sets;

    private Layouts(int k, boolean shared) {
        sets = Stream.generate(
                        () -> shared ? AccessSet.shared(queues(k)) : AccessSet.exclusive(queues(k)))
                .limit(COUNT)
                .toArray(AccessSet[]::new);
    }

    private static SyncQueue[] queues(int k) {
        return Stream.generate(() -> new SyncQueue("queue")).limit(k).toArray(SyncQueue[]::new);
    }

    static String table() {
        StringBuilder text =
                new StringBuilder("| kept alive by one | bytes | goal |\n|---|---|---|\n");
        text.append(line("idle queue, used before", idle(), 0));
        for (int k : new int[] {1, 4}) {
            text.append(line("exclusive job alone, k = " + k, alone(k), ALONE_GOAL))
                    .append(line("the first behind it", added(k, false, 1), BEHIND_GOAL))
                    .append(line("each further one", added(k, false, 2), BEHIND_GOAL))
                    .append(line("reader behind readers, k = " + k, added(k, true, 2), 0));
        }
        return text.toString();
    }

    private static String line(String what, double bytes, double goal) {
        String format = goal == 0
                ? "| %s | %.0f | |\n"
                : bytes > goal ? BOLD_LINE : "| %s | %.0f | %.0f |\n";
        return String.format(Locale.ROOT, format, what, bytes, goal);
    }

    /** Without the set, which is the user's, and the place in the array. */
    private static double idle() {
        SyncQueue[] queues = queues(COUNT);
        Dispatcher dispatcher = new Dispatcher();
        for (SyncQueue queue : queues) {
            dispatcher.submit(AccessSet.exclusive(queue), CLIENT).release();
        }
        long none = size(new SyncQueue[COUNT], new Dispatcher());
        return (double) (size(queues, dispatcher) - none) / COUNT;
    }

    private static double alone(int k) {
        Layouts layouts = new Layouts(k, false);
        for (AccessSet set : layouts.sets) {
            layouts.dispatcher.submit(set, CLIENT).release();
        }
        // The job takes the place of one that is over, which each queue had kept as its last.
        return layouts.added() + ClassLayout.parseClass(Job.class).instanceSize();
    }

    /** What one more keeps alive behind so many. */
    private static double added(int k, boolean shared, int ahead) {
        Layouts layouts = new Layouts(k, shared);
        for (int i = 0; i < ahead; i++) {
            layouts.added();
        }
        return layouts.added();
    }

    /** Submits a job for each set, which all are kept alive by their queues. */
    private double added() {
        long before = size(sets, dispatcher);
        for (AccessSet set : sets) {
            dispatcher.submit(set, CLIENT);
        }
        return (double) (size(sets, dispatcher) - before) / COUNT;
    }

    private static long size(Object... roots) {
        return GraphLayout.parseInstance(roots).totalSize();
    }
}
