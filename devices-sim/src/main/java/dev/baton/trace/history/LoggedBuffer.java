package dev.baton.trace.history;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/** A buffer as the lines tell of it. */
final class LoggedBuffer {
    final long id;
    final String name;
    private final Map<String, Long> tails = new HashMap<>();
    private long last;
    private String lastName = "";

    LoggedBuffer(long id, String name) {
        this.id = id;
        this.name = name;
    }

    /** Who asked last, by the order of lines; 0 if nobody did. Somebody stands behind it now. */
    long takeLast() {
        tails.remove(lastName, last);
        return last;
    }

    /** The job of this name behind which nobody stood; null if there is none. */
    @Nullable
    Long takeTail(String job) {
        return tails.remove(job);
    }

    /** A job takes its place; perhaps somebody stands behind it already. */
    void place(LoggedJob job, boolean isTail) {
        if (isTail) {
            tails.put(job.name, job.id);
        }
        last = job.id;
        lastName = job.name;
    }
}
