package dev.baton.trace.format;

import dev.baton.engine.AccessMode;
import dev.baton.event.Event;
import dev.baton.event.EventListener;
import dev.baton.trace.text.FtraceEvent;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Writes what the engine tells as a driver's recorder would, with the queues beside it. Every job is
 * a fence on its client's ring: queued when it is submitted, emitted when it is granted, signaled
 * when it ends. A client that holds several jobs at once has a ring for each of them, for a ring
 * does one after the other. Memory is bounded by what is live.
 *
 * <p>For one thread at a time.
 */
public final class JobTrace implements EventListener {
    private static final String QUEUES = "queues";
    private static final String IDLE = "IDLE";

    private final TraceSink sink;
    private final Map<Long, Live> live = new HashMap<>();
    private final Map<String, Rings> rings = new LinkedHashMap<>();
    private final Map<Long, Queue> queues = new HashMap<>();
    private long events;

    /** Contexts of fences are counted over all rings. */
    private int contexts;

    /**
     * A trace of a run that begins.
     *
     * @param sink takes it; closed by whoever opened it
     */
    public JobTrace(TraceSink sink) {
        this.sink = sink;
    }

    /** A job that has not ended. */
    private static final class Live {
        private final long job;
        private final Ring ring;
        private final long seqno;
        private final long submittedNanos;
        private final long submittedEvent;
        private final Map<Long, AccessMode> modes = new LinkedHashMap<>();
        private long grantedNanos = -1;
        private @Nullable HandedOn cause;

        Live(Event.Submitted submitted, Ring ring, long event) {
            this.job = submitted.job();
            this.ring = ring;
            this.seqno = ++ring.seqno;
            this.submittedNanos = submitted.nanos();
            this.submittedEvent = event;
            submitted.accesses().forEach(access -> modes.put(access.queue(), access.mode()));
        }
    }

    /** One of a client's rings; it does one job after another. */
    private static final class Ring {
        private final String name;
        private final Lane lane;
        private final int context;
        private long seqno;

        Ring(String client, String name, int context) {
            this.name = name;
            this.lane = new Lane(client, name);
            this.context = context;
        }
    }

    /** A client's rings. */
    private static final class Rings {
        private final Deque<Ring> free = new ArrayDeque<>();
        private int count;
    }

    /** Who has a queue. */
    private static final class Queue {
        private final Lane lane;
        private final Map<Long, AccessMode> owners = new HashMap<>();
        private String state = IDLE;
        private long sinceNanos;
        private @Nullable HandedOn last;

        Queue(Lane lane, long nanos) {
            this.lane = lane;
            this.sinceNanos = nanos;
        }
    }

    /** That a job let a queue go. */
    private record HandedOn(Lane lane, long nanos, long event, String queue) {}

    @Override
    public void on(Event event) {
        events++;
        try {
            if (event instanceof Event.Submitted submitted) {
                submitted(submitted);
            } else {
                Live job = live.get(event.job());
                if (job != null) {
                    later(event, job);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void submitted(Event.Submitted submitted) throws IOException {
        for (Event.SubmittedAccess access : submitted.accesses()) {
            String name = access.queueName() + " #" + access.queue();
            queues.computeIfAbsent(
                    access.queue(), id -> new Queue(new Lane(QUEUES, name), submitted.nanos()));
        }
        Live job = new Live(submitted, ring(submitted.client()), events);
        live.put(submitted.job(), job);
        for (Map.Entry<Long, AccessMode> access : job.modes.entrySet()) {
            int usage = usage(access.getValue());
            String text = "(dma_resv_add_fence+0x0/0x0) resv=0x%x ctx=%d seqno=%d usage=%d";
            String payload = String.format(
                    Locale.ROOT, text, access.getKey(), job.ring.context, job.seqno, usage);
            ftrace(submitted.nanos(), job, "resv_add_fence", payload);
        }
        ftrace(submitted.nanos(), job, "drm_sched_job_queue", queued(job));
    }

    private void later(Event event, Live job) throws IOException {
        if (event instanceof Event.Available available) {
            own(job, available);
        } else if (event instanceof Event.Granted granted) {
            granted(job, granted.nanos());
        } else if (event instanceof Event.AccessReleased released) {
            letGo(job, released.queue(), released.nanos());
        } else if (event instanceof Event.Downgraded downgraded) {
            queue(downgraded.queue()).owners.put(job.job, AccessMode.SHARED);
            show(downgraded.queue(), downgraded.nanos());
        } else if (event instanceof Event.End) {
            ended(job, event.nanos(), end(event));
        }
    }

    private void own(Live job, Event.Available available) throws IOException {
        Queue queue = queue(available.queue());
        AccessMode mode = job.modes.get(available.queue());
        if (mode == null) {
            return;
        }
        queue.owners.put(job.job, mode);
        show(available.queue(), available.nanos());
        if (queue.last != null && queue.last.event > job.submittedEvent) {
            job.cause = queue.last;
        }
    }

    private void granted(Live job, long nanos) throws IOException {
        job.grantedNanos = nanos;
        if (job.cause != null) {
            sink.handOver(job.cause.lane, job.cause.nanos, job.ring.lane, nanos, job.cause.queue);
        }
        emitted(job, nanos);
    }

    private void emitted(Live job, long nanos) throws IOException {
        ftrace(nanos, job, "dma_fence_emit", fence(job));
        ftrace(nanos, job, "drm_sched_job_run", queued(job));
    }

    private void ended(Live job, long nanos, String end) throws IOException {
        live.remove(job.job);
        if (job.grantedNanos < 0) {
            emitted(job, nanos); // never granted: a fence all the same, of no length
        }
        ftrace(nanos, job, "dma_fence_signaled", fence(job));
        String done = "fence=" + job.ring.context + ":" + job.seqno + " signaled";
        ftrace(nanos, job, "drm_sched_job_done", done);
        for (long queue : job.modes.keySet()) {
            letGo(job, queue, nanos);
        }
        long grantedNanos = job.grantedNanos < 0 ? nanos : job.grantedNanos;
        String name = "job " + job.job + end;
        sink.slice(job.ring.lane, job.submittedNanos, nanos, name);
        if (grantedNanos > job.submittedNanos) {
            sink.slice(job.ring.lane, job.submittedNanos, grantedNanos, "waits");
        }
        if (nanos > grantedNanos) {
            sink.slice(job.ring.lane, grantedNanos, nanos, "owns");
        }
        rings.computeIfAbsent(job.ring.lane.group(), client -> new Rings()).free.push(job.ring);
    }

    private static String end(Event event) {
        if (event instanceof Event.Failed failed) {
            return " FAILED: " + failed.cause();
        }
        if (event instanceof Event.Cancelled cancelled) {
            return " CANCELLED: " + cancelled.reason();
        }
        if (event instanceof Event.Abandoned abandoned) {
            return " ABANDONED: " + abandoned.cause();
        }
        return event instanceof Event.TimedOut ? " TIMED_OUT" : "";
    }

    private void letGo(Live job, long id, long nanos) throws IOException {
        Queue queue = queue(id);
        if (queue.owners.remove(job.job) != null) {
            queue.last = new HandedOn(job.ring.lane, nanos, events, queue.lane.name());
            show(id, nanos);
        }
    }

    private Queue queue(long id) {
        Queue queue = queues.get(id);
        if (queue == null) {
            throw new IllegalStateException("an access to queue " + id + " that no job named");
        }
        return queue;
    }

    /** Writes what a queue was until now, if it is something else from now on. */
    private void show(long id, long nanos) throws IOException {
        Queue queue = queue(id);
        String state = state(queue.owners);
        if (!state.equals(queue.state)) {
            close(queue, nanos);
            queue.state = state;
            queue.sinceNanos = nanos;
        }
    }

    private void close(Queue queue, long nanos) throws IOException {
        if (nanos > queue.sinceNanos) {
            sink.slice(queue.lane, queue.sinceNanos, nanos, queue.state);
        }
    }

    private String state(Map<Long, AccessMode> owners) {
        int shared = 0;
        for (Map.Entry<Long, AccessMode> owner : owners.entrySet()) {
            Live job = live.get(owner.getKey());
            if (owner.getValue() == AccessMode.EXCLUSIVE && job != null) {
                return "EXCLUSIVE " + job.ring.lane.group();
            }
            shared += owner.getValue() == AccessMode.SHARED ? 1 : 0;
        }
        return shared == 0 ? IDLE : "SHARED " + shared;
    }

    private Ring ring(String client) {
        Rings of = rings.computeIfAbsent(client, name -> new Rings());
        Ring free = of.free.poll();
        if (free != null) {
            return free;
        }
        of.count++;
        String name = of.count == 1 ? client : client + " " + of.count;
        return new Ring(client, name, ++contexts);
    }

    /** The kernel's numbers: WRITE, READ, BOOKKEEP. */
    private static int usage(AccessMode mode) {
        return switch (mode) {
            case EXCLUSIVE -> 1;
            case SHARED -> 2;
            case UNORDERED -> 3;
        };
    }

    private static String fence(Live job) {
        return "driver=baton timeline=" + job.ring.name + " context=" + job.ring.context + " seqno="
                + job.seqno;
    }

    private static String queued(Live job) {
        return "dev=baton, fence=" + job.ring.context + ":" + job.seqno + ", ring="
                + job.ring.name.replace(' ', '-')
                + ", job count:1, hw job count:1, client_id:" + job.ring.context;
    }

    private void ftrace(long nanos, Live job, String name, String payload) throws IOException {
        String comm = job.ring.lane.group();
        sink.ftrace(new FtraceEvent(events, comm, job.ring.context, 0, nanos, name, payload));
    }

    /**
     * Writes what is still going on.
     *
     * @param nanos when the run ended
     */
    public void end(long nanos) throws IOException {
        for (Queue queue : queues.values()) {
            close(queue, nanos);
        }
        for (Live job : live.values()) {
            sink.slice(job.ring.lane, job.submittedNanos, nanos, "job " + job.job + " never ended");
        }
    }
}
