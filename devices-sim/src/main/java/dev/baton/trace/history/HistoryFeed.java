package dev.baton.trace.history;

import dev.baton.engine.AccessMode;
import dev.baton.engine.CancelReason;
import dev.baton.event.Event;
import dev.baton.event.Event.SubmittedAccess;
import dev.baton.trace.history.LoggedJob.State;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells the laws what the lines say. */
final class HistoryFeed {
    /** In place of the job right before: there is none. */
    static final String NOBODY = "-";

    final Breaches breaches = new Breaches();
    private final Map<String, LoggedJob> live = new HashMap<>();
    private final Map<String, LoggedBuffer> buffers = new HashMap<>();

    /** Requests of one job on lines that follow each other are one: it takes its places at once. */
    private final List<SubmittedAccess> asked = new ArrayList<>();

    private @Nullable HistoryLine asking;

    /** Whose requests they are. */
    private long askingId;

    private long ids;
    private long jobs;

    void take(HistoryLine line) throws DamagedHistoryException, UnreadableHistoryException {
        if (asking != null
                && !(line.kind() == HistoryLine.Kind.REQUEST && line.job().equals(asking.job()))) {
            submit(asking);
        }
        switch (line.kind()) {
            case REQUEST -> request(line, line);
            case GRANT -> grant(line);
            case DOWNGRADE -> downgrade(line);
            case RELEASE -> release(line);
            case CANCEL -> end(line, id -> new Event.Cancelled(0, id, CancelReason.CALLER));
            case FAIL -> end(line, id -> new Event.Failed(0, id, "logged"));
        }
        if (breaches.remembered() > HistoryLimits.JOBS_MAX
                || live.size() > HistoryLimits.JOBS_MAX) {
            throw new UnreadableHistoryException("more than " + HistoryLimits.JOBS_MAX
                    + " jobs have not ended, or stand behind one that has not, by line "
                    + line.number() + ": cut the log, or tell of their ends");
        }
    }

    void end() {
        if (asking != null) {
            submit(asking);
        }
        breaches.end();
    }

    long jobs() {
        return jobs;
    }

    int buffers() {
        return buffers.size();
    }

    int left() {
        return live.size();
    }

    private void request(HistoryLine line, HistoryLine asks)
            throws DamagedHistoryException, UnreadableHistoryException {
        LoggedJob known = live.get(line.job());
        LoggedBuffer buffer = line.buffer() == null ? null : buffer(line.buffer());
        if (known != null && buffer != null) {
            refuseSecond(known, buffer);
        }
        LoggedJob job = known == null ? begin(line.job()) : known;
        jobs += job.uses.isEmpty() && asking == null ? 1 : 0;
        asking = asking == null ? asks : asking;
        askingId = job.id;
        if (buffer != null) {
            AccessMode mode =
                    Boolean.TRUE.equals(line.shared()) ? AccessMode.SHARED : AccessMode.EXCLUSIVE;
            long before = before(line.after(), buffer);
            buffer.place(job, !job.claimed.contains(buffer));
            job.uses.put(buffer, State.WAITING);
            asked.add(new SubmittedAccess(buffer.id, buffer.name, mode, before));
        }
    }

    private static void refuseSecond(LoggedJob job, LoggedBuffer buffer)
            throws DamagedHistoryException {
        if (job.uses.containsKey(buffer)) {
            throw new DamagedHistoryException(
                    "asks for a buffer that its job asked for before: tell"
                            + " of the job's end first, or call its second turn another job");
        }
        if (job.uses.size() == HistoryLimits.BUFFERS_PER_JOB_MAX) {
            throw new DamagedHistoryException("is its job's request number "
                    + (HistoryLimits.BUFFERS_PER_JOB_MAX + 1) + ": split the job");
        }
    }

    private LoggedJob begin(String name) {
        LoggedJob job = new LoggedJob(++ids, name);
        live.put(name, job);
        return job;
    }

    private long before(@Nullable String after, LoggedBuffer buffer) {
        if (after == null) {
            return buffer.takeLast();
        }
        Long tail = after.equals(NOBODY) ? Long.valueOf(0) : buffer.takeTail(after);
        if (tail != null) {
            return tail;
        }
        LoggedJob toCome = live.get(after);
        toCome = toCome == null ? begin(after) : toCome;
        toCome.claimed.add(buffer);
        return toCome.id;
    }

    private LoggedBuffer buffer(String name) throws UnreadableHistoryException {
        LoggedBuffer known = buffers.get(name);
        if (known == null && buffers.size() == HistoryLimits.BUFFERS_MAX) {
            throw new UnreadableHistoryException("more than " + HistoryLimits.BUFFERS_MAX
                    + " buffers: give a buffer the same name each time");
        }
        LoggedBuffer buffer = known == null ? new LoggedBuffer(buffers.size() + 1, name) : known;
        buffers.putIfAbsent(name, buffer);
        return buffer;
    }

    private void submit(HistoryLine first) {
        asking = null;
        asked.sort(Comparator.comparingLong(SubmittedAccess::queue));
        String client = first.client() == null ? "" : " (" + first.client() + ")";
        String words = first.job() + client + " of line " + first.number();
        breaches.tell(
                first.number(), new Event.Submitted(0, askingId, words, List.copyOf(asked), false));
        asked.clear();
    }

    private void grant(HistoryLine line)
            throws DamagedHistoryException, UnreadableHistoryException {
        LoggedJob job = live.get(line.job());
        LoggedBuffer buffer = line.buffer() == null ? null : buffer(line.buffer());
        boolean unasked = buffer != null && (job == null || !job.uses.containsKey(buffer));
        if (unasked && line.shared() != null) {
            request(line, line);
            submit(line);
        }
        job = known(line);
        if (job == null) {
            return;
        }
        List<LoggedBuffer> granted = buffer == null ? job.waiting() : List.of(buffer);
        if (granted.isEmpty()) {
            tellNothing(job, line);
        }
        for (LoggedBuffer each : granted) {
            job.granted(each);
            breaches.tell(line.number(), new Event.Available(0, job.id, each.id));
        }
    }

    /** A job that wants nothing is granted once. */
    private void tellNothing(LoggedJob job, HistoryLine line) {
        if (job.uses.isEmpty()) {
            breaches.tell(line.number(), new Event.Granted(0, job.id));
        } else {
            breaches.tell(line.number(), "job " + job.name + " was granted, and waits for nothing");
        }
    }

    private void downgrade(HistoryLine line) throws UnreadableHistoryException {
        LoggedBuffer buffer = buffer(String.valueOf(line.buffer()));
        LoggedJob job = known(line);
        if (job == null) {
            return;
        }
        if (job.uses.get(buffer) == State.OWNED) {
            breaches.tell(line.number(), new Event.Downgraded(0, job.id, buffer.id));
        } else {
            breaches.tell(
                    line.number(),
                    "job " + job.name + " downgraded " + buffer.name + ", which it does not own");
        }
    }

    private void release(HistoryLine line) throws UnreadableHistoryException {
        if (line.buffer() == null) {
            end(line, id -> new Event.Released(0, id));
            return;
        }
        LoggedJob job = known(line);
        if (job != null) {
            LoggedBuffer buffer = buffer(line.buffer());
            breaches.tell(line.number(), new Event.AccessReleased(0, job.id, buffer.id));
            if (job.released(buffer)) {
                end(line, id -> new Event.Released(0, id));
            }
        }
    }

    private interface Ending {
        Event of(long id);
    }

    private void end(HistoryLine line, Ending ending) {
        LoggedJob job = known(line);
        if (job != null) {
            live.remove(line.job());
            breaches.tell(line.number(), ending.of(job.id));
        }
    }

    /** The job that a line is about; null, and a breach, if there is none. */
    private @Nullable LoggedJob known(HistoryLine line) {
        LoggedJob job = live.get(line.job());
        if (job == null || (job.uses.isEmpty() && !job.claimed.isEmpty())) {
            String kind = line.kind().name().toLowerCase(Locale.ROOT);
            breaches.tell(
                    line.number(),
                    kind + " was told of job " + line.job()
                            + ", though it is over or was never requested");
            return null;
        }
        return job;
    }
}
