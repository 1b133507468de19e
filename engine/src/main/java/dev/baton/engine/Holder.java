package dev.baton.engine;

import dev.baton.fence.Fence;
import dev.baton.fence.Signalling;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A thread, as far as it owns what it has acquired, and may work for a client: who it is when it
 * blocks (S19). Only the thread itself uses this; others compare it.
 */
final class Holder {
    private static final ThreadLocal<Holder> OF_THIS_THREAD = ThreadLocal.withInitial(Holder::new);
    private static final Runnable NOTHING = () -> {};

    private final Thread thread = Thread.currentThread();
    private final Signalling signalling = Signalling.ofThisThread();

    /** Acquired by this thread; some perhaps closed by another meanwhile, or given away. */
    private final List<Job> owned = new ArrayList<>(1);

    private @Nullable Client client;

    private Holder() {
        signalling.beforeWait(this::beforeFence);
    }

    static Holder ofThisThread() {
        return OF_THIS_THREAD.get();
    }

    /** Declares the client, null for none; returns the one before. */
    @Nullable
    Client worksFor(@Nullable Client next) {
        Client before = client;
        client = next;
        return before;
    }

    @Nullable
    Client client() {
        return client;
    }

    void own(Job job) {
        owned.add(job);
    }

    void disown(Job job) {
        owned.remove(job);
    }

    String name() {
        return thread.getName();
    }

    /** Before this thread blocks for a job that is not placed yet; returns what ends the wait. */
    Runnable beforeJob(Job wanted, AccessSet set) {
        boolean inCallback = signalling.depth() > 0;
        JobOptions asked = wanted.options();
        boolean blocks =
                set.orderedCount() > 0 || !asked.gates().isEmpty() || asked.notBeforeNanos() > 0;
        if (!blocks || !inCallback && hasNothing()) {
            return NOTHING;
        }
        Blocked mine = new Blocked(this, wanted);
        return mine.begin(() -> mine.judgeJob(wanted, inCallback));
    }

    private Runnable beforeFence(Fence fence) {
        if (hasNothing()) {
            return NOTHING;
        }
        Blocked mine = new Blocked(this, fence);
        return mine.begin(mine::judgeFence);
    }

    private boolean hasNothing() {
        if (!owned.isEmpty()) {
            owned.removeIf(job -> !Blocked.owns(this, null, job));
        }
        return owned.isEmpty() && client == null;
    }

    /** Something that this thread owns, or the client it works for in this dispatcher. */
    @Nullable
    Job anyOwned(Dispatcher dispatcher) {
        for (Job job : owned) {
            if (job.accesses().orderedCount() > 0) {
                return job;
            }
        }
        List<Job> found = new ArrayList<>();
        if (client != null) {
            dispatcher.admission().queues().forEach(queue -> {
                Place at = found.isEmpty() ? queue.tailAcquire() : null;
                for (; at != null; at = Closing.before(at)) {
                    if (Blocked.owns(this, client, at.job())) {
                        found.add(at.job());
                    }
                }
            });
        }
        return found.isEmpty() ? null : found.get(0);
    }
}
