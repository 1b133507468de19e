package dev.baton.report;

import dev.baton.event.Event;
import dev.baton.sim.run.RunWatcher;
import dev.baton.sim.run.Screenshot;
import dev.baton.sim.run.Screenshots;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the beginning and the end of what it is told of a run, and passes all of it on. A run of any
 * length costs the same memory, and little time.
 *
 * <p>For any thread; {@link #tracks} when the run is over.
 */
public final class ReportLog implements RunWatcher, Screenshots {
    /** Of the beginning, and again of the end; what lies between is left out of a page. */
    static final int KEPT_MAX = 4096;

    private final @Nullable RunWatcher next;
    private final @Nullable Screenshots alsoTakes;
    private final Film film = new Film();
    private final List<Telling> first = new ArrayList<>();
    private final @Nullable Telling[] last = new Telling[KEPT_MAX];
    private long later;

    /**
     * A log of a run that begins.
     *
     * @param next hears everything, too; null for nobody
     * @param alsoTakes takes pictures, too; null for nobody
     */
    public ReportLog(@Nullable RunWatcher next, @Nullable Screenshots alsoTakes) {
        this.next = next;
        this.alsoTakes = alsoTakes;
    }

    /** Something that can be told again. */
    private interface Telling {
        void to(RunWatcher watcher);
    }

    private void keep(Telling telling) {
        if (next != null) {
            telling.to(next);
        }
        synchronized (this) {
            if (first.size() < KEPT_MAX) {
                first.add(telling);
            } else {
                last[(int) (later++ % KEPT_MAX)] = telling;
            }
        }
    }

    @Override
    public void on(Event event) {
        keep(to -> to.on(event));
    }

    @Override
    public void dropped(long count) {
        keep(to -> to.dropped(count));
    }

    @Override
    public void placed(String stream, long iteration, long job) {
        keep(to -> to.placed(stream, iteration, job));
    }

    @Override
    public void worked(String device, long iteration, long fromNanos, long toNanos) {
        keep(to -> to.worked(device, iteration, fromNanos, toNanos));
    }

    @Override
    public void woke(String cpu, long iteration, long fromNanos, long toNanos) {
        keep(to -> to.woke(cpu, iteration, fromNanos, toNanos));
    }

    @Override
    public void showed(
            String display,
            long iteration,
            long fromNanos,
            long toNanos,
            boolean torn,
            boolean stale) {
        film.showed(display, new Film.Frame(iteration, fromNanos, toNanos, torn, stale, null));
        keep(to -> to.showed(display, iteration, fromNanos, toNanos, torn, stale));
    }

    @Override
    public void vblank(String display, long nanos, boolean missed) {
        keep(to -> to.vblank(display, nanos, missed));
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
        if (later > KEPT_MAX) {
            tracks.leftOut(later - KEPT_MAX);
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
