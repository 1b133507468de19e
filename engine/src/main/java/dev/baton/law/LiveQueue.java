package dev.baton.law;

/** A queue as the events tell of it: who owns it now. */
final class LiveQueue {
    final long id;
    private final String name;
    int owners;
    int exclusiveOwners;

    /** Some job was told to be the first that ever stood here. */
    boolean begun;

    LiveQueue(long id, String name) {
        this.id = id;
        this.name = name;
    }

    /** An access was taken (+1) or given back (-1). */
    void ownedBy(Place place, int change) {
        owners += change;
        exclusiveOwners += place.isHeldShared() ? 0 : change;
    }

    @Override
    public String toString() {
        return "queue " + (name.isBlank() ? id : name);
    }
}
