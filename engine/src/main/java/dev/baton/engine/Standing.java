package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Where a job stands in its queues: its set, and an {@link Entry} for each access that needs one.
 *
 * <p><b>Algorithm.</b> An access that is free when it is placed needs no entry: the job itself is
 * the tail, and what it passes follows from its state and its set. An entry is made when somebody
 * comes to stand behind it, or when it ends or changes by itself; both by CAS, so there is one.
 *
 * <pre>
 *   who comes behind                         who ends the job
 *     CAS its entry in, link behind it         RMW on state
 *     fullFence                                read entries, volatile, and pass on
 *     read passes(), volatile                  entries = ENDED
 * </pre>
 *
 * As in Entry, one of the two sees the other. An entry made too late is linked to by somebody who
 * then sees the end himself.
 *
 * <p><b>Invariant.</b> {@code entries} goes from null to an array to ENDED, or straight there; a
 * slot from null to an entry.
 */
abstract sealed class Standing extends Lifecycle permits Belonging {
    /** What is left when the job is over. */
    private static final Entry[] ENDED = {};

    private static final VarHandle PLACED;
    private static final VarHandle SET;
    private static final VarHandle ENTRIES;
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Entry[].class);

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PLACED = lookup.findVarHandle(Standing.class, "placed", boolean.class);
            SET = lookup.findVarHandle(Standing.class, "set", AccessSet.class);
            ENTRIES = lookup.findVarHandle(Standing.class, "entries", Entry[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Inserted in all its queues. Read: acquire. Written: release, by owner or helpers. */
    private boolean placed;

    /** Read: acquire. Written: null by finish. */
    private @Nullable AccessSet set;

    /**
     * One slot per ordered access, most often null. Read: volatile. Written: CAS, by the owner and
     * by those who come behind; ENDED by finish.
     */
    private @Nullable Entry @Nullable [] entries;

    /**
     * What helpers placed, from index 1; null until one comes. Read plainly by the owner once it saw
     * placed. Written: as {@link Placement} says.
     */
    @Nullable
    Place @Nullable [] helped;

    Standing(AccessSet set, int pending, boolean checked) {
        super(pending, checked);
        this.set = set;
        this.placed = set.orderedCount() <= 1;
    }

    final boolean isPlaced() {
        return (boolean) PLACED.getAcquire(this);
    }

    final void setPlaced() {
        PLACED.setRelease(this, true);
    }

    /** It takes no place any more: it was never placed, and is over. */
    final void wantNothing() {
        SET.setRelease(this, AccessSet.empty());
    }

    final @Nullable AccessSet setAcquire() {
        return (AccessSet) SET.getAcquire(this);
    }

    @Override
    final int passes(SyncQueue queue) {
        AccessSet now = setAcquire();
        if (now == null || isOver()) {
            return Entry.EVERYTHING_OVER;
        }
        int index = now.indexOf(queue);
        Entry entry = entryIfAny(index);
        if (entry != null) {
            return entry.passes();
        }
        return (now.isShared(index) ? Entry.WRITERS_OVER : 0)
                | (isHandedOver(queue) ? Entry.HANDED_OVER : 0);
    }

    /** Whether hardware that orders itself has the job, and those behind may come (S12). */
    abstract boolean isHandedOver(SyncQueue queue);

    @Override
    final @Nullable Entry entryOn(SyncQueue queue) {
        AccessSet now = setAcquire();
        return now == null ? null : entryAt(now, now.indexOf(queue));
    }

    /** Gives an access the entry that it was placed with. By the owner, before it links anything. */
    final @Nullable Entry[] putEntry(int count, int index, Entry entry) {
        @Nullable Entry[] mine = entriesMade(count);
        mine[index] = entry; // published by the link, by the guard, or by the tail
        return mine;
    }

    /** Makes room for entries in a job that nobody knows yet. */
    final void makeRoom(int count) {
        entries = new Entry[count];
    }

    /** The entry of an access if it has one and the job is not over. */
    final @Nullable Entry entryIfAny(int index) {
        @Nullable Entry[] mine = (Entry[]) ENTRIES.getVolatile(this);
        return mine == null || mine == ENDED ? null : (Entry) SLOT.getVolatile(mine, index);
    }

    /** The entry of an access, made if there is none; null if the job is over. */
    final @Nullable Entry entryAt(AccessSet now, int index) {
        @Nullable Entry[] mine = entriesMade(now.orderedCount());
        if (mine == ENDED) {
            return null;
        }
        Entry present = (Entry) SLOT.getAcquire(mine, index);
        if (present == null) {
            Entry fresh = new Entry(job(), now.queue(index));
            int mode = now.isShared(index) ? Entry.SHARED : 0;
            fresh.begin(Entry.EVERYTHING_OVER | job().hardware() | mode, null);
            // Decides: which entry speaks for the access, which had none as it was free when
            // placed. Lost: use the winner's. Orders: its bits.
            present = (Entry) SLOT.compareAndExchange(mine, index, null, fresh);
            present = present == null ? fresh : present;
        }
        return present;
    }

    private @Nullable Entry[] entriesMade(int count) {
        @Nullable Entry[] now = (Entry[]) ENTRIES.getAcquire(this);
        if (now == null) {
            @Nullable Entry[] fresh = new Entry[count];
            // Decides: which array all use. Lost: use the winner's, or ENDED.
            now = (Entry[]) ENTRIES.compareAndExchange(this, null, fresh);
            now = now == null ? fresh : now;
        }
        return now;
    }

    /** Passes on behind one access that is over, and takes it out of the way. */
    static void passOnBehind(Entry entry) {
        Tally tally = new Tally();
        entry.passOn(tally);
        entry.stepAside(tally);
        tally.deliver();
    }

    /** Passes on behind each access what has come true of the whole job. */
    final void passOn() {
        @Nullable Entry[] mine = (Entry[]) ENTRIES.getVolatile(this);
        Tally tally = new Tally();
        for (int i = 0; mine != null && i < mine.length; i++) {
            Entry entry = (Entry) SLOT.getVolatile(mine, i);
            if (entry != null) {
                entry.passOn(tally);
            }
        }
        tally.deliver();
    }

    /**
     * Drops the set and the entries of a job that is over, and passes permissions on behind each
     * access.
     */
    final void leaveQueues() {
        @Nullable Entry[] mine = (Entry[]) ENTRIES.getVolatile(this);
        ENTRIES.setRelease(this, ENDED);
        SET.setRelease(this, null);
        if (mine != null) {
            Tally tally = new Tally();
            for (int i = 0; i < mine.length; i++) {
                Entry entry = (Entry) SLOT.getVolatile(mine, i);
                if (entry != null) {
                    entry.passOn(tally);
                    entry.stepAside(tally);
                }
            }
            tally.deliver();
        }
    }
}
