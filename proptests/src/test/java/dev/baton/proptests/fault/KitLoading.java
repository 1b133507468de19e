package dev.baton.proptests.fault;

import dev.baton.proptests.kit.Kit;
import dev.baton.proptests.probe.ProbingLoader;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Loads the kit anew, woven, over some replaced classes, and lets it search. */
final class KitLoading {
    /** A search that takes so much longer than it was told hangs in the engine. */
    private static final long HANG_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** Small, so that what recurses overflows it soon. */
    private static final long STACK_BYTES = 256 * 1024;

    /** What is there of a search that never came back: an alarm is more than that. */
    static final String HANGS = "hangs";

    private KitLoading() {}

    /** What the kit finds in the sources as they are after a fault; with no fault, as they are. */
    static Map<String, String> search(Map<String, byte[]> replaced, Map<String, Long> told) {
        try {
            Function<Map<String, Long>, Map<String, String>> kit = load(replaced);
            FutureTask<Map<String, String>> task = new FutureTask<>(() -> kit.apply(told));
            Thread thread = new Thread(null, task, "kit", STACK_BYTES);
            thread.setDaemon(true);
            thread.start();
            return result(task, kit, told.get("nanos") + HANG_NANOS);
        } catch (ReflectiveOperationException | InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Function<Map<String, Long>, Map<String, String>> load(
            Map<String, byte[]> replaced) throws ReflectiveOperationException {
        ClassLoader faulty = new FaultLoader(Kit.class.getClassLoader(), replaced, List.<Path>of());
        Class<?> kit = new ProbingLoader(faulty).loadClass(Kit.class.getName());
        return (Function<Map<String, Long>, Map<String, String>>)
                kit.getDeclaredConstructor().newInstance();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> result(
            Future<Map<String, String>> task,
            Function<Map<String, Long>, Map<String, String>> kit,
            long nanos)
            throws InterruptedException, ExecutionException {
        try {
            return task.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException hangs) {
            Map<String, String> found = ((Supplier<Map<String, String>>) kit).get();
            return found.isEmpty() ? Map.of(HANGS, "true") : found;
        }
    }
}
