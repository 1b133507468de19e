package dev.baton.law;

import dev.baton.event.Event;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A job as the events tell of it, from the first that names it, as a predecessor perhaps, until its
 * end is known and no queue's order needs it any more.
 */
final class LiveJob {
    static final Place[] NO_PLACES = {};

    final long id;
    private String client = "";
    private boolean openEnded;

    /** It may ask for more until it ends, and is called what its client field says. */
    private boolean asksOneByOne;

    /** Its grant may come later than its last access: when no law can tell (S8, S9, S10). */
    boolean waitsForMore;

    /** It is never granted, and may be done at any time (S10). */
    boolean foreign;

    /** Its ordered accesses, ascending by queue id; none before it was submitted. */
    Place[] places = NO_PLACES;

    /** Whether it lists uses outside the order, whose events no law judges. */
    boolean hasUnordered;

    int submissions;
    int available;
    int grants;
    int handOvers;

    /** The hardware domain that has it, or had; null if none. */
    @Nullable
    String domain;

    int ends;

    /** It ended otherwise than by giving everything back. */
    boolean gaveUp;

    /** Those who name this job as the one before them, while it was not told of itself. */
    List<Place> claims = List.of();

    /** Its places that no order needs any more. */
    int retired;

    /** Its places right behind a job that is not told of or not settled. */
    int unsettledBefore;

    /** Told of, and everything before it too: nothing can come to stand before it any more. */
    boolean settled;

    /** Reported as out of order, and as never granted; once each however often it is seen so. */
    boolean orderReported;

    boolean grantReported;

    /** All its accesses came and the grant did not; counted in {@link History#ungranted}. */
    boolean ungranted;

    LiveJob(long id) {
        this.id = id;
    }

    void describe(Event.Submitted event, Place[] ordered) {
        client = event.client();
        openEnded = event.openEnded();
        foreign = event.foreign();
        waitsForMore = event.notBeforeNanos() > 0 || event.gated() || foreign;
        places = ordered;
        hasUnordered = ordered.length < event.accesses().size();
    }

    /** From now on it may ask for more; nothing behind it settles before it ends. */
    void askOneByOne() {
        asksOneByOne = true;
        waitsForMore = true;
        unsettledBefore++;
    }

    void add(Place[] more) {
        Place[] all = Arrays.copyOf(places, places.length + more.length);
        System.arraycopy(more, 0, all, places.length, more.length);
        Arrays.sort(all, Comparator.comparingLong(place -> place.queue.id));
        places = all;
    }

    void claimedBy(Place behind) {
        if (claims.isEmpty()) {
            claims = new ArrayList<>(1);
        }
        claims.add(behind);
        behind.job.unsettledBefore++;
    }

    @Nullable
    Place placeOn(long queue) {
        int low = 0;
        int high = places.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long there = places[middle].queue.id;
            if (there == queue) {
                return places[middle];
            }
            if (there < queue) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    boolean isSubmitted() {
        return submissions > 0;
    }

    boolean isEnded() {
        return ends > 0;
    }

    boolean isGranted() {
        return grants > 0 || (asksOneByOne && available == places.length);
    }

    /** Whether it may stay when all others have ended: a display's front buffer (S20). */
    boolean mayStay() {
        return openEnded && isGranted();
    }

    boolean isForgettable() {
        return isEnded() && settled && retired == places.length;
    }

    @Override
    public String toString() {
        return asksOneByOne
                ? "job " + client
                : "job " + id + (client.isBlank() ? "" : " (" + client + ")");
    }
}
