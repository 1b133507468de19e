package dev.baton.law;

import dev.baton.engine.AccessMode;
import dev.baton.engine.CancelReason;
import dev.baton.event.Event;
import dev.baton.event.EventListener;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The contract in its plainest form: one thread, lists, and a walk through each queue that changed.
 * It makes good random histories for the laws to judge.
 */
final class SequentialDispatcher {
    private final Random random;
    private final EventListener listener;
    private final List<Line> lines = new ArrayList<>();
    private final List<Work> waiting = new ArrayList<>();
    private final List<Work> owning = new ArrayList<>();
    private long lastJob;

    SequentialDispatcher(Random random, int queues, EventListener listener) {
        this.random = random;
        this.listener = listener;
        for (int id = 1; id <= queues; id++) {
            lines.add(new Line(id));
        }
    }

    /** One random operation, with all its consequences; no more than so many jobs live. */
    void step(int liveMax, int accessesMax) {
        int dice = random.nextInt(100);
        if (waiting.size() + owning.size() < liveMax && dice < 60) {
            submit(random.nextInt(accessesMax + 1));
        } else if (dice < 70 && !waiting.isEmpty()) {
            endWaiting(random.nextInt(waiting.size()));
        } else if (dice < 80 && !owning.isEmpty()) {
            releaseOne(owning.get(random.nextInt(owning.size())));
        } else if (!owning.isEmpty()) {
            endOwning(random.nextInt(owning.size()));
        }
    }

    /** A job on neighbouring queues, in random modes. */
    void submit(int accesses) {
        Work job = new Work(++lastJob, accesses);
        List<Event.SubmittedAccess> told = new ArrayList<>(accesses);
        int first = random.nextInt(lines.size() - accesses + 1);
        for (int i = 0; i < accesses; i++) {
            Spot spot = new Spot(job, lines.get(first + i), random.nextInt(3) > 0);
            job.spots.add(spot);
            told.add(spot.takePlace());
        }
        listener.on(new Event.Submitted(0, job.id, "client " + job.id % 7, told, false));
        waiting.add(job);
        grantIfComplete(job);
        job.spots.forEach(spot -> wake(spot.line));
    }

    int live() {
        return waiting.size() + owning.size();
    }

    void endOwning(int index) {
        Work job = owning.remove(index);
        boolean fails = random.nextInt(20) == 0;
        listener.on(fails ? new Event.Failed(0, job.id, "no film") : new Event.Released(0, job.id));
        job.spots.forEach(this::leave);
    }

    /** Ends all jobs; owners first, as they let others own. */
    void drain() {
        while (!owning.isEmpty()) {
            endOwning(0);
        }
    }

    private void endWaiting(int index) {
        Work job = waiting.remove(index);
        listener.on(
                random.nextInt(10) == 0
                        ? new Event.TimedOut(0, job.id)
                        : new Event.Cancelled(0, job.id, CancelReason.CALLER));
        job.spots.forEach(this::leave);
    }

    private void releaseOne(Work job) {
        for (Spot spot : job.spots) {
            if (!spot.over) {
                listener.on(new Event.AccessReleased(0, job.id, spot.line.id));
                leave(spot);
                return;
            }
        }
    }

    private void leave(Spot spot) {
        spot.over = true;
        spot.line.spots.remove(spot);
        wake(spot.line);
    }

    private void wake(Line line) {
        boolean afterAll = true;
        for (Spot spot : line.spots) {
            if (!spot.available && (spot.shared || afterAll)) {
                spot.available = true;
                spot.job.missing--;
                listener.on(new Event.Available(0, spot.job.id, line.id));
                grantIfComplete(spot.job);
            }
            if (!spot.shared) {
                return;
            }
            afterAll = false;
        }
    }

    private void grantIfComplete(Work job) {
        if (job.missing == 0) {
            waiting.remove(job);
            owning.add(job);
            listener.on(new Event.Granted(0, job.id));
        }
    }

    /** A job. */
    private static final class Work {
        final long id;
        final List<Spot> spots = new ArrayList<>();
        int missing;

        Work(long id, int accesses) {
            this.id = id;
            missing = accesses;
        }
    }

    /** Its access to one queue. */
    private static final class Spot {
        final Work job;
        final Line line;
        final boolean shared;
        boolean available;
        boolean over;

        Spot(Work job, Line line, boolean shared) {
            this.job = job;
            this.line = line;
            this.shared = shared;
        }

        Event.SubmittedAccess takePlace() {
            AccessMode mode = shared ? AccessMode.SHARED : AccessMode.EXCLUSIVE;
            long predecessor = line.lastJob;
            line.lastJob = job.id;
            line.spots.add(this);
            return new Event.SubmittedAccess(line.id, line.name, mode, predecessor);
        }
    }

    /** A queue: those who are not over, in order. */
    private static final class Line {
        final long id;
        final String name;
        final List<Spot> spots = new ArrayList<>();
        long lastJob;

        Line(long id) {
            this.id = id;
            name = "line " + id;
        }
    }
}
