package dev.baton.bench;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Measures what a million queues, and a million queued jobs, keep alive: the heap in use after full
 * collections, before and after. Run alone, in a fresh JVM with a heap of 4 GiB.
 */
final class Footprint {
    private static final int COUNT = 1_000_000;
    private static final Client CLIENT = job -> {};

    private static final StringBuilder TABLE = new StringBuilder();

    public static void main(String[] args) throws IOException {
        measured("queue, never used", Footprint::queues);
        measured("idle queue, used before", () -> {
            SyncQueue[] queues = queues();
            Dispatcher dispatcher = new Dispatcher();
            for (SyncQueue queue : queues) {
                dispatcher.submit(AccessSet.exclusive(queue), CLIENT).release();
            }
            return new Object[] {queues, dispatcher};
        });
        for (int k : new int[] {1, 4}) {
            measured("job queued behind another, k = " + k, () -> queued(k, false));
        }
        measured("reader beside others, k = 1", () -> queued(1, true));
        measured("ended reader behind a long one", Footprint::endedReaders);
        new Section(Path.of(args[0]), "footprint")
                .add("| one of 1,000,000 | bytes |\n|---|---|\n" + TABLE)
                .write();
    }

    private static void measured(String what, Supplier<Object> made) {
        long before = used();
        Object kept = made.get();
        double bytes = (double) (used() - before) / COUNT;
        Reference.reachabilityFence(kept);
        TABLE.append(String.format(Locale.ROOT, "| %s | %.0f |\n", what, bytes));
        System.err.printf(Locale.ROOT, "%s: %.1f bytes%n", what, bytes);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static SyncQueue[] queues() {
        SyncQueue[] queues = new SyncQueue[COUNT];
        for (int i = 0; i < COUNT; i++) {
            queues[i] = new SyncQueue("queue");
        }
        return queues;
    }

    private static AccessSet set(int k, boolean shared) {
        SyncQueue[] queues = new SyncQueue[k];
        for (int i = 0; i < k; i++) {
            queues[i] = new SyncQueue("queue");
        }
        return shared ? AccessSet.shared(queues) : AccessSet.exclusive(queues);
    }

    private static Object queued(int k, boolean shared) {
        Dispatcher dispatcher = new Dispatcher();
        AccessSet set = set(k, shared);
        for (int i = 0; i <= COUNT; i++) {
            dispatcher.submit(set, CLIENT);
        }
        return new Object[] {dispatcher, set};
    }

    private static Object endedReaders() {
        Dispatcher dispatcher = new Dispatcher();
        AccessSet set = set(1, true);
        Job longOne = dispatcher.submit(set, CLIENT);
        Job other = dispatcher.submit(set, CLIENT);
        for (int i = 0; i < COUNT; i++) {
            Job next = dispatcher.submit(set, CLIENT);
            other.release();
            other = next;
        }
        return new Object[] {dispatcher, longOne, other};
    }
}
