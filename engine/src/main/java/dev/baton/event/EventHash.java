package dev.baton.event;

import dev.baton.engine.AccessMode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * A fingerprint of a run: SHA-256 over its events. Queues and jobs enter by the ordinal of their
 * first appearance, not by id, so two equal runs in one process have equal hashes. Times, names,
 * modes, reasons and causes enter as they are.
 *
 * <p><b>Threading:</b> one thread at a time. <b>Cost:</b> about 40 bytes hashed per event; memory
 * is bounded by the live jobs and the queues.
 *
 * @since 0.1
 */
public final class EventHash implements EventListener {
    /*
     * Encoding. An event is its kind, the nanos since the one before, the job's ordinal, then its
     * own parts. Small numbers are most frequent and take one byte (as in protocol buffers: zigzag,
     * seven bits a byte). A text is its number among those met before, or 0, its length and its
     * UTF-8. A job is forgotten at its end: after that it is ENDED, or LAST_THERE as the
     * predecessor it mostly is.
     */
    private static final long NONE = 0;
    private static final long ENDED = -1;
    private static final long LAST_THERE = -2;

    private static final int SEVEN_BITS = 1 << 7;
    private static final int NUMBER_BYTES_MAX = 10;

    /** Texts beyond these are written out each time: what is remembered is bounded. */
    private static final int TEXTS_MAX = 1 << 12;

    private static final int TEXT_LENGTH_MAX = 1 << 8;

    private final MessageDigest digest = sha256();
    private final ByteBuffer pending = ByteBuffer.allocate(1 << 12);
    private final Map<String, Integer> texts = new HashMap<>();
    private final Map<Long, Long> liveJobs = new HashMap<>();
    private final Map<Long, QueueSeen> queues = new HashMap<>();
    private long jobsSeen;
    private long lastNanos;

    /** The hash of no events yet. */
    public EventHash() {}

    @Override
    public void on(Event event) {
        if (event instanceof Event.Submitted) {
            liveJobs.put(event.job(), ++jobsSeen);
        }
        text(event.getClass().getSimpleName());
        number(event.nanos() - lastNanos);
        lastNanos = event.nanos();
        number(ordinalOf(event.job()));
        if (event instanceof Event.Submitted submitted) {
            parts(submitted);
        } else if (event instanceof Event.Available available) {
            number(seen(available.queue()).ordinal);
        } else if (event instanceof Event.AccessReleased released) {
            number(seen(released.queue()).ordinal);
        } else if (event instanceof Event.Downgraded downgraded) {
            number(seen(downgraded.queue()).ordinal);
        } else if (event instanceof Event.Cancelled cancelled) {
            text(cancelled.reason().name());
        } else if (event instanceof Event.Failed failed) {
            text(failed.cause());
        } else if (event instanceof Event.Abandoned abandoned) {
            text(abandoned.cause());
        }
        if (event instanceof Event.End) {
            liveJobs.remove(event.job());
        }
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
        number(submitted.accesses().size());
        for (Event.SubmittedAccess access : submitted.accesses()) {
            QueueSeen queue = seen(access.queue());
            number(queue.ordinal);
            text(access.queueName());
            text(access.mode().name());
            number(predecessorOn(queue, access.predecessor()));
            if (access.mode() != AccessMode.UNORDERED) {
                queue.lastJob = submitted.job();
            }
        }
    }

    private long predecessorOn(QueueSeen queue, long job) {
        if (job == NONE) {
            return NONE;
        }
        return job == queue.lastJob ? LAST_THERE : ordinalOf(job);
    }

    private long ordinalOf(long job) {
        return liveJobs.getOrDefault(job, ENDED);
    }

    private QueueSeen seen(long queue) {
        return queues.computeIfAbsent(queue, id -> new QueueSeen(queues.size() + 1L));
    }

    private void text(String text) {
        Integer met = texts.get(text);
        if (met != null) {
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
        if (pending.remaining() < NUMBER_BYTES_MAX) {
            flush();
        }
        long rest = (number << 1) ^ (number >> 63);
        while ((rest & -SEVEN_BITS) != 0) {
            pending.put((byte) (rest | SEVEN_BITS));
            rest >>>= 7;
        }
        pending.put((byte) rest);
    }

    private void flush() {
        digest.update(pending.array(), 0, pending.position());
        pending.clear();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What is remembered of a queue. */
    private static final class QueueSeen {
        private final long ordinal;
        private long lastJob;

        QueueSeen(long ordinal) {
            this.ordinal = ordinal;
        }
    }
}
