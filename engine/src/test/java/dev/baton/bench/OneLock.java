package dev.baton.bench;

import org.jspecify.annotations.Nullable;

/**
 * What Baton is measured against: KDS as its own documentation describes it, without the defects of
 * its published drops. One lock for the whole system; a resource is a list of the links of those who
 * own or want it, in order of arrival; a resource set counts its links that are not triggered yet,
 * and its callback runs when none is left, after the lock was dropped.
 *
 * <p>It is the peer, so it is kept as fast as it can be while it stays that: nothing is allocated or
 * called under the lock, an end looks at the neighbours of its own links only, and readers that one
 * release triggers are visited once, in a loop. The lock is a monitor; a ReentrantLock took as long
 * or a little longer. It lives among the tests so that every build checks that it grants rightly.
 */
final class OneLock {
    private final Object lock = new Object();

    /** Told of a grant, on the thread that made it true, with the lock dropped. */
    interface Callback {
        void granted(ResourceSet set);
    }

    /** The ends of the list of links; guarded by the lock. */
    static final class Resource {
        private @Nullable Link first;
        private @Nullable Link last;
    }

    /** One resource in one set. All but the finals is guarded by the lock. */
    private static final class Link {
        private final Resource resource;
        private final ResourceSet set;
        private final boolean exclusive;
        private boolean triggered;
        private @Nullable Link previous;
        private @Nullable Link next;

        private Link(Resource resource, ResourceSet set, boolean exclusive) {
            this.resource = resource;
            this.set = set;
            this.exclusive = exclusive;
        }
    }

    /** One wait for several resources, and then their ownership: a job. */
    static final class ResourceSet {
        private final Callback callback;
        private Link @Nullable [] links;
        private int pending;
        private @Nullable ResourceSet nextGranted;

        private ResourceSet(ResourceRequest request, Callback callback) {
            this.callback = callback;
            Link[] mine = new Link[request.count()];
            for (int i = 0; i < mine.length; i++) {
                mine[i] = new Link(request.resource(i), this, request.isExclusive(i));
            }
            links = mine;
        }
    }

    /** Queues for all resources in one step; if all are free, the callback runs before the return. */
    ResourceSet waitAll(ResourceRequest request, Callback callback) {
        ResourceSet set = new ResourceSet(request, callback);
        Link[] links = set.links;
        boolean granted;
        synchronized (lock) {
            int pending = 0;
            for (Link link : links) {
                append(link);
                pending += link.triggered ? 0 : 1;
            }
            set.pending = pending;
            granted = pending == 0;
        }
        if (granted) {
            callback.granted(set);
        }
        return set;
    }

    /** Ends a granted set. False if it has ended before. */
    boolean release(ResourceSet set) {
        ResourceSet granted;
        synchronized (lock) {
            if (set.links == null) {
                return false;
            }
            if (set.pending != 0) {
                throw new IllegalStateException("not granted yet");
            }
            granted = removeAll(set);
        }
        tell(granted);
        return true;
    }

    /** Withdraws a set before its grant. False if it was granted or has ended. */
    boolean cancel(ResourceSet set) {
        ResourceSet granted;
        synchronized (lock) {
            if (set.links == null || set.pending == 0) {
                return false;
            }
            granted = removeAll(set);
        }
        tell(granted);
        return true;
    }

    private static void append(Link link) {
        Resource resource = link.resource;
        Link last = resource.last;
        resource.last = link;
        if (last == null) {
            resource.first = link;
            link.triggered = true;
        } else {
            last.next = link;
            link.previous = last;
            link.triggered = last.triggered && !last.exclusive && !link.exclusive;
        }
    }

    /** Those granted come back as a ring, of which this is the last: one pointer has both ends. */
    private static @Nullable ResourceSet removeAll(ResourceSet set) {
        Link[] links = set.links;
        set.links = null;
        ResourceSet granted = null;
        for (Link link : links) {
            Link previous = link.previous;
            Link next = link.next;
            remove(link, previous, next);
            boolean permitted = next != null
                    && (previous == null
                            || previous.triggered && !previous.exclusive && !next.exclusive);
            if (permitted && !next.triggered) {
                granted = trigger(next, granted);
            }
        }
        return granted;
    }

    private static void remove(Link link, @Nullable Link previous, @Nullable Link next) {
        if (previous == null) {
            link.resource.first = next;
        } else {
            previous.next = next;
        }
        if (next == null) {
            link.resource.last = previous;
        } else {
            next.previous = previous;
        }
        link.next = null; // what has ended must not drag its successors into the old generation
    }

    /** Triggers a link and, if it is shared, the shared ones right behind it. */
    private static @Nullable ResourceSet trigger(Link start, @Nullable ResourceSet granted) {
        ResourceSet last = granted;
        Link link = start;
        do {
            link.triggered = true;
            ResourceSet set = link.set;
            if (--set.pending == 0) {
                set.nextGranted = last == null ? set : last.nextGranted;
                if (last != null) {
                    last.nextGranted = set;
                }
                last = set;
            }
            link = start.exclusive ? null : link.next;
        } while (link != null && !link.exclusive);
        return last;
    }

    private static void tell(@Nullable ResourceSet last) {
        ResourceSet set = last == null ? null : last.nextGranted;
        while (set != null) {
            ResourceSet next = set == last ? null : set.nextGranted;
            set.nextGranted = null;
            set.callback.granted(set);
            set = next;
        }
    }
}
