package dev.baton.trace;

import dev.baton.engine.AccessMode;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.Snapshot;
import dev.baton.engine.SyncQueue;
import dev.baton.event.EventHash;
import dev.baton.event.EventListener;
import dev.baton.event.EventStream;
import dev.baton.law.Laws;
import dev.baton.sim.EventLoop;
import dev.baton.sim.InOrderScheduler;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a replay's devices share: the engine, its judges, and a clock that shows recorded time. */
final class ReplayStage {
    /** Of queues that stand for one fence after the other, in what a long recording tells later. */
    private static final String SHARED_NAME = "fence of many";

    final Laws laws = Laws.all();
    final EventHash hash = new EventHash();
    final Dispatcher dispatcher;
    private final EventLoop loop = new EventLoop(new InOrderScheduler(), laws::quiescent);
    private final long beginNanos;
    private final Map<String, SyncQueue> buffers = new HashMap<>();
    private final Map<FenceId, SyncQueue> fences = new HashMap<>();

    /** Of fences that nobody will wait for any more: who remembers queues shall not know ever more. */
    private final Deque<SyncQueue> spare = new ArrayDeque<>();

    private boolean reuses;

    private final List<Job> live = new ArrayList<>();

    ReplayStage(long beginNanos, EventListener watcher) {
        this.beginNanos = beginNanos;
        this.dispatcher = new Dispatcher(
                new EventStream(loop::nowNanos, laws.and(hash).and(watcher)), loop.timers("timer"));
    }

    long nowNanos() {
        return beginNanos + loop.nowNanos();
    }

    /** Adds a task; a time that has passed means now. */
    void at(long nanos, String name, Runnable task) {
        loop.at(nanos - beginNanos, name, task);
    }

    /** Runs up to a time, inclusive, or to the end of all that is known. */
    void runUntil(long nanos) {
        loop.runUntil(nanos == Long.MAX_VALUE ? nanos : nanos - beginNanos);
    }

    SyncQueue buffer(String name) {
        return buffers.computeIfAbsent(name, SyncQueue::new);
    }

    int buffers() {
        return buffers.size();
    }

    /** Not a buffer, but what stands for the fence: held by its job, shared by who waits for it. */
    SyncQueue fence(FenceId fence) {
        return fences.computeIfAbsent(fence, this::fenceQueue);
    }

    private SyncQueue fenceQueue(FenceId fence) {
        SyncQueue free = spare.poll();
        return free != null ? free : new SyncQueue(reuses ? SHARED_NAME : "fence " + fence);
    }

    /** Who waits for whom; null if all have ended but flips that are on a screen, which may stay. */
    @Nullable
    Snapshot waits() {
        Snapshot waits = dispatcher.snapshot();
        boolean over = waits.jobs().stream()
                .allMatch(job ->
                        job.phase() == Snapshot.Phase.GRANTED && job.options().endedBy() != null);
        return over ? null : waits;
    }

    /** Keeps a job, to be ended if nothing else ends it. */
    void submitted(Job job) {
        live.add(job);
    }

    /** Forgets what is over, and fences that nobody will wait for. */
    void forget(Set<FenceId> butFor) {
        live.removeIf(job -> job.outcome() != null);
        reuses |= !fences.isEmpty();
        fences.entrySet().removeIf(fence -> {
            boolean gone = !butFor.contains(fence.getKey());
            SyncQueue queue = fence.getValue();
            if (gone && queue.name().equals(SHARED_NAME) && queue.isReady(AccessMode.EXCLUSIVE)) {
                spare.add(queue);
            }
            return gone;
        });
    }

    /** Ends what has no recorded end. The last first: so none is granted only to be ended. */
    void endAll() {
        for (int i = live.size() - 1; i >= 0; i--) {
            if (!live.get(i).isGranted() && live.get(i).outcome() == null) {
                live.get(i).cancel();
            }
        }
        for (Job job : live) {
            if (job.isGranted()) {
                job.release();
            }
        }
        laws.end();
    }
}
