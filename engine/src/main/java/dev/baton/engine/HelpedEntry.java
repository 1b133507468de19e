package dev.baton.engine;

import org.jspecify.annotations.Nullable;

/**
 * An entry that a helper placed. It carries what only its inserter knew, the entry before it, to
 * the job's owner, who adopts it. Helpers share no object with the owner before it is published, so
 * its fields need no further order.
 */
final class HelpedEntry extends Entry {
    private @Nullable Entry before;

    HelpedEntry(Job job, @Nullable Entry before) {
        super(job);
        this.before = before;
    }

    /** Hands the predecessor to the owner and forgets it, so that no chain of the past is kept. */
    @Nullable
    Entry adopt() {
        Entry predecessor = before;
        before = null;
        return predecessor;
    }
}
