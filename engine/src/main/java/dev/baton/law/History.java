package dev.baton.law;

import dev.baton.engine.AccessMode;
import dev.baton.event.Event;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What all laws read: the jobs that live, the queues, and the {@link Chains} of places. */
final class History {
    /*
     * A job is known from the first event that names it, as a predecessor perhaps, and forgotten
     * when it has ended and all its places are retired. Should a later job name a forgotten one as
     * its predecessor, it waits for that as for one that was never told of, and OneOrder reports it
     * at quiescence.
     */
    private static final LiveJob NOBODY = new LiveJob(0);

    /** A power of two. */
    private static final int RECENT_QUEUES = 1 << 6;

    /** Jobs ask for one buffer after the other, until they end. */
    final boolean oneByOne;

    private final LiveJobs jobs = new LiveJobs();
    private final Map<Long, LiveQueue> queues = new HashMap<>();

    /** The last queue named of each remainder of ids: mostly the one that is looked for. */
    private final LiveQueue[] recentQueues = new LiveQueue[RECENT_QUEUES];

    /** Whom the event before was about, as the next one is mostly about the same. */
    private LiveJob last = NOBODY;

    final Chains chains = new Chains(this::forgetIfDone);
    private long now = Place.ALWAYS;
    private int ungranted;
    private int unseen;
    private long unordered;

    History(boolean oneByOne) {
        this.oneByOne = oneByOne;
    }

    /** Takes an event in; null if no job it could be about is live. */
    @Nullable
    LiveJob take(Event event) {
        now++;
        chains.nextEvent();
        if (event instanceof Event.Submitted submitted) {
            return submit(submitted);
        }
        LiveJob job = last.id == event.job() ? last : jobs.get(event.job());
        if (job == null || !job.isSubmitted()) {
            return null;
        }
        if (event instanceof Event.Available available) {
            makeAvailable(job.placeOn(available.queue()));
        } else if (event instanceof Event.Granted) {
            job.grants++;
        } else if (event instanceof Event.HandedOver handed) {
            job.handOvers++;
            job.domain = handed.domain();
        } else if (event instanceof Event.AccessReleased released) {
            makeOver(job.placeOn(released.queue()));
        } else if (event instanceof Event.Downgraded downgraded) {
            share(job.placeOn(downgraded.queue()));
        } else if (job.ends++ == 0) {
            job.gaveUp = !(event instanceof Event.Released);
            for (Place place : job.places) {
                makeOver(place);
            }
            if (oneByOne) {
                chains.concluded(job);
            }
        }
        recount(job);
        last = job;
        forgetIfDone(job);
        return job;
    }

    /** The index of the event taken in last. */
    long now() {
        return now;
    }

    /** All jobs that are not forgotten, in the order of their ids. */
    List<LiveJob> jobs() {
        return jobs.all();
    }

    /** How many are not forgotten. */
    int remembered() {
        return jobs.count();
    }

    /** The queue in words. */
    String queueName(long id) {
        LiveQueue queue = queues.get(id);
        return queue == null ? "queue " + id : queue.toString();
    }

    /** How many jobs have all they want, and not the grant. */
    int ungranted() {
        return ungranted;
    }

    /** How many jobs are named as predecessors, and not told of. */
    int unseen() {
        return unseen;
    }

    /** How many unordered accesses were submitted. */
    long unordered() {
        return unordered;
    }

    private LiveJob submit(Event.Submitted event) {
        LiveJob job = jobs.known(event.job());
        if (job.submissions++ > 0) {
            return oneByOne && !job.isEnded() ? extend(job, event) : job;
        }
        job.describe(event, placesOf(job, event));
        if (oneByOne) {
            job.askOneByOne();
        }
        stand(job.places, event);
        if (!job.claims.isEmpty()) {
            unseen--;
            for (Place behind : job.claims) {
                chains.link(job, behind);
                chains.claimResolved(behind.job);
            }
            job.claims = List.of();
        }
        chains.linked(job);
        recount(job);
        last = job;
        return job;
    }

    private LiveJob extend(LiveJob job, Event.Submitted event) {
        Place[] more = placesOf(job, event);
        job.add(more);
        stand(more, event);
        recount(job);
        return job;
    }

    private void stand(Place[] places, Event.Submitted event) {
        List<Event.SubmittedAccess> accesses = event.accesses();
        int ordered = 0;
        for (int i = 0; i < accesses.size(); i++) { // many at a time: an iterator each would show
            if (accesses.get(i).mode() != AccessMode.UNORDERED) {
                stand(places[ordered++], accesses.get(i).predecessor());
            }
        }
    }

    private Place[] placesOf(LiveJob job, Event.Submitted event) {
        List<Event.SubmittedAccess> accesses = event.accesses();
        Place[] places = new Place[accesses.size()];
        int ordered = 0;
        for (int i = 0; i < places.length; i++) {
            Event.SubmittedAccess access = accesses.get(i);
            if (access.mode() != AccessMode.UNORDERED) {
                boolean shared = access.mode() == AccessMode.SHARED;
                places[ordered++] = new Place(job, queue(access), shared);
            }
        }
        unordered += places.length - ordered;
        return ordered == places.length ? places : Arrays.copyOf(places, ordered);
    }

    private LiveQueue queue(Event.SubmittedAccess access) {
        int slot = (int) access.queue() & RECENT_QUEUES - 1;
        LiveQueue queue = recentQueues[slot];
        if (queue == null || queue.id != access.queue()) {
            queue = queues.computeIfAbsent(
                    access.queue(), id -> new LiveQueue(id, access.queueName()));
            recentQueues[slot] = queue;
        }
        return queue;
    }

    /** Puts a new place behind its predecessor, or lets it wait until that is told of. */
    private void stand(Place place, long predecessor) {
        if (predecessor == 0) {
            chains.linkFirst(place);
            return;
        }
        LiveJob before = jobs.known(predecessor);
        if (before.isSubmitted()) {
            chains.link(before, place);
        } else {
            unseen += before.claims.isEmpty() ? 1 : 0;
            before.claimedBy(place);
        }
    }

    private void makeAvailable(@Nullable Place place) {
        if (place != null && !place.isAvailable() && !place.isOver()) {
            place.availableAt = now;
            place.queue.ownedBy(place, +1);
            place.job.available++;
            chains.changed(place);
        }
    }

    private void share(@Nullable Place place) {
        if (place != null && place.isOwned() && !place.isHeldShared()) {
            place.queue.ownedBy(place, -1);
            place.sharedSince = now;
            place.queue.ownedBy(place, +1);
            chains.changed(place);
        }
    }

    private void makeOver(@Nullable Place place) {
        if (place != null && !place.isOver()) {
            place.queue.ownedBy(place, place.isAvailable() ? -1 : 0);
            place.overAt = now;
            chains.changed(place);
        }
    }

    private void recount(LiveJob job) {
        boolean ungrantedNow = job.available == job.places.length
                && !job.waitsForMore
                && !job.isGranted()
                && !job.isEnded();
        ungranted += (ungrantedNow ? 1 : 0) - (job.ungranted ? 1 : 0);
        job.ungranted = ungrantedNow;
    }

    private void forgetIfDone(LiveJob job) {
        if (job.isForgettable()) {
            jobs.forget(job);
            last = job == last ? NOBODY : last;
        }
    }
}
