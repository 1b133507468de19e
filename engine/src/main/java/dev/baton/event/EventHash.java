package dev.baton.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A fingerprint of a run: SHA-256 over its events. Queues enter by the ordinal of their first
 * appearance and jobs by their distance from one another, not by id, so two equal runs in one
 * process have equal hashes. Times, names, modes, reasons and causes enter as they are.
 *
 * <p><b>Threading:</b> one thread at a time. <b>Cost:</b> a few bytes hashed per event; memory is
 * bounded by the queues.
 *
 * @since 0.1
 */
public final class EventHash implements EventListener {
    /*
     * Encoding. An event is its kind, the nanos since the one before, the distance of its job from
     * the one before, then its own parts. Small numbers are most frequent and take one byte (as in
     * protocol buffers: zigzag, seven bits a byte). A predecessor is its distance from the job, or
     * 0. A queue is its ordinal, and at its first access its name follows. A text is its number
     * among those met before, or 0, its length and its UTF-8.
     */
    private static final int SUBMITTED = 1;
    private static final int AVAILABLE = 2;
    private static final int GRANTED = 3;
    private static final int ACCESS_RELEASED = 4;
    private static final int DOWNGRADED = 5;
    private static final int RELEASED = 6;
    private static final int CANCELLED = 7;
    private static final int TIMED_OUT = 8;
    private static final int FAILED = 9;
    private static final int ABANDONED = 10;
    private static final int HANDED_OVER = 11;

    private static final int SEVEN_BITS = 1 << 7;
    private static final int NUMBER_BYTES_MAX = 10;

    /** Texts beyond these are written out each time: what is remembered is bounded. */
    private static final int TEXTS_MAX = 1 << 12;

    private static final int TEXT_LENGTH_MAX = 1 << 8;

    /** A power of two. */
    private static final int RECENT = 1 << 6;

    private final MessageDigest digest = sha256();
    private final byte[] pending = new byte[1 << 12];
    private int pendingBytes;
    private final Map<String, Integer> texts = new HashMap<>();
    private final Map<Long, QueueSeen> queues = new HashMap<>();

    /** One of those that have the same hash, but for its upper bits. */
    private final TextSeen[] recentTexts = new TextSeen[RECENT];

    /** The last one met of each remainder of ids: mostly the one that is looked for. */
    private final QueueSeen[] recent = new QueueSeen[RECENT];

    private long lastJob;
    private long lastNanos;

    /** The hash of no events yet. */
    public EventHash() {}

    @Override
    public void on(Event event) {
        if (event instanceof Event.Available available) {
            transition(AVAILABLE, available.nanos(), available.job());
            number(seen(available.queue()).ordinal);
        } else if (event instanceof Event.Submitted submitted) {
            transition(SUBMITTED, submitted.nanos(), submitted.job());
            parts(submitted);
        } else if (event instanceof Event.Granted granted) {
            transition(GRANTED, granted.nanos(), granted.job());
        } else if (event instanceof Event.Released released) {
            transition(RELEASED, released.nanos(), released.job());
        } else if (event instanceof Event.AccessReleased released) {
            transition(ACCESS_RELEASED, released.nanos(), released.job());
            number(seen(released.queue()).ordinal);
        } else {
            seldom(event);
        }
    }

    private void seldom(Event event) {
        if (event instanceof Event.Downgraded downgraded) {
            transition(DOWNGRADED, downgraded.nanos(), downgraded.job());
            number(seen(downgraded.queue()).ordinal);
        } else if (event instanceof Event.Cancelled cancelled) {
            transition(CANCELLED, cancelled.nanos(), cancelled.job());
            text(cancelled.reason().name());
        } else if (event instanceof Event.Failed failed) {
            transition(FAILED, failed.nanos(), failed.job());
            text(failed.cause());
        } else if (event instanceof Event.Abandoned abandoned) {
            transition(ABANDONED, abandoned.nanos(), abandoned.job());
            text(abandoned.cause());
        } else if (event instanceof Event.HandedOver handed) {
            transition(HANDED_OVER, handed.nanos(), handed.job());
            text(handed.domain());
        } else {
            transition(TIMED_OUT, event.nanos(), event.job());
        }
    }

    private void transition(int kind, long nanos, long job) {
        number(kind);
        number(nanos - lastNanos);
        number(lastJob == 0 ? 0 : job - lastJob);
        lastNanos = nanos;
        lastJob = job;
    }

    /**
     * The hash of all events so far; more may follow.
     *
     * @return 64 lower-case hexadecimal digits
     */
    public String hex() {
        flush();
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this JDK's SHA-256 cannot be read while in use", e);
        }
    }

    private void parts(Event.Submitted submitted) {
        text(submitted.client());
        number(submitted.openEnded() ? 1 : 0);
        number(submitted.notBeforeNanos());
        number((submitted.gated() ? 1 : 0) | (submitted.foreign() ? 2 : 0));
        List<Event.SubmittedAccess> accesses = submitted.accesses();
        number(accesses.size());
        for (int i = 0; i < accesses.size(); i++) {
            Event.SubmittedAccess access = accesses.get(i);
            QueueSeen queue = seen(access.queue());
            number(queue.ordinal);
            if (!queue.named) {
                queue.named = true;
                text(access.queueName());
            }
            number(access.mode().ordinal());
            number(access.predecessor() == 0 ? 0 : submitted.job() - access.predecessor());
        }
    }

    private QueueSeen seen(long queue) {
        int slot = (int) queue & RECENT - 1;
        QueueSeen seen = recent[slot];
        if (seen == null || seen.id != queue) {
            seen = queues.computeIfAbsent(queue, id -> new QueueSeen(id, queues.size() + 1));
            recent[slot] = seen;
        }
        return seen;
    }

    private void text(String text) {
        int slot = text.hashCode() & RECENT - 1;
        TextSeen seen = recentTexts[slot];
        if (seen != null && seen.text.equals(text)) {
            number(seen.ordinal);
            return;
        }
        Integer met = texts.get(text);
        if (met != null) {
            recentTexts[slot] = new TextSeen(text, met);
            number(met);
            return;
        }
        if (texts.size() < TEXTS_MAX && text.length() < TEXT_LENGTH_MAX) {
            texts.put(text, texts.size() + 1);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(0);
        number(bytes.length);
        flush();
        digest.update(bytes);
    }

    private void number(long number) {
        if (pending.length - pendingBytes < NUMBER_BYTES_MAX) {
            flush();
        }
        long rest = (number << 1) ^ (number >> 63);
        while ((rest & -SEVEN_BITS) != 0) {
            pending[pendingBytes++] = (byte) (rest | SEVEN_BITS);
            rest >>>= 7;
        }
        pending[pendingBytes++] = (byte) rest;
    }

    private void flush() {
        digest.update(pending, 0, pendingBytes);
        pendingBytes = 0;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private record TextSeen(String text, int ordinal) {}

    /** What is remembered of a queue. */
    private static final class QueueSeen {
        private final long id;
        private final int ordinal;
        private boolean named;

        QueueSeen(long id, int ordinal) {
            this.id = id;
            this.ordinal = ordinal;
        }
    }
}
