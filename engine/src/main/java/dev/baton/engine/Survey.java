package dev.baton.engine;

import dev.baton.engine.Snapshot.Kind;
import dev.baton.engine.Snapshot.Link;
import dev.baton.engine.Snapshot.Node;
import dev.baton.engine.Snapshot.Phase;
import dev.baton.engine.Snapshot.State;
import dev.baton.fence.Fence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Reads a {@link Snapshot}; for one thread, once.
 *
 * <p><b>Algorithm.</b> A double collect. The first reads each queue from its tail up to what knows
 * everything ahead over, and what jobs wait for beside their queues. Then comes the clock; then each
 * wait is asked whether it still holds. What makes a wait untrue is for good: an end, a permission,
 * a downgrade, a signal, a time. So what was true before the clock and is true after it was true at
 * the clock, and all waits that are kept were true together then.
 *
 * <p>In a queue what stands behind is read first. An access that is permitted then proves over what
 * stood against it ahead, which is read later: nobody is seen to own beside an exclusive owner.
 *
 * <p><b>Progress.</b> It reads, and writes nothing that is shared. <b>Cost:</b> linear in queues,
 * jobs and accesses that are not over, but that each watch of writers names all readers ahead, and
 * that each job is compared with all who are blocked.
 */
final class Survey {
    /** A wait that was found. Nodes are told apart by identity; a string names no object. */
    record Wait(
            Kind kind,
            Object waiter,
            String on,
            Object holder,
            long untilNanos,
            BooleanSupplier holds) {
        /** That lasts as long as its waiter is not over. */
        static Wait of(Kind kind, Job waiter, Object holder) {
            long never = Snapshot.UNKNOWN_NANOS;
            return new Wait(kind, waiter, "", holder, never, () -> !waiter.isOver());
        }
    }

    /** The end of an open-ended job, which does not follow from its grant (S20). */
    private record OpenEnd(Job job) {}

    final long startNanos;
    private final Admission admission;
    private final Map<Object, Node> nodes = new IdentityHashMap<>();
    private final Map<Job, OpenEnd> openEnds = new IdentityHashMap<>();
    private final Map<Job, Phase> phases = new LinkedHashMap<>();
    private final Deque<Job> unread = new ArrayDeque<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Wait> waits = new ArrayList<>();

    private Survey(Admission admission) {
        this.admission = admission;
        this.startNanos = admission.nowNanos();
    }

    static Snapshot snapshot(Admission admission) {
        return new Survey(admission).read();
    }

    private Snapshot read() {
        Map<Long, SyncQueue> known = new TreeMap<>();
        admission.queues().forEach(queue -> known.put(queue.id(), queue));
        List<Snapshot.QueueState> queues = new ArrayList<>();
        known.values().forEach(queue -> queues.add(read(queue)));
        admission.placeless().forEach(this::meet);
        for (Job job = unread.poll(); job != null; job = unread.poll()) {
            new WaitsBeside(this, job).read(phases.getOrDefault(job, Phase.ENDING));
        }
        long nanos = admission.nowNanos();
        waits.removeIf(wait -> !wait.holds.getAsBoolean());
        phases.keySet().removeIf(Job::isOver);
        addWhoIsLetGo();
        return new Snapshot(
                nanos, queues, jobs(), waits.stream().map(this::link).toList());
    }

    /** Whose every wait was over the second time, or who had none. */
    private void addWhoIsLetGo() {
        Set<Object> waiters = new HashSet<>();
        waits.forEach(wait -> waiters.add(wait.waiter));
        for (Job job : phases.keySet()) {
            if (!waiters.contains(job)) {
                add(Wait.of(Kind.GRANT, job, "the thread that let it go"));
            }
        }
    }

    private List<Snapshot.JobState> jobs() {
        List<Snapshot.JobState> jobs = new ArrayList<>();
        phases.forEach((job, phase) -> {
            long submitted = submittedNanos(job);
            jobs.add(new Snapshot.JobState(
                    node(job), phase, submitted, ownedNanos(job), job.options()));
        });
        return jobs;
    }

    /** In the order of the queue, read from behind. */
    private static Deque<Standpoint> accesses(SyncQueue queue) {
        Deque<Standpoint> accesses = new ArrayDeque<>();
        for (Place at = queue.tailAcquire(); at != null; at = Closing.before(at)) {
            Standpoint access = Standpoint.of(at, queue);
            if (access != null) {
                accesses.addFirst(access);
            }
        }
        return accesses;
    }

    private Snapshot.QueueState read(SyncQueue queue) {
        State state = State.IDLE;
        List<Node> owners = new ArrayList<>();
        List<Node> waiters = new ArrayList<>();
        List<Standpoint> ahead = new ArrayList<>();
        for (Standpoint access : accesses(queue)) {
            addWaits(access, ahead);
            if (access.permitted() && !access.watches()) {
                state = access.shared() ? State.SHARED : State.EXCLUSIVE;
                owners.add(node(access.job()));
            } else if (!access.watches()) {
                waiters.add(node(access.job()));
            }
        }
        boolean closed = Placement.isClosed(queue);
        return new Snapshot.QueueState(
                queue.id(),
                queue.name(),
                state,
                List.copyOf(owners),
                List.copyOf(waiters),
                closed,
                queue.poison());
    }

    /**
     * Adds what one access waits for: the nearest exclusive one ahead, which waits itself for what is
     * further ahead; and if it is exclusive, all shared ones up to that.
     *
     * @param ahead those: an exclusive one perhaps, and shared ones behind it
     */
    private void addWaits(Standpoint access, List<Standpoint> ahead) {
        meet(access.job());
        if (!access.permitted() && !WaitsBeside.isUnderWay(access.job())) {
            List<Standpoint> against = access.shared()
                    ? ahead.subList(0, ahead.isEmpty() || ahead.get(0).shared() ? 0 : 1)
                    : ahead;
            against.forEach(holder -> addWait(access, holder));
        }
        if (!access.watches()) {
            if (!access.shared()) {
                ahead.clear();
            }
            ahead.add(access);
        }
    }

    private void addWait(Standpoint access, Standpoint holder) {
        Succession endedBy = holder.job().options().endedBy();
        boolean turn = endedBy != null && endedBy.queue() == holder.queue();
        HardwareDomain<?> hardware = WaitsBeside.handedTo(access.job());
        add(new Wait(
                hardware == null ? Kind.QUEUE : Kind.HARDWARE,
                access.job(),
                (hardware == null ? "" : hardware + " for queue ") + holder.queue()
                        + (access.shared() ? " (shared)" : " (exclusive)") + " behind",
                turn ? holder.job() : end(holder.job()),
                WaitsBeside.expiryNanos(access.job()),
                () -> access.waitsFor(holder)));
    }

    /** Whether a fence, or who is blocked, was not asked about before. */
    boolean isNew(Object asked) {
        return seen.add(asked);
    }

    void add(Wait wait) {
        waits.add(wait);
    }

    /** Takes a job in, unless it is over. */
    void meet(Job job) {
        if (!phases.containsKey(job) && !job.isOver()) {
            phases.put(job, WaitsBeside.phase(job));
            node(job); // while it has a name
            unread.add(job);
        }
    }

    /** What stands for the end of a job. */
    Object end(Job job) {
        return job.openEnded() ? openEnds.computeIfAbsent(job, OpenEnd::new) : job;
    }

    private Link link(Wait wait) {
        long since = Snapshot.UNKNOWN_NANOS;
        if (wait.waiter instanceof Job job) {
            since = wait.kind == Kind.OWNER ? ownedNanos(job) : submittedNanos(job);
        }
        String reason = wait.kind.words + (wait.on.isEmpty() ? "" : " " + wait.on);
        return new Link(
                wait.kind, node(wait.waiter), reason, node(wait.holder), since, wait.untilNanos);
    }

    private Node node(Object object) {
        Node known = nodes.get(object);
        if (known == null) {
            known = named(object);
            nodes.put(object, known);
        }
        return known;
    }

    private Node named(Object object) {
        if (object instanceof OpenEnd end) {
            Node whose = node(end.job);
            return new Node(nodes.size() + 1, "the end of " + whose, end.job);
        }
        int number = nodes.size() + 1;
        if (object instanceof Job job) {
            return new Node(number, nameOf(job, number), job);
        }
        String name = object instanceof Fence fence
                ? "fence " + fence.name()
                : object instanceof Client client ? client.name() : object.toString();
        return new Node(number, name, null);
    }

    private static String nameOf(Job job, int number) {
        Particulars its = job.particulars();
        if (its != null && its.isWatch()) {
            return "watch #" + number;
        }
        String name = job.toString();
        return job.id() == 0 ? "job #" + number + name.substring("job".length()) : name;
    }

    private static long submittedNanos(Job job) {
        Particulars its = job.particulars();
        return its == null ? Snapshot.UNKNOWN_NANOS : its.submittedNanos;
    }

    private static long ownedNanos(Job job) {
        Particulars its = job.particulars();
        return its == null ? Snapshot.UNKNOWN_NANOS : its.ownedNanos();
    }
}
