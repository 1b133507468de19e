package dev.baton.trace.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A job that has not ended, as the lines tell of it. */
final class LoggedJob {
    /** What became of what it asked for. */
    enum State {
        WAITING,
        OWNED,
        OVER
    }

    final long id;
    final String name;
    final Map<LoggedBuffer, State> uses = new LinkedHashMap<>();

    /** The buffers on which somebody stands behind it, from before it was told of. */
    final Set<LoggedBuffer> claimed = new HashSet<>();

    private int over;

    LoggedJob(long id, String name) {
        this.id = id;
        this.name = name;
    }

    List<LoggedBuffer> waiting() {
        List<LoggedBuffer> waiting = new ArrayList<>();
        uses.forEach((buffer, state) -> {
            if (state == State.WAITING) {
                waiting.add(buffer);
            }
        });
        return waiting;
    }

    void granted(LoggedBuffer buffer) {
        uses.replace(buffer, State.WAITING, State.OWNED);
    }

    /** Gives one back; whether that was the last. */
    boolean released(LoggedBuffer buffer) {
        boolean given = uses.replace(buffer, State.OWNED, State.OVER);
        over += given ? 1 : 0;
        return given && over == uses.size();
    }
}
