package dev.baton.report;

import dev.baton.event.Event;
import dev.baton.sim.run.RunWatcher;
import dev.baton.sim.run.Screenshot;
import dev.baton.sim.run.Screenshots;
import dev.baton.sim.run.ShownFrame;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the beginning and the end of what it is told of a run. A run of any length costs the same
 * memory, and the middle of a long one costs no time.
 *
 * <p>For any thread; {@link #tracks} when the run is over.
 */
public final class ReportLog implements RunWatcher, Screenshots {
    /** Of the beginning, and again of the end; what lies between is left out of a page. */
    static final int KEPT_MAX = 4096;

    /** Of what lasts longer, in virtual time, the end begins so long before it is over. */
    private static final long LONG_NANOS = 600_000_000_000L;

    private static final long END_NANOS = 4_000_000_000L;

    private final @Nullable Screenshots alsoTakes;
    private final long endFromNanos;
    private final Film film = new Film();
    private final List<Telling> first = new ArrayList<>();
    private final @Nullable Telling[] last = new Telling[KEPT_MAX];
    private long later;
    private volatile boolean full;

    /** How many were passed over; for the one thread of a run in virtual time. */
    private long passedOver;

    private long nowNanos;

    /** A log of something short that begins. */
    public ReportLog() {
        this(null, 0);
    }

    /**
     * A log of a run that begins.
     *
     * @param alsoTakes takes pictures, too; null for nobody
     * @param forNanos for how long it goes on, if that is in virtual time; otherwise 0
     */
    public ReportLog(@Nullable Screenshots alsoTakes, long forNanos) {
        this.alsoTakes = alsoTakes;
        this.endFromNanos = forNanos > LONG_NANOS ? forNanos - END_NANOS : 0;
    }

    /** Something that can be told again. */
    private interface Telling {
        void to(RunWatcher watcher);
    }

    private boolean keeps(long nanos) {
        if (endFromNanos == 0 || !full || nanos >= endFromNanos) {
            return true;
        }
        passedOver++;
        return false;
    }

    private synchronized void keep(Telling telling) {
        if (first.size() < KEPT_MAX) {
            first.add(telling);
        } else {
            full = true;
            last[(int) (later++ % KEPT_MAX)] = telling;
        }
    }

    @Override
    public void on(Event event) {
        nowNanos = event.nanos();
        if (keeps(nowNanos)) {
            keep(to -> to.on(event));
        }
    }

    @Override
    public void dropped(long count) {
        keep(to -> to.dropped(count));
    }

    @Override
    public void placed(String stream, long iteration, long job) {
        if (keeps(nowNanos)) {
            keep(to -> to.placed(stream, iteration, job));
        }
    }

    @Override
    public void worked(String device, long iteration, long fromNanos, long toNanos) {
        if (keeps(toNanos)) {
            keep(to -> to.worked(device, iteration, fromNanos, toNanos));
        }
    }

    @Override
    public void woke(String cpu, long iteration, long fromNanos, long toNanos) {
        if (keeps(toNanos)) {
            keep(to -> to.woke(cpu, iteration, fromNanos, toNanos));
        }
    }

    @Override
    public void showed(ShownFrame frame) {
        film.showed(frame);
        if (keeps(frame.toNanos())) {
            keep(to -> to.showed(frame));
        }
    }

    @Override
    public void vblank(String display, long nanos, boolean missed) {
        if (keeps(nanos)) {
            keep(to -> to.vblank(display, nanos, missed));
        }
    }

    @Override
    public boolean wants(String display) {
        return film.wants(display) || (alsoTakes != null && alsoTakes.wants(display));
    }

    @Override
    public void took(Screenshot shot) {
        film.took(shot);
        if (alsoTakes != null) {
            alsoTakes.took(shot);
        }
    }

    /**
     * What its displays showed.
     *
     * @return the first frames
     */
    public Film film() {
        return film;
    }

    /**
     * What was kept, put together.
     *
     * @param title of the run
     * @return to be drawn
     */
    public synchronized RunTracks tracks(String title) {
        RunTracks tracks = new RunTracks(title);
        first.forEach(telling -> telling.to(tracks));
        long leftOut = passedOver + Math.max(0, later - KEPT_MAX);
        if (leftOut > 0) {
            tracks.leftOut(leftOut);
        }
        int oldest = later > KEPT_MAX ? (int) (later % KEPT_MAX) : 0;
        for (int i = 0; i < Math.min(later, KEPT_MAX); i++) {
            Telling telling = last[(oldest + i) % KEPT_MAX];
            if (telling != null) {
                telling.to(tracks);
            }
        }
        return tracks;
    }
}
