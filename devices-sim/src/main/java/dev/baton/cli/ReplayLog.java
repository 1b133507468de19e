package dev.baton.cli;

import dev.baton.event.Event;
import dev.baton.report.ReportLog;
import dev.baton.report.RunTracks;
import dev.baton.trace.Recording;
import dev.baton.trace.ReplayWatcher;
import dev.baton.trace.VblankClock;

import java.util.HashMap;
import java.util.Map;

/** What a page shows of a replay: the engine's jobs, and between them the recorded vblanks. */
final class ReplayLog implements ReplayWatcher {
    private final ReportLog log = new ReportLog();
    private final Map<String, Integer> told = new HashMap<>();
    private Map<String, VblankClock> clocks = Map.of();
    private long beginNanos = Recording.UNKNOWN;

    @Override
    public void recorded(Recording piece) {
        beginNanos = beginNanos == Recording.UNKNOWN ? piece.beginNanos() : beginNanos;
        clocks = piece.clocks();
    }

    @Override
    public void on(Event event) {
        tellVblanks(event.nanos());
        log.on(event);
    }

    private void tellVblanks(long untilNanos) {
        clocks.forEach((crtc, clock) -> {
            int next = Math.max(clock.first(), told.getOrDefault(crtc, 0));
            while (next < clock.count() && clock.nanosOf(next) - beginNanos <= untilNanos) {
                log.vblank(crtc, clock.nanosOf(next++) - beginNanos, false);
            }
            told.put(crtc, next);
        });
    }

    /** All of it, when it is over. */
    RunTracks tracks(String title) {
        tellVblanks(Long.MAX_VALUE);
        return log.tracks(title);
    }
}
