package dev.baton.law;

/**
 * What S2 permits is given: at quiescence no access is permitted and still unavailable. A lost
 * wake-up breaks it, and so does a reader that lets no other reader pass.
 */
final class ReaderConcurrency extends Law {
    ReaderConcurrency(History history, Violations violations) {
        super(history, violations);
    }

    @Override
    String name() {
        return "reader-concurrency";
    }

    void quiescent() {
        if (history.chains.owed() == 0) {
            return;
        }
        for (LiveJob job : history.jobs()) {
            for (Place place : job.places) {
                if (place.owed && !place.reported) {
                    place.reported = true;
                    broken(() -> job + " still waits for " + place.queue + " (" + place.mode()
                            + "), though nothing it has to wait for is left there");
                }
            }
        }
    }
}
