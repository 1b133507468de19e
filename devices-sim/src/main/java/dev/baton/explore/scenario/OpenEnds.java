package dev.baton.explore.scenario;

import dev.baton.event.Event;
import dev.baton.event.EventListener;
import dev.baton.trace.Timeline;
import dev.baton.trace.Timeline.Lane;
import dev.baton.trace.Timeline.Look;
import dev.baton.trace.Timeline.Slice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws what jobs hold and wait for that never ends: a deadlock has no work to be seen. */
final class OpenEnds implements EventListener {
    /** Lanes that are drawn; beyond, nobody can read it. */
    private static final int LANES_MAX = 24;

    /** So wide is drawn what begins at the end. */
    private static final long NANOS_MIN = 1_000_000;

    /** Of each job that has not ended, its accesses by their queues, in the order of coming. */
    private final Map<Long, Map<Long, Open>> jobs = new LinkedHashMap<>();

    /** One access of a job that has not ended. */
    private record Open(String client, String queue, long sinceNanos, boolean held) {
        Lane lane(long job, long endNanos) {
            String text = (held ? "holds " : "waits for ") + queue + " (job " + job + ")";
            Look look = held ? Look.SOLID : Look.WRONG;
            return new Lane(
                    client, List.of(new Slice(sinceNanos, endNanos, text, (int) job, look)));
        }
    }

    @Override
    public void on(Event event) {
        if (event instanceof Event.Submitted submitted) {
            Map<Long, Open> accesses = new LinkedHashMap<>();
            for (Event.SubmittedAccess access : submitted.accesses()) {
                accesses.put(
                        access.queue(),
                        new Open(submitted.client(), access.queueName(), event.nanos(), false));
            }
            jobs.put(event.job(), accesses);
        } else if (event instanceof Event.Available available && jobs.containsKey(event.job())) {
            jobs.get(event.job())
                    .computeIfPresent(
                            available.queue(),
                            (queue, open) ->
                                    new Open(open.client, open.queue, event.nanos(), true));
        } else if (event instanceof Event.AccessReleased released
                && jobs.containsKey(event.job())) {
            jobs.get(event.job()).remove(released.queue());
        } else if (event instanceof Event.End) {
            jobs.remove(event.job());
        }
    }

    /** The same picture, with a lane for each access that is held or waited for in the end. */
    Timeline.Run addedTo(Timeline.Run picture, long forNanos) {
        long sinceNanos = jobs.values().stream()
                .flatMap(accesses -> accesses.values().stream())
                .mapToLong(Open::sinceNanos)
                .max()
                .orElse(0);
        long endNanos = Math.max(forNanos, sinceNanos + NANOS_MIN);
        List<Lane> lanes = new ArrayList<>(picture.lanes());
        jobs.forEach((job, accesses) -> accesses.values().stream()
                .map(open -> open.lane(job, endNanos))
                .forEach(lanes::add));
        int most = Math.min(lanes.size(), picture.lanes().size() + LANES_MAX);
        return new Timeline.Run(picture.title(), lanes.subList(0, most), picture.vblanks());
    }
}
