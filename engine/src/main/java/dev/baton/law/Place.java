package dev.baton.law;

import org.jspecify.annotations.Nullable;

/**
 * One job's place in one queue, between the one before and the one behind.
 *
 * <p>Instants are indexes of events; {@link #ALWAYS} is before all of them. A place knows since
 * when a shared and an exclusive access is permitted there (S2), or {@link #NOT_YET}. Both follow
 * from the place before alone, so each is computed once, however many stand in the queue, and a
 * permission that came long ago is found as well when its place becomes known late.
 */
final class Place {
    static final long ALWAYS = 0;
    static final long NOT_YET = Long.MAX_VALUE;

    final LiveJob job;
    final LiveQueue queue;

    /** The mode it was submitted in, which decides what it waits for. */
    final boolean shared;

    /** Since when it lets other shared accesses in: always if it is shared, or its downgrade. */
    long sharedSince;

    /** Null if there is none left, or it is not told of yet. */
    @Nullable
    Place before;

    /** Null if there is none, it is not told of yet, or this is retired. */
    @Nullable
    Place behind;

    /** Nobody needs this place any more, except to know that it is taken. */
    boolean retired;

    /** Counted as permitted and not available; see {@link Chains#owed()}. */
    boolean owed;

    /** Its owner was given it and all before it is told of: handed to {@link QueueOrder}. */
    boolean ripe;

    /** Reported as permitted and not available, once however often it is seen so. */
    boolean reported;

    /** Everything before it, up to the first that ever stood here, has been told of. */
    private boolean rooted;

    /** Since when every earlier exclusive access is over. */
    private long sharedFrom = NOT_YET;

    /** Since when every earlier access is over; never before sharedFrom. */
    private long exclusiveFrom = NOT_YET;

    long availableAt = NOT_YET;
    long overAt = NOT_YET;

    Place(LiveJob job, LiveQueue queue, boolean shared) {
        this.job = job;
        this.queue = queue;
        this.shared = shared;
        this.sharedSince = shared ? ALWAYS : NOT_YET;
    }

    /** Nothing is before it. */
    void root() {
        rooted = true;
        sharedFrom = ALWAYS;
        exclusiveFrom = ALWAYS;
    }

    /**
     * Takes over what the place before knows; what is known here never changes.
     *
     * @return whether there was news
     */
    boolean learnFrom(Place earlier) {
        boolean news = false;
        if (!rooted && earlier.rooted) {
            rooted = true;
            news = true;
        }
        long shareable =
                Math.max(earlier.sharedFrom, Math.min(earlier.sharedSince, earlier.overAt));
        if (sharedFrom == NOT_YET && shareable != NOT_YET) {
            sharedFrom = shareable;
            news = true;
        }
        long free = Math.max(earlier.exclusiveFrom, earlier.overAt);
        if (exclusiveFrom == NOT_YET && free != NOT_YET) {
            exclusiveFrom = free;
            news = true;
        }
        return news;
    }

    boolean isRooted() {
        return rooted;
    }

    /** Since when this access, in its mode, is permitted. */
    long permittedFrom() {
        return shared ? sharedFrom : exclusiveFrom;
    }

    boolean isPermitted() {
        return permittedFrom() != NOT_YET;
    }

    boolean isAvailable() {
        return availableAt != NOT_YET;
    }

    boolean isOver() {
        return overAt != NOT_YET;
    }

    /** Whether it leaves room for other shared accesses now. */
    boolean isHeldShared() {
        return sharedSince != NOT_YET;
    }

    boolean isOwned() {
        return isAvailable() && !isOver();
    }

    /** The nearest place before that this one had to wait for, at an instant. */
    @Nullable
    Place blockerAt(long instant) {
        Place place = before;
        while (place != null
                && (place.overAt <= instant || (shared && place.sharedSince <= instant))) {
            place = place.before;
        }
        return place;
    }

    String mode() {
        return shared ? "shared" : "exclusive";
    }
}
