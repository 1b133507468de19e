package dev.baton.law;

import java.util.List;

/**
 * S3, S13: at quiescence no job has all its accesses and no grant; at the end every job has ended,
 * except those that are granted and open-ended (S20).
 */
final class NothingLeft extends Law {
    NothingLeft(History history, Violations violations) {
        super(history, violations);
    }

    @Override
    String name() {
        return "nothing-left";
    }

    void quiescent() {
        if (history.ungranted() == 0) {
            return;
        }
        for (LiveJob job : history.jobs()) {
            if (job.ungranted && !job.grantReported) {
                job.grantReported = true;
                broken(() -> job + " owns all it wants and was not granted");
            }
        }
    }

    void end() {
        WaitForGraph<LiveJob> waits = null;
        for (LiveJob job : history.jobs()) {
            if (job.isSubmitted() && !job.isEnded() && !job.mayStay()) {
                WaitForGraph<LiveJob> graph = waits == null ? waits() : waits;
                waits = graph;
                broken(() -> job + " never ended: " + why(job, graph));
            }
        }
    }

    private static String why(LiveJob job, WaitForGraph<LiveJob> waits) {
        List<WaitForGraph.Wait<LiveJob>> chain = waits.chainFrom(job);
        if (!chain.isEmpty()) {
            return WaitForGraph.inWords(chain);
        }
        return job.isGranted() ? "it was granted and not released" : "it waits for no other job";
    }

    /** Who waits for whom. Walks each queue once, from its first place on. */
    private WaitForGraph<LiveJob> waits() {
        WaitForGraph<LiveJob> waits = new WaitForGraph<>();
        for (LiveJob job : history.jobs()) {
            for (Place place : job.places) {
                if (place.before == null) {
                    addQueue(waits, place);
                }
            }
        }
        return waits;
    }

    private static void addQueue(WaitForGraph<LiveJob> waits, Place first) {
        Place lastExclusive = null;
        Place last = null;
        for (Place place = first; place != null; place = place.behind) {
            if (place.isOver()) {
                continue;
            }
            Place blocker = place.shared ? lastExclusive : last;
            if (blocker != null && !place.isAvailable()) {
                String how = blocker.isAvailable() ? " held by" : " behind";
                waits.add(place.job, "waits for " + place.queue + how, blocker.job);
            }
            last = place;
            lastExclusive = place.shared ? lastExclusive : place;
        }
    }
}
