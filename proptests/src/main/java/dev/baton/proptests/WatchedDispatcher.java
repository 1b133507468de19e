package dev.baton.proptests;

import dev.baton.buffers.heap.HeapReport;
import dev.baton.buffers.heap.SystemHeap;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.Snapshot;
import dev.baton.engine.VirtualTimers;
import dev.baton.event.Event;
import dev.baton.event.EventStream;
import dev.baton.law.Laws;
import dev.baton.law.WaitForGraph;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A dispatcher in virtual time, every event of which is judged by all laws; with a heap for buffers
 * that must all come back. {@link CheckLaws} makes one for each test; by hand it works with any
 * other framework.
 *
 * <p><b>Threading:</b> any thread may work with its parts; {@link #check} when all of them are done.
 * <b>Progress:</b> whoever publishes an event judges what there is to judge, unless another thread is
 * at it; nobody waits for that. <b>Cost:</b> the laws', and events wait in an unbounded queue while a
 * thread is stopped in judging.
 *
 * @since 0.1
 */
public final class WatchedDispatcher {
    private static final List<Class<?>> PARTS = List.of(
            WatchedDispatcher.class, Dispatcher.class, VirtualTimers.class, SystemHeap.class);

    /** So many jobs that were left are explained; the others are counted. */
    private static final int EXPLAINED_MAX = 3;

    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final ReentrantLock judging = new ReentrantLock();
    private final Laws laws = Laws.all();
    private final Census census = new Census();
    private final VirtualTimers timers = new VirtualTimers();
    private final SystemHeap heap = new SystemHeap();
    private final Dispatcher dispatcher =
            new Dispatcher(new Unfinished(new EventStream(timers::nowNanos, this::on)), timers);

    /** Whether nobody but the thread that made this has worked with it: then time moves in between. */
    private volatile boolean oneThread = true;

    private final Thread thread = Thread.currentThread();
    private long lastNanos;

    /** A dispatcher with no jobs, at time 0. */
    public WatchedDispatcher() {}

    /** {@return where jobs are submitted} */
    public Dispatcher dispatcher() {
        return dispatcher;
    }

    /** {@return what moves the dispatcher's time} */
    public VirtualTimers timers() {
        return timers;
    }

    /** {@return where buffers come from that must be closed in the end} */
    public SystemHeap heap() {
        return heap;
    }

    /** Whether it has a part of a type. */
    static boolean hasPart(Class<?> type) {
        return PARTS.contains(type);
    }

    /** The part of one of {@link #PARTS}. */
    Object part(Class<?> type) {
        return List.of(this, dispatcher, timers, heap).get(PARTS.indexOf(type));
    }

    /** What is offered before the lock is tried is judged by who has it, or at the next event. */
    private void on(Event event) {
        oneThread &= Thread.currentThread() == thread;
        events.add(event);
        if (!judging.isHeldByCurrentThread() && judging.tryLock()) {
            try {
                judge();
            } finally {
                judging.unlock();
            }
        }
    }

    private void judge() {
        for (Event event = events.poll(); event != null; event = events.poll()) {
            if (event.nanos() > lastNanos && oneThread) {
                laws.quiescent();
            }
            lastNanos = event.nanos();
            laws.on(event);
            census.on(event);
        }
    }

    /**
     * Says that no operation is in flight now: what should have happened by itself must have
     * happened. While one thread does everything this is known whenever time has moved, which it
     * must not do in callbacks of clients then.
     */
    public void quiescent() {
        judging.lock();
        try {
            judge();
            laws.quiescent();
        } finally {
            judging.unlock();
        }
    }

    /**
     * What ran so far.
     *
     * @return the counts of this one try
     */
    public Counts counts() {
        judging.lock();
        try {
            judge();
            return census.counts(dispatcher.lateReleases());
        } finally {
            judging.unlock();
        }
    }

    /**
     * Judges everything, when no operation is in flight any more, and closes the dispatcher.
     *
     * @throws AssertionError if a law was broken; if a job was left that will not end by itself, with
     *     the {@linkplain Dispatcher#explain explanation} of each and the circle in which they wait;
     *     if a buffer was left open, with what keeps it
     */
    public void check() {
        List<String> wrong = new ArrayList<>();
        Snapshot left = dispatcher.snapshot();
        judging.lock();
        try {
            judge();
            laws.end();
        } finally {
            judging.unlock();
        }
        laws.violations().forEach(violation -> wrong.add("law broken: " + violation));
        if (laws.broken() > 0) {
            wrong.addAll(explained(left));
        }
        dispatcher.close(Duration.ZERO); // so that no thread is left blocked in there
        HeapReport report = heap.report();
        if (!report.isClean()) {
            wrong.add("left open: " + report.describe());
        }
        if (!wrong.isEmpty()) {
            throw new AssertionError(String.join("\n", wrong));
        }
    }

    private List<String> explained(Snapshot snapshot) {
        List<Job> left = snapshot.jobs().stream()
                .map(state -> state.node().job())
                .filter(Objects::nonNull)
                .toList();
        List<String> words = new ArrayList<>();
        if (!snapshot.cycle().isEmpty()) {
            words.add("circle: " + WaitForGraph.inWords(snapshot.cycle()));
        }
        left.stream()
                .limit(EXPLAINED_MAX)
                .forEach(job ->
                        words.add("left: " + dispatcher.explain(job).describe().strip()));
        if (left.size() > EXPLAINED_MAX) {
            words.add("and " + (left.size() - EXPLAINED_MAX) + " more jobs were left");
        }
        return words;
    }
}
