package dev.baton.fence;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What is to happen if a producer is lost: its fences end with an error that says where it was made.
 * No thread waits for that: the collector only queues it, and whoever makes a producer or waits for a
 * fence looks.
 */
final class Abandonment extends PhantomReference<Object> {
    /** How often a thread that waits looks for lost producers. */
    static final long LOOK_NANOS = 50_000_000;

    private static final ReferenceQueue<Object> LOST = new ReferenceQueue<>();

    /** Those that may still be lost; a reference that is not reachable itself is never queued. */
    private static final Set<Abandonment> OPEN = ConcurrentHashMap.newKeySet();

    private static final StackWalker STACK = StackWalker.getInstance();
    private static final String SELF = Abandonment.class.getName();

    private final Consumer<Throwable> end;
    private final String place;

    private Abandonment(Object producer, Consumer<Throwable> end) {
        super(producer, LOST);
        this.end = end;
        Set<String> makers = Set.of(SELF, producer.getClass().getName());
        this.place = STACK.walk(frames -> frames.map(StackWalker.StackFrame::toStackTraceElement)
                .dropWhile(frame -> makers.contains(frame.getClassName()))
                .findFirst()
                .map(StackTraceElement::toString)
                .orElse("an unknown place"));
    }

    /**
     * Watches a producer.
     *
     * @param end ends its fences; must not keep the producer reachable
     */
    static Abandonment of(Object producer, Consumer<Throwable> end) {
        endAbandoned();
        Abandonment mine = new Abandonment(producer, end);
        OPEN.add(mine);
        return mine;
    }

    /** The producer has done its work. */
    void cancel() {
        OPEN.remove(this);
        clear();
    }

    /** Ends the fences of all producers that were found lost. */
    static void endAbandoned() {
        for (Object lost = LOST.poll(); lost != null; lost = LOST.poll()) {
            Abandonment mine = (Abandonment) lost;
            if (OPEN.remove(mine)) {
                mine.end.accept(new FenceAbandonedException(
                        "lost without a signal; its source was made at " + mine.place));
            }
        }
    }

    static long nanosOf(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException beyond) {
            return Long.MAX_VALUE;
        }
    }
}
