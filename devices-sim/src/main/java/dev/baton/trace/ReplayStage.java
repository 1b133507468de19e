package dev.baton.trace;

import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.Snapshot;
import dev.baton.engine.SyncQueue;
import dev.baton.event.EventHash;
import dev.baton.event.EventStream;
import dev.baton.law.Laws;
import dev.baton.sim.EventLoop;
import dev.baton.sim.InOrderScheduler;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a replay's devices share: the engine, its judges, and a clock that shows recorded time. */
final class ReplayStage {
    final Laws laws = Laws.all();
    final EventHash hash = new EventHash();
    final Dispatcher dispatcher;
    private final EventLoop loop = new EventLoop(new InOrderScheduler(), laws::quiescent);
    private final long beginNanos;
    private final Map<String, SyncQueue> buffers = new HashMap<>();
    private final Map<FenceId, SyncQueue> fences = new HashMap<>();

    ReplayStage(long beginNanos) {
        this.beginNanos = beginNanos;
        this.dispatcher = new Dispatcher(
                new EventStream(loop::nowNanos, laws.and(hash)), loop.timers("timer"));
    }

    long nowNanos() {
        return beginNanos + loop.nowNanos();
    }

    /** Adds a task; a time that has passed means now. */
    void at(long nanos, String name, Runnable task) {
        loop.at(nanos - beginNanos, name, task);
    }

    void run() {
        loop.run();
    }

    SyncQueue buffer(String name) {
        return buffers.computeIfAbsent(name, SyncQueue::new);
    }

    int buffers() {
        return buffers.size();
    }

    /** Not a buffer, but what stands for the fence: held by its job, shared by who waits for it. */
    SyncQueue fence(FenceId fence) {
        return fences.computeIfAbsent(fence, id -> new SyncQueue("fence " + id));
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

    /** Ends what has no recorded end. The last first: so none is granted only to be ended. */
    void endAll(List<Job> jobs) {
        for (int i = jobs.size() - 1; i >= 0; i--) {
            if (!jobs.get(i).isGranted() && jobs.get(i).outcome() == null) {
                jobs.get(i).cancel();
            }
        }
        for (Job job : jobs) {
            if (job.isGranted()) {
                job.release();
            }
        }
        laws.end();
    }
}
