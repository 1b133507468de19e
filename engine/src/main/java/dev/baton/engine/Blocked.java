package dev.baton.engine;

import dev.baton.fence.Fence;
import dev.baton.law.WaitForGraph;
import dev.baton.law.WaitForGraph.Wait;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Who waits at this moment, and for what (S19): a thread that owns something, or works for a client.
 *
 * <p>First it is written down who waits, and then looked for a cycle: of several who close one
 * together, at least the last sees all the others, placed or not.
 */
final class Blocked {
    /** How many buffers of one job a message names. */
    private static final int NAMED_MAX = 4;

    /** All of this process, as a thread may own buffers of several dispatchers. */
    private static final Set<Blocked> ALL = ConcurrentHashMap.newKeySet();

    private final Holder holder;
    private final @Nullable Client client;

    /** A job or a fence. */
    final Object target;

    /** Looked at and not refused, and not over. */
    private volatile boolean waits;

    Blocked(Holder holder, Object target) {
        this.holder = holder;
        this.client = holder.client();
        this.target = target;
    }

    static Iterable<Blocked> all() {
        return ALL;
    }

    /** Whether a job is owned, in whole or in part, by who waits. */
    boolean owns(Job job) {
        return owns(holder, client, job);
    }

    static boolean owns(Holder holder, @Nullable Client client, Job job) {
        Client owner = job.client();
        if (owner == null || job.isOver() || !job.isGranted() && !job.isTold()) {
            return false;
        }
        if (owner instanceof Acquisition.Waiter waiter) {
            return waiter.isOf(holder) || client != null && waiter.isOf(client);
        }
        return owner == client;
    }

    /** Whether what it waits for is still to come; once false again, for good. */
    boolean isWaiting() {
        return waits
                && (target instanceof Job job ? job.isWaiting() : !((Fence) target).isSignaled());
    }

    /** Looks, and waits unless that throws; returns what ends the wait. */
    Runnable begin(Runnable judge) {
        ALL.add(this);
        try {
            judge.run();
        } catch (RuntimeException | Error refused) {
            ALL.remove(this);
            throw refused;
        }
        waits = true;
        return this::end;
    }

    private void end() {
        waits = false;
        ALL.remove(this);
    }

    void judgeJob(Job wanted, boolean inCallback) {
        if (inCallback) {
            tell(
                    wanted,
                    this
                            + " is in a callback, or else on the way to a completion: it must not wait for "
                            + described(wanted) + "; submit, and go on when that is granted");
            return;
        }
        Job owned = holder.anyOwned(wanted.dispatcher());
        if (owned != null) {
            List<Wait<Object>> cycle = Waits.cycleThrough(this);
            tell(
                    wanted,
                    refusal(described(wanted), cycle.isEmpty() ? owned : lastOf(cycle), cycle));
        }
    }

    void judgeFence() {
        List<Wait<Object>> cycle = Waits.cycleThrough(this);
        if (!cycle.isEmpty()) {
            Job owned = lastOf(cycle);
            tell(owned, refusal(target + awaited(cycle, owned), owned, cycle));
        }
    }

    /** The first job that the fence waits for, if that is not the one that is owned. */
    private static String awaited(List<Wait<Object>> cycle, Job owned) {
        return cycle.stream()
                .map(Wait::waiter)
                .filter(Waits::isJob)
                .findFirst()
                .map(Waits::jobOf)
                .filter(job -> job != owned)
                .map(job -> " of " + described(job))
                .orElse("");
    }

    private static void tell(Job job, String message) {
        job.dispatcher().admission().holdAndWait().found(new RefusedException("S19", message));
    }

    private static Job lastOf(List<Wait<Object>> cycle) {
        return Waits.jobOf(cycle.get(cycle.size() - 1).waiter());
    }

    private String refusal(String wanted, Job owned, List<Wait<Object>> cycle) {
        return this + " must not wait for " + wanted + " while it owns " + described(owned) + ": "
                + (cycle.isEmpty()
                        ? "whoever owns the one and waits for the other would wait for ever"
                        : WaitForGraph.inWords(cycle))
                + (target instanceof Job
                        ? "; acquire all in one set, or release the one before"
                        : "; release that before, or go on in a callback of the fence");
    }

    private static String described(Job job) {
        AccessSet set = job.accesses();
        int more = set.orderedCount() - NAMED_MAX;
        Particulars particulars = job.particulars();
        String place = particulars == null ? null : particulars.place;
        String buffers = set.ordered()
                .limit(NAMED_MAX)
                .map(access -> access.queue() + " " + access.mode())
                .collect(Collectors.joining(", "));
        return (buffers.isEmpty() ? "fences only" : buffers)
                + (more > 0 ? " and " + more + " more" : "")
                + " by "
                + job
                + (place == null ? "" : ", submitted at " + place);
    }

    @Override
    public String toString() {
        return client == null ? holder.name() : client.name();
    }
}
