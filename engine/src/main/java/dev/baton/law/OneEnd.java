package dev.baton.law;

import dev.baton.event.Event;

import org.jspecify.annotations.Nullable;

/**
 * S3, S6, S13: each access becomes available once and ends once; the job is granted at most once
 * and only when all its accesses came; it ends once, and nothing happens to it after that. What
 * is told of one access and came too late, racing the end of the whole job, is no breach.
 */
final class OneEnd extends Law {
    OneEnd(History history, Violations violations) {
        super(history, violations);
    }

    @Override
    String name() {
        return "one-end";
    }

    void on(Event event, @Nullable LiveJob job) {
        if (job == null) {
            if (!mayComeLate(event)) {
                expect(false, "job " + event.job(), event, "it is over or was never submitted");
            }
        } else if (event instanceof Event.Submitted) {
            expect(job.submissions == 1 || history.oneByOne, job, event, "it was so before");
        } else if (event instanceof Event.Available available) {
            judge(available, job);
        } else if (event instanceof Event.AccessReleased released) {
            judge(released, job);
        } else if (event instanceof Event.Downgraded downgraded) {
            judge(downgraded, job);
        } else if (event instanceof Event.Granted) {
            expect(!job.isEnded(), job, event, "it has ended");
            expect(job.grants == 1, job, event, "it was so before");
            expect(!job.foreign, job, event, "it is foreign work");
            expect(job.available == job.places.length, job, event, "it lacks an access");
        } else if (event instanceof Event.HandedOver) {
            expect(job.handOvers == 1, job, event, "it was so before");
        } else {
            expect(job.ends == 1, job, event, "it has ended");
            boolean mayComplete = job.isGranted() || job.foreign;
            expect(mayComplete || !(event instanceof Event.Released), job, event, "it waits");
            expect(!job.isGranted() || !(event instanceof Event.Cancelled), job, event, "it owns");
        }
    }

    /** What bounds the ownership of one access may have raced the end of the whole job. */
    private static boolean mayComeLate(Event event) {
        return event instanceof Event.Available
                || event instanceof Event.AccessReleased
                || event instanceof Event.HandedOver
                || event instanceof Event.Downgraded;
    }

    private void judge(Event.Available event, LiveJob job) {
        Place place = job.placeOn(event.queue());
        if (place == null) {
            expect(job.hasUnordered, job, event, "it did not want that");
        } else if (!job.isEnded()) {
            boolean first = place.availableAt == history.now() || job.foreign && place.isOver();
            expect(first, job, event, "it had or ended that before");
        }
    }

    private void judge(Event.AccessReleased event, LiveJob job) {
        Place place = job.placeOn(event.queue());
        if (place == null) {
            expect(job.hasUnordered, job, event, "it did not want that");
        } else if (!job.isEnded()) {
            boolean owned = place.isAvailable() || job.foreign;
            owned &= place.overAt == history.now();
            expect(owned, job, event, "it did not own that");
        }
    }

    private void judge(Event.Downgraded event, LiveJob job) {
        Place place = job.placeOn(event.queue());
        if (place != null && !job.isEnded() && !place.isOver()) {
            expect(place.sharedSince == history.now(), job, event, "it was not exclusive");
        }
    }

    private void expect(boolean holds, Object job, Event event, String though) {
        if (!holds) {
            String kind = event.getClass().getSimpleName();
            broken(() -> kind + where(event) + " was told of " + job + ", though " + though);
        }
    }

    private String where(Event event) {
        if (event instanceof Event.Available available) {
            return " on " + history.queueName(available.queue());
        }
        return event instanceof Event.AccessReleased released
                ? " on " + history.queueName(released.queue())
                : "";
    }
}
