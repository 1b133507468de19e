package dev.baton.law;

import dev.baton.event.Event;

import org.jspecify.annotations.Nullable;

/** An exclusive access is owned alone: from available until its end, nobody owns beside it. */
final class Exclusion extends Law {
    Exclusion(History history, Violations violations) {
        super(history, violations);
    }

    @Override
    String name() {
        return "exclusion";
    }

    void on(Event event, @Nullable LiveJob job) {
        if (job == null || !(event instanceof Event.Available available)) {
            return;
        }
        Place place = job.placeOn(available.queue());
        if (place == null || place.availableAt != history.now()) {
            return;
        }
        if (place.queue.owners > 1 && place.queue.exclusiveOwners > 0) {
            broken(() -> job + " owns " + place.queue + " (" + place.mode() + ") while "
                    + anotherOwner(place) + " does");
        }
    }

    private String anotherOwner(Place place) {
        for (LiveJob other : history.jobs()) {
            Place there = other == place.job ? null : other.placeOn(place.queue.id);
            if (there != null && there.isOwned() && !(place.shared && there.isHeldShared())) {
                return other + " (" + there.mode() + ")";
            }
        }
        throw new AssertionError("the owners of " + place.queue + " are miscounted");
    }
}
