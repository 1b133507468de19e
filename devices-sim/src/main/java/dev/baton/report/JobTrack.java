package dev.baton.report;

import dev.baton.engine.AccessMode;
import dev.baton.event.Event;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One job: when it waited for which buffers, owned them, and how it ended. */
final class JobTrack {
    private static final String COMPLETED = "COMPLETED";

    /** Of names and causes: each job repeats them. */
    private static final int TEXT_MAX = 160;

    private final Event.Submitted submitted;
    private final Map<Long, Use> uses = new LinkedHashMap<>();
    private @Nullable Long grantedNanos;
    private @Nullable Long endedNanos;
    private @Nullable String end;
    private @Nullable Cause cause;
    private @Nullable Frame frame;

    /** Its use of one queue. */
    private static final class Use {
        private final String queue;
        private AccessMode mode;
        private @Nullable Long fromNanos;
        private @Nullable Long toNanos;

        Use(Event.SubmittedAccess access) {
            this.queue = cut(access.queueName()) + " #" + access.queue();
            this.mode = access.mode();
        }
    }

    /** Who let go last of what this job waited for. */
    record Cause(long job, String queue, long nanos) {}

    /** What the job is for, in the words of its scenario. */
    record Frame(String stream, long iteration) {}

    JobTrack(Event.Submitted submitted) {
        this.submitted = submitted;
        submitted.accesses().forEach(access -> uses.put(access.queue(), new Use(access)));
    }

    void isFor(Frame of) {
        frame = of;
    }

    /** It owns a queue that another let go of, perhaps while this waited. */
    void available(Event.Available available, @Nullable Cause before) {
        Use use = uses.get(available.queue());
        if (use != null) {
            use.fromNanos = available.nanos();
            if (before != null && before.nanos() >= submitted.nanos()) {
                cause = before;
            }
        }
    }

    void granted(long nanos) {
        grantedNanos = nanos;
    }

    void downgraded(long queue) {
        Use use = uses.get(queue);
        if (use != null) {
            use.mode = AccessMode.SHARED;
        }
    }

    /** {@return that it let a queue go; null if it did not have it} */
    @Nullable
    Cause released(long queue, long nanos) {
        Use use = uses.get(queue);
        if (use == null || use.fromNanos == null || use.toNanos != null) {
            return null;
        }
        use.toNanos = nanos;
        return new Cause(submitted.job(), use.queue, nanos);
    }

    Iterable<Long> queues() {
        return uses.keySet();
    }

    void ended(Event.End event) {
        endedNanos = event.nanos();
        if (event instanceof Event.Failed failed) {
            end = "FAILED: " + failed.cause();
        } else if (event instanceof Event.Cancelled cancelled) {
            end = "CANCELLED: " + cancelled.reason();
        } else if (event instanceof Event.Abandoned abandoned) {
            end = "ABANDONED: " + abandoned.cause();
        } else {
            end = event instanceof Event.TimedOut ? "TIMED_OUT" : COMPLETED;
        }
    }

    /** {@return as the page takes it; what never came is left out} */
    Map<String, Object> toMap() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("id", submitted.job());
        all.put("client", cut(submitted.client()));
        all.put("stream", frame == null ? null : frame.stream);
        all.put("frame", frame == null ? null : frame.iteration);
        all.put("submitted", submitted.nanos());
        all.put("granted", grantedNanos);
        all.put("ended", endedNanos);
        all.put("end", end == null ? null : cut(end));
        all.put("because", cause == null ? null : Map.of("job", cause.job, "queue", cause.queue));
        List<Map<String, Object>> named = new ArrayList<>();
        uses.values().forEach(use -> named.add(toMap(use)));
        all.put("uses", named);
        return known(all);
    }

    private static Map<String, Object> toMap(Use use) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("queue", use.queue);
        all.put("mode", use.mode);
        all.put("from", use.fromNanos);
        all.put("to", use.toNanos);
        return known(all);
    }

    private static String cut(String text) {
        return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX) + "...";
    }

    private static Map<String, Object> known(Map<String, @Nullable Object> all) {
        Map<String, Object> some = new LinkedHashMap<>();
        all.forEach((key, value) -> {
            if (value != null) {
                some.put(key, value);
            }
        });
        return some;
    }
}
