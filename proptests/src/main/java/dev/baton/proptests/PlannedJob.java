package dev.baton.proptests;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.JobOptions;
import dev.baton.engine.SyncQueue;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Stream;

/**
 * A job that is still to be submitted, as data: what it wants, in the order in which naive code
 * would take it, and when.
 *
 * @param wishes the accesses
 * @param times when and for how long
 * @since 0.1
 */
public record PlannedJob(List<Wish> wishes, Times times) {
    /**
     * When a job is submitted, and how long things take from then on.
     *
     * @param submitNanos since the beginning
     * @param takesNanos from the grant to the release; 0 for a release inside the grant
     * @param notBeforeNanos not granted earlier after its submission; 0 for at once (S8)
     * @param expiresNanos cancelled unless granted so long after it; {@link #NEVER} for never (S8)
     */
    public record Times(long submitNanos, long takesNanos, long notBeforeNanos, long expiresNanos) {
        /** No such time. */
        public static final long NEVER = Long.MAX_VALUE;

        /**
         * Submitted at once, to be granted as soon as it can be.
         *
         * @param takesNanos from the grant to the release
         * @return the times
         */
        public static Times taking(long takesNanos) {
            return new Times(0, takesNanos, 0, NEVER);
        }
    }

    /**
     * Copies the list.
     *
     * @param wishes the accesses
     * @param times when and for how long
     */
    public PlannedJob {
        wishes = List.copyOf(wishes);
    }

    /**
     * What it wants, as an access set.
     *
     * @param queues of the buffers, by their numbers
     * @return the set
     */
    public AccessSet accessSet(List<SyncQueue> queues) {
        AccessSet.Builder set = AccessSet.builder();
        wishes.forEach(wish -> set.add(queues.get(wish.buffer()), wish.mode()));
        return set.build();
    }

    /**
     * Its times, as options.
     *
     * @param nowNanos when it is submitted
     * @return the options
     */
    public JobOptions options(long nowNanos) {
        JobOptions options = JobOptions.DEFAULT;
        if (times.notBeforeNanos > 0) {
            options = options.notBefore(nowNanos + times.notBeforeNanos);
        }
        return times.expiresNanos == Times.NEVER
                ? options
                : options.expiry(nowNanos + times.expiresNanos);
    }

    /** The strongest mode in which it wants a buffer (S4); null if it does not. */
    @Nullable
    AccessMode mode(int buffer) {
        return Stream.of(AccessMode.EXCLUSIVE, AccessMode.SHARED, AccessMode.UNORDERED)
                .filter(mode -> wishes.contains(new Wish(buffer, mode)))
                .findFirst()
                .orElse(null);
    }
}
