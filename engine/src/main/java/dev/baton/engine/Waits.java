package dev.baton.engine;

import dev.baton.fence.Fence;
import dev.baton.law.WaitForGraph;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Who waits for whom, read from the queues, gates, fences and blocked threads while they live on.
 * Each wait, once true, is so until it is over, and then never again. But they are read one after the
 * other; so a cycle counts only if two walks in a row have seen it: all its waits were true at the
 * instant between the two.
 *
 * <p>In the graph a job stands for its grant, and for its end too, as a granted job will end. Not so
 * one that is open-ended: it ends at the grant of the next in its succession, and its end is a node
 * of its own. Nor one that is owned by who is blocked: its end waits for that.
 */
final class Waits {
    private static final int FEW_MAX = 8;

    /** Null on a walk that only asks whether a cycle is possible: every flip asks, few close one. */
    private final @Nullable List<Seen> waits;

    /** What a cycle must lead back to: who is blocked, or the end of an open-ended job. */
    private final Object closer;

    private boolean mayClose;

    /** Looked through one by one: most walks are short, and a job's identity hash costs more. */
    private final List<Object> few = new ArrayList<>(FEW_MAX);

    /** All that were seen, once they are not few. */
    private @Nullable Set<Object> many;

    /** Jobs and fences and who is blocked. */
    private final Deque<Object> unread = new ArrayDeque<>(FEW_MAX);

    private Waits(Object closer, @Nullable List<Seen> waits) {
        this.closer = closer;
        this.waits = waits;
    }

    /** The cycle that is closed by who is about to block. */
    static List<WaitForGraph.Wait<Object>> cycleThrough(Blocked blocked) {
        return cycleThrough(blocked, blocked, waits -> waits.addBlocked(blocked));
    }

    /**
     * The cycle that is closed if an open-ended job is to end by another.
     *
     * @param unplaced what that other asks for, if it has no place yet
     */
    static List<WaitForGraph.Wait<Object>> cycleIfEndedBy(
            Job openEnded, Job next, @Nullable AccessSet unplaced) {
        return cycleThrough(next, new OpenEnd(openEnded), waits -> {
            if (unplaced != null) {
                waits.addUnplaced(next, unplaced);
            }
            waits.addSuccessor(openEnded, next);
        });
    }

    private static List<WaitForGraph.Wait<Object>> cycleThrough(
            Object node, Object closer, Consumer<Waits> begin) {
        if (!walk(new Waits(closer, null), begin).mayClose) {
            return List.of();
        }
        WaitForGraph<Object> graph = new WaitForGraph<>();
        for (WaitForGraph.Wait<Object> wait : waits(closer, begin)) {
            graph.add(wait.waiter(), wait.reason(), wait.holder());
        }
        List<WaitForGraph.Wait<Object>> cycle = graph.cycleThrough(node);
        boolean still = cycle.isEmpty() || new HashSet<>(waits(closer, begin)).containsAll(cycle);
        return still ? cycle : List.of();
    }

    private static List<WaitForGraph.Wait<Object>> waits(Object closer, Consumer<Waits> begin) {
        List<Seen> seen = new ArrayList<>();
        walk(new Waits(closer, seen), begin);
        return seen.stream()
                .map(wait -> new WaitForGraph.Wait<>(wait.waiter, wait.reason(), wait.holder))
                .toList();
    }

    private static Waits walk(Waits waits, Consumer<Waits> begin) {
        begin.accept(waits);
        Deque<Object> unread = waits.unread;
        for (Object node = unread.poll(); node != null; node = unread.poll()) {
            if (waits.isNew(node)) {
                waits.read(node);
            }
        }
        return waits;
    }

    /** Notes a node; whether it was not noted before. */
    private boolean isNew(Object node) {
        if (many != null) {
            return many.add(node);
        }
        for (int i = 0; i < few.size(); i++) {
            if (few.get(i) == node) {
                return false;
            }
        }
        few.add(node);
        if (few.size() == FEW_MAX) {
            many = Collections.newSetFromMap(new IdentityHashMap<>());
            many.addAll(few);
        }
        return true;
    }

    private void read(Object node) {
        if (node instanceof Job job) {
            readJob(job);
        } else if (node instanceof Blocked blocked) {
            addBlocked(blocked);
        } else if (node instanceof JobFence fence) {
            Job told = fence.job();
            if (told != null) {
                add(fence, "signals at the end of", told, endOf(told));
            }
        } else if (node instanceof Fence fence) {
            fence.follows().forEach(each -> add(fence, "follows", each, each));
        }
    }

    private void readJob(Job job) {
        Particulars particulars = job.particulars();
        Job successor = particulars == null ? null : particulars.succeededBy;
        if (successor != null) {
            addSuccessor(job, successor);
        }
        if (job.openEnded()) {
            add(endOf(job), "is still to be granted as", job, job);
        }
        addAll(job);
        for (Blocked each : Blocked.all()) {
            if (each.owns(job)) {
                add(endOf(job), "is owned by", each, each);
            }
        }
    }

    private void add(Object waiter, Object why, Object next, Object holder) {
        if (waits != null) {
            waits.add(new Seen(waiter, why, holder));
        }
        unread.add(next);
        mayClose |= holder.equals(closer);
    }

    /** Adds what somebody waits for. */
    private void addBlocked(Blocked blocked) {
        add(blocked, "waits for", blocked.target, blocked.target);
    }

    /** Adds what ends an open-ended job. */
    void addSuccessor(Job openEnded, Job next) {
        Succession endedBy = Objects.requireNonNull(openEnded.options().endedBy());
        add(endOf(openEnded), endedBy, next, next);
    }

    /** Adds whom a job would wait for that has no place yet. */
    void addUnplaced(Job job, AccessSet set) {
        isNew(job);
        for (int i = 0; i < set.orderedCount(); i++) {
            SyncQueue queue = set.queue(i);
            addAhead(job, queue, set.isShared(i), queue.tailAcquire());
        }
        addGates(job);
    }

    /** Adds whom the accesses of a job wait for, and its fences. */
    private void addAll(Job job) {
        Particulars particulars = job.particulars();
        AccessSet set = job.setAcquire();
        Client client = job.client();
        if (client instanceof ForeignWork work && !work.hasFailed()) { // under way
            add(job, "ends with", work.fence, work.fence);
        } else if (client instanceof Acquisition.Waiter waiter && !waiter.blocks) {
            return; // owned, or given up at once
        } else if (set != null && particulars != null && particulars.isUnplaced()) {
            addUnplaced(job, set);
        } else if (set != null) {
            addPlaced(job, set);
            addGates(job);
        } else if (particulars != null && particulars.outFence != null) {
            job.dispatcher().admission().queues().forEach(queue -> addEnded(job, queue));
        }
    }

    private void addGates(Job job) {
        List<Gate> gates = job.options().gates();
        for (int i = 0; i < gates.size(); i++) {
            add(job, "waits for", gates.get(i).fence(), gates.get(i).fence());
        }
    }

    private void addPlaced(Job job, AccessSet set) {
        boolean inSubmit = job.isInSubmit(); // asked first: afterwards it has all its entries
        for (int i = 0; i < set.orderedCount(); i++) {
            SyncQueue queue = set.queue(i);
            Entry entry = job.entryIfAny(i);
            if (entry == null && inSubmit) {
                addInSubmit(job, queue, set.isShared(i));
            } else {
                addEntry(job, entry);
            }
        }
    }

    /** Who blocks is written down before it has a place: until then it will stand behind the tail. */
    private void addInSubmit(Job job, SyncQueue queue, boolean shared) {
        Place tail = queue.tailAcquire();
        Place at = placeFrom(tail, job);
        if (at == null) {
            addAhead(job, queue, shared, tail);
        } else {
            addEntry(job, at instanceof Entry entry ? entry : null);
        }
    }

    /** A job that ended early waits no more, but its out-fence does for all that it waited for. */
    private void addEnded(Job job, SyncQueue queue) {
        Place at = placeFrom(queue.tailAcquire(), job);
        addEntry(job, at instanceof Entry entry ? entry : null);
    }

    private void addEntry(Job job, @Nullable Entry entry) {
        if (entry != null && !Entry.isPermitted(entry.bits())) {
            addAhead(job, entry.queue, entry.has(Entry.SHARED), entry.prev());
        }
    }

    /** Where a job stands on a queue, though the job does not say so. */
    private static @Nullable Place placeFrom(@Nullable Place tail, Job job) {
        Place at = tail;
        while (at != null && at.job() != job) {
            at = Closing.before(at);
        }
        return at;
    }

    /**
     * Adds whom one access waits for: the nearest exclusive access ahead, which waits itself for
     * what is further ahead, and if it is exclusive all shared ones up to that.
     *
     * @param ahead the place it stands behind, or would stand behind
     */
    private void addAhead(Job waiter, SyncQueue queue, boolean shared, @Nullable Place ahead) {
        for (Place at = ahead; at != null; at = Closing.before(at)) {
            Job holder = at.job();
            boolean reader = isShared(at, queue);
            if (holder == waiter || isOver(at)) {
                continue;
            }
            if (!(shared && reader)) {
                add(waiter, queue, holder, endOf(holder, queue));
            }
            if (!reader) {
                return;
            }
        }
    }

    /** The end of one access: the turn in a succession follows from the grant. */
    private static Object endOf(Job job, SyncQueue queue) {
        Succession endedBy = job.options().endedBy();
        return endedBy != null && endedBy.queue() == queue ? job : endOf(job);
    }

    private static Object endOf(Job job) {
        return job.openEnded() ? new OpenEnd(job) : job;
    }

    static boolean isJob(Object node) {
        return node instanceof Job || node instanceof OpenEnd;
    }

    /** The job that a node stands for, its grant or its end. */
    static Job jobOf(Object node) {
        return node instanceof OpenEnd end ? end.job() : (Job) node;
    }

    /**
     * A wait that was seen.
     *
     * @param why the queue or the succession that it comes from; of others, the words
     */
    private record Seen(Object waiter, Object why, Object holder) {
        String reason() {
            return why instanceof SyncQueue
                    ? "waits for queue " + why + " behind"
                    : why instanceof Succession ? "ends by " + why + "," : why.toString();
        }
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
