package dev.baton.law;

/**
 * S2: a shared access becomes available only after every earlier exclusive one of that queue is
 * over, an exclusive one only after every earlier one.
 */
final class QueueOrder extends Law {
    QueueOrder(History history, Violations violations) {
        super(history, violations);
    }

    @Override
    String name() {
        return "queue-order";
    }

    void on() {
        for (Place place : history.chains.ripe()) {
            if (place.permittedFrom() > place.availableAt) {
                broken(() -> inWords(place));
            }
        }
    }

    private static String inWords(Place place) {
        Place blocker = place.blockerAt(place.availableAt);
        String whom = blocker == null
                ? "all it had to wait for"
                : blocker.job + " (" + blocker.mode() + "), which stands before it,";
        return place.job + " got " + place.queue + " (" + place.mode() + ") before " + whom
                + " was over";
    }
}
