package dev.baton.engine;

import org.jspecify.annotations.Nullable;

/**
 * One access as it was found on its queue.
 *
 * @param entry null if it was free when placed and has none
 * @param permitted whether its turn had come
 */
record Standpoint(
        Job job, SyncQueue queue, @Nullable Entry entry, boolean shared, boolean permitted) {
    /** Null if it is over. */
    static @Nullable Standpoint of(Place at, SyncQueue queue) {
        Job job = at.job();
        AccessSet set = job.setAcquire();
        int index = set == null ? -1 : set.indexOf(queue);
        if (set == null || index < 0 || job.isOver()) {
            return null;
        }
        Entry entry = at instanceof Entry its ? its : job.entryIfAny(index);
        int bits = entry == null ? Entry.EVERYTHING_OVER : entry.bits();
        if ((bits & (Entry.OVER | Entry.WATCH)) == Entry.OVER) {
            return null;
        }
        boolean shared = entry == null ? set.isShared(index) : (bits & Entry.SHARED) != 0;
        return new Standpoint(job, queue, entry, shared, Entry.isPermitted(bits));
    }

    /** Whether it only watches: nobody waits for it, and no user has submitted it. */
    boolean watches() {
        return entry != null && entry.has(Entry.WATCH);
    }

    /** Whether one that waits behind another, and was found not permitted, still does. */
    boolean waitsFor(Standpoint holder) {
        boolean permitted = entry == null || Entry.isPermitted(entry.bits());
        return !permitted && !job.isOver() && holder.standsAgainst(shared);
    }

    private boolean standsAgainst(boolean reader) {
        Standpoint now = of(entry == null ? job : entry, queue);
        return now != null && !(reader && now.shared);
    }
}
