package dev.baton.engine;

import dev.baton.law.WaitForGraph;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Who waits for whom, read from the queues while they live on. What is read of a job that is placed
 * is true until the job it waits for ends: nobody comes in between.
 *
 * <p>In the graph a job stands for its grant, and for its end too, as a granted job will end. Not so
 * one that is open-ended: it ends at the grant of the next in its succession, and its end is a node
 * of its own.
 */
final class Waits {
    private static final int FEW_MAX = 8;

    /** Put into a graph, and in words, only if a cycle is possible: every flip asks, few close one. */
    private final List<Consumer<WaitForGraph<Object>>> waits = new ArrayList<>();

    /** Open-ended jobs whose end somebody waits for. */
    private final List<Job> openEnds = new ArrayList<>();

    /** Looked through one by one: most walks are short, and a job's identity hash costs more. */
    private final List<Job> few = new ArrayList<>(FEW_MAX);

    /** All that were seen, once they are not few. */
    private @Nullable Set<Job> many;

    private final Deque<Job> unread = new ArrayDeque<>(FEW_MAX);

    /**
     * Adds whom one access waits for: the nearest exclusive access ahead, which waits itself for
     * what is further ahead, and if it is exclusive all shared ones up to that.
     *
     * @param ahead the place it stands behind, or would stand behind
     */
    void add(Job waiter, SyncQueue queue, boolean shared, @Nullable Place ahead) {
        for (Place at = ahead; at != null; at = Closing.before(at)) {
            Job holder = at.job();
            boolean reader = isShared(at, queue);
            if (holder == waiter || isOver(at)) {
                continue;
            }
            if (!(shared && reader)) {
                waits.add(graph -> graph.add(
                        waiter, "waits for queue " + queue + " behind", endOf(holder, queue)));
                unread.add(holder);
                if (endOf(holder, queue) != holder) {
                    openEnds.add(holder);
                }
            }
            if (!reader) {
                return;
            }
        }
    }

    /** Adds whom all accesses of a placed job wait for: of foreign work, which is under way, nobody. */
    void addAll(Job job) {
        AccessSet set = job.isForeignWork() ? null : job.setAcquire();
        boolean inSubmit = job.isInSubmit(); // asked first: afterwards it has all its entries
        for (int i = 0; set != null && i < set.orderedCount(); i++) {
            Entry entry = job.entryIfAny(i);
            if (entry == null && inSubmit) {
                entry = entryFromTail(job, set.queue(i));
            }
            if (entry != null && !Entry.isPermitted(entry.bits())) {
                add(job, set.queue(i), entry.has(Entry.SHARED), entry.prev());
            }
        }
    }

    /** The entry of a job that stands on a queue, whose owner was stopped right after placing it. */
    private static @Nullable Entry entryFromTail(Job job, SyncQueue queue) {
        Place at = queue.tailAcquire();
        while (at != null && at.job() != job) {
            at = Closing.before(at);
        }
        return at instanceof Entry entry ? entry : null;
    }

    /**
     * The cycle that is closed if an open-ended job is to end by another; empty if there is none.
     */
    List<WaitForGraph.Wait<Object>> cycleIfEndedBy(Job openEnded, Job next) {
        addSuccessor(openEnded, next);
        for (Job job = unread.poll(); job != null; job = unread.poll()) {
            if (isNew(job)) {
                addAll(job);
                Particulars particulars = job.particulars();
                Job successor = particulars == null ? null : particulars.succeededBy;
                if (successor != null) {
                    addSuccessor(job, successor);
                    unread.add(successor);
                }
                if (job.openEnded()) {
                    Job granted = job;
                    waits.add(graph ->
                            graph.add(endOf(granted), "is still to be granted as", granted));
                }
            }
        }
        return openEnds.contains(openEnded) ? cycle() : List.of();
    }

    /** Notes a job; whether it was not noted before. */
    private boolean isNew(Job job) {
        if (many != null) {
            return many.add(job);
        }
        for (int i = 0; i < few.size(); i++) {
            if (few.get(i) == job) {
                return false;
            }
        }
        few.add(job);
        if (few.size() == FEW_MAX) {
            many = Collections.newSetFromMap(new IdentityHashMap<>());
            many.addAll(few);
        }
        return true;
    }

    private List<WaitForGraph.Wait<Object>> cycle() {
        WaitForGraph<Object> graph = new WaitForGraph<>();
        waits.forEach(wait -> wait.accept(graph));
        return graph.cycle();
    }

    private void addSuccessor(Job openEnded, Job next) {
        waits.add(graph -> graph.add(
                endOf(openEnded), "ends by " + openEnded.options().endedBy() + ",", next));
    }

    /** The end of one access: the turn in a succession follows from the grant. */
    private static Object endOf(Job job, SyncQueue queue) {
        Succession endedBy = job.options().endedBy();
        return endedBy != null && endedBy.queue() == queue ? job : endOf(job);
    }

    private static Object endOf(Job job) {
        return job.openEnded() ? new OpenEnd(job) : job;
    }

    /** The end of an open-ended job, which does not follow from its grant. */
    private record OpenEnd(Job job) {
        @Override
        public String toString() {
            return job.toString();
        }
    }

    static boolean isOver(Place at) {
        return at.job().isOver() || at instanceof Entry entry && entry.has(Entry.OVER);
    }

    static boolean isShared(Place at, SyncQueue queue) {
        if (at instanceof Entry entry) {
            return entry.has(Entry.SHARED);
        }
        AccessSet set = at.job().setAcquire();
        return set == null || set.isShared(set.indexOf(queue));
    }
}
