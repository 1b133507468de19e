package dev.baton.proptests.probe;

import static dev.baton.engine.JobOptions.DEFAULT;

import dev.baton.engine.Gate;
import dev.baton.engine.PoisonPolicy;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * What one operation costs: the one place to write down a new figure.
 *
 * @param what the operation
 * @param jobs how many jobs it submits; the figures are of all of them together
 * @param steps atomic steps, exactly
 * @param bytes allocated by the calling thread, at most
 * @param prepared makes ready what it needs; what that returns is the operation
 */
record Cost(String what, int jobs, long steps, long bytes, Function<CostBench, Runnable> prepared) {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Jobs that ask for nothing beside their buffers. */
    static final List<Cost> PLAIN = List.of(
            one("alone, k = 1", 2, 48, b -> b.alone(b.exclusive(1))),
            one("alone, k = 2", 4, 48, b -> b.alone(b.exclusive(2))),
            one("alone, k = 4", 6, 48, b -> b.alone(b.exclusive(4))),
            one("alone, k = 16", 18, 48, b -> b.alone(b.exclusive(16))),
            one("alone and shared, k = 1", 2, 48, b -> b.alone(b.shared(1))),
            one("alone and shared, k = 4", 6, 48, b -> b.alone(b.shared(4))),
            one("behind one job, k = 1", 6, 176, b -> b.behind(b.exclusive(1))),
            one("behind one job, k = 4", 12, 280, b -> b.behind(b.exclusive(4))),
            one("behind one job, k = 16", 36, 712, b -> b.behind(b.exclusive(16))),
            new Cost("a writer and 15 readers, k = 1", 16, 111, 2816, b -> b.readers(1)),
            new Cost("a writer and 15 readers, k = 4", 16, 297, 4480, b -> b.readers(4)),
            one("cancelled while it waits, k = 1", 4, 176, b -> b.cancelled(1)),
            one("cancelled while it waits, k = 4", 7, 280, b -> b.cancelled(4)),
            one("blocking acquire, k = 1", 3, 152, b -> b.acquired(1)),
            one("blocking acquire, k = 4", 7, 152, b -> b.acquired(4)),
            one("ended access by access, k = 4", 25, 488, b -> b.accessByAccess(4)),
            one("downgraded", 6, 168, CostBench::downgraded));

    /** What a job or a client may ask for beside that, of a job alone with k = 1 unless said. */
    static final List<Cost> FEATURES = List.of(
            one("a client with an inbox", 2, 72, CostBench::inbox),
            one("a client on an executor", 2, 80, CostBench::executor),
            one("an eager client, k = 4", 14, 248, CostBench::eager),
            one("hardware of one domain, behind one job", 12, 920, CostBench::hardware),
            one("an observer", 14, 752, CostBench::observed),
            one("an observer, behind one job", 17, 752, CostBench::observedBehind),
            one("a deadline", 3, 496, b -> b.alone(b.one, DEFAULT.deadline(1))),
            one("a deadline, behind one job", 6, 560, b -> b.behind(b.one, DEFAULT.deadline(1))),
            one("an expiry", 3, 336, b -> b.alone(b.one, DEFAULT.expiry(1))),
            one("not before", 5, 416, CostBench::notBefore),
            one("a hold", 5, 416, b -> b.alone(b.one, DEFAULT.hold(SECOND))),
            one("a gate that holds its place", 11, 2672, b -> b.gated(f -> new Gate(f, SECOND))),
            one("a gate before the placing", 11, 3120, b -> b.gated(Gate::beforePlacing)),
            one("an out-fence", 5, 400, b -> b.alone(b.one, DEFAULT.withOutFence())),
            one("an exported fence", 15, 1960, CostBench::exported),
            one("a wait until a queue is ready", 12, 1872, CostBench::ready),
            one("foreign work by its fence", 9, 1576, CostBench::imported),
            one(
                    "skip if poisoned",
                    4,
                    296,
                    b -> b.alone(b.one, DEFAULT.onPoison(PoisonPolicy.SKIP))),
            new Cost("fails, and the next heals", 2, 14, 320, CostBench::poisoned),
            one("open-ended until the next", 5, 1072, CostBench::succeeded),
            one("tells of its end", 4, 304, CostBench::tellingItsEnd),
            one("revocable", 4, 208, CostBench::revocable),
            one("released twice", 3, 48, CostBench::releasedTwice));

    private static Cost one(
            String what, long steps, long bytes, Function<CostBench, Runnable> prepared) {
        return new Cost(what, 1, steps, bytes, prepared);
    }
}
