package dev.baton.explore.step;

import dev.baton.engine.Access;
import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;
import dev.baton.event.EventListener;
import dev.baton.event.EventStream;
import dev.baton.explore.Failure;
import dev.baton.explore.Failure.Kind;
import dev.baton.law.Laws;
import dev.baton.law.Violation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How jobs own buffers on the engine: each submits the whole set of a section and goes on once it is
 * granted. The order of taking does not matter any more.
 */
final class AllAtOnce implements Acquisition {
    private final Laws laws = Laws.all();
    private final Dispatcher dispatcher;
    private final Code code;
    private final @Nullable SyncQueue[] queues;
    private final @Nullable Job[] jobs;

    /** Who is in each queue and is not over. */
    private final Map<SyncQueue, List<Place>> lines = new LinkedHashMap<>();

    private record Place(int job, AccessMode mode) {}

    /** Counts who holds what how often. */
    private final OneByOne taken;

    AllAtOnce(Code code, EventListener listener) {
        this.code = code;
        this.dispatcher = new Dispatcher(new EventStream(() -> 0, event -> {
            laws.on(event);
            listener.on(event);
        }));
        this.queues = new SyncQueue[code.objects.size()];
        this.jobs = new Job[code.jobs.size()];
        this.taken = new OneByOne(jobs.length, queues.length);
    }

    @Override
    public void submit(int job, List<Step> set) {
        AccessSet.Builder accesses = AccessSet.builder();
        for (Step step : set) {
            boolean shared = step.op() == Op.TAKE_SHARED;
            accesses.add(
                    queue(code.number(step.objects().get(0))),
                    shared ? AccessMode.SHARED : AccessMode.EXCLUSIVE);
        }
        AccessSet all = accesses.build();
        for (Access access : all.accesses()) {
            lineOf(access.queue()).add(new Place(job, access.mode()));
        }
        jobs[job] = dispatcher.submit(all, granted -> {});
        laws.quiescent();
    }

    @Override
    public boolean mayTake(int job, int object, boolean shared) {
        return jobOf(job).isGranted();
    }

    @Override
    public void take(int job, int object, boolean shared) {
        taken.take(job, object, shared);
    }

    @Override
    public boolean release(int job, int object) {
        boolean had = taken.release(job, object);
        if (had && !taken.has(job, object)) {
            lineOf(queue(object)).removeIf(place -> place.job == job);
            jobOf(job).release(queue(object)); // the last one ends the job
            laws.quiescent();
        }
        return had;
    }

    @Override
    public void leave(int job) {
        taken.leave(job);
        Job last = jobs[job];
        if (last != null && last.outcome() == null) {
            lines.values().forEach(line -> line.removeIf(place -> place.job == job));
            last.release();
            laws.quiescent();
        }
    }

    @Override
    public boolean holds(int job) {
        return taken.holds(job);
    }

    @Override
    public boolean has(int job, int object) {
        return taken.has(job, object);
    }

    /** Whoever is granted and has not ended may be in the way. */
    @Override
    public boolean isInTheWay(int other, int job, int object, boolean shared) {
        Job theirs = jobs[other];
        return other != job
                && theirs != null
                && theirs.outcome() == null
                && theirs.accesses().accesses().stream()
                        .anyMatch(access -> access.queue() == queues[object]
                                && (!shared || access.mode() == AccessMode.EXCLUSIVE));
    }

    /** Readers next to one another have no order. What the engine keeps of jobs that are over counts as nothing. */
    @Override
    public long state() {
        long hash = taken.state();
        for (SyncQueue queue : queues) {
            long readers = 0;
            for (Place place : queue == null ? List.<Place>of() : lineOf(queue)) {
                long job = (place.job + 1) * Machine.HASH_FACTOR;
                boolean shared = place.mode == AccessMode.SHARED;
                hash = shared
                        ? hash
                        : ((hash ^ readers) * Machine.HASH_FACTOR ^ job) * Machine.HASH_FACTOR;
                readers = shared ? readers + (job ^ job >>> 29) * Machine.HASH_FACTOR : 0;
            }
            hash = (hash ^ readers) * Machine.HASH_FACTOR + 1;
        }
        return hash;
    }

    @Override
    public Optional<Failure> judge(boolean atEnd) {
        if (atEnd) {
            laws.end();
        }
        if (laws.broken() == 0) {
            return Optional.empty();
        }
        Violation first = laws.violations().get(0);
        return Optional.of(new Failure(Kind.LAW, first.law(), first.toString(), 0));
    }

    private Job jobOf(int job) {
        return Objects.requireNonNull(jobs[job]);
    }

    private List<Place> lineOf(SyncQueue queue) {
        return Objects.requireNonNull(lines.get(queue));
    }

    private SyncQueue queue(int object) {
        SyncQueue queue = queues[object];
        if (queue == null) {
            queue = new SyncQueue(code.objects.get(object));
            queues[object] = queue;
            lines.put(queue, new ArrayList<>());
        }
        return queue;
    }
}
