package dev.baton.law;

import dev.baton.event.Event;

import org.jspecify.annotations.Nullable;

/**
 * S12: a job is handed over to hardware only when everything ahead of it, on each queue of which it
 * does not own its access yet, is over or was handed over to the same domain.
 */
final class HardwareOrder extends Law {
    HardwareOrder(History history, Violations violations) {
        super(history, violations);
    }

    @Override
    String name() {
        return "hardware-order";
    }

    void on(Event event, @Nullable LiveJob job) {
        if (job != null && event instanceof Event.HandedOver handed) {
            for (Place place : job.places) {
                if (!place.isAvailable() && !place.isOver()) {
                    judge(place, handed.domain());
                }
            }
        }
    }

    private void judge(Place place, String domain) {
        for (Place ahead = place.before; ahead != null; ahead = ahead.before) {
            LiveJob other = ahead.job;
            if (!ahead.isOver() && !domain.equals(other.domain)) {
                broken(() -> place.job + " was handed over before " + other + ", ahead of it on "
                        + place.queue + ", was over or in the same hands");
                return;
            }
        }
    }
}
