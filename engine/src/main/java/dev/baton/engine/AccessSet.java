package dev.baton.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What one job wants: (queue, mode) pairs. A queue named twice counts once, with the stronger mode
 * (S4), so a job can never wait for itself.
 *
 * <p>Immutable and reusable: build it once and submit it as often as you like, from any thread.
 * Building costs O(k log k) for k accesses; submitting costs no copy.
 *
 * @since 0.1
 */
public final class AccessSet {
    /**
     * The most ordered accesses one job may have: the count of what is missing for its grant has 16
     * bits, and one more may be its time.
     */
    public static final int ACCESSES_MAX = 0xFFFE;

    private static final AccessSet EMPTY = new AccessSet(List.of());

    private final List<Access> accesses;
    /** The ordered accesses, ascending by queue id: the one order in which places are taken. */
    private final Access[] ordered;

    /** Their queues once more, and what each begins with in the queue: read at every submit. */
    private final SyncQueue[] queues;

    private final int[] modeBits;

    private AccessSet(List<Access> accesses) {
        this.accesses = List.copyOf(accesses);
        this.ordered = accesses.stream()
                .filter(access -> access.mode() != AccessMode.UNORDERED)
                .toArray(Access[]::new);
        this.queues = Arrays.stream(ordered).map(Access::queue).toArray(SyncQueue[]::new);
        this.modeBits = Arrays.stream(ordered)
                .mapToInt(access -> access.mode() == AccessMode.SHARED ? Entry.SHARED : 0)
                .toArray();
        if (ordered.length > ACCESSES_MAX) {
            throw new RefusedException(
                    "S1", "a set of " + ordered.length + " accesses exceeds " + ACCESSES_MAX);
        }
    }

    /**
     * A set of nothing; its job is granted at once (S4).
     *
     * @return the empty set
     */
    public static AccessSet empty() {
        return EMPTY;
    }

    /**
     * A set of exclusive accesses.
     *
     * @param queues the queues, in any order
     * @return the set
     */
    public static AccessSet exclusive(SyncQueue... queues) {
        Builder builder = builder();
        Arrays.stream(queues).forEach(builder::exclusive);
        return builder.build();
    }

    /**
     * A set of shared accesses.
     *
     * @param queues the queues, in any order
     * @return the set
     */
    public static AccessSet shared(SyncQueue... queues) {
        Builder builder = builder();
        Arrays.stream(queues).forEach(builder::shared);
        return builder.build();
    }

    /**
     * Starts a set.
     *
     * @return an empty builder, for one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * All accesses, those outside the order included.
     *
     * @return an immutable list, ascending by queue id, each queue once
     */
    public List<Access> accesses() {
        return accesses;
    }

    /**
     * The accesses that take a place in their queue.
     *
     * @return the accesses that are SHARED or EXCLUSIVE, ascending by queue id
     */
    public Stream<Access> ordered() {
        return Arrays.stream(ordered);
    }

    int orderedCount() {
        return ordered.length;
    }

    SyncQueue queue(int index) {
        return queues[index];
    }

    boolean isShared(int index) {
        return modeBits[index] != 0;
    }

    int modeBit(int index) {
        return modeBits[index];
    }

    /** The place of a queue among the ordered accesses, or a negative number. O(log k). */
    int indexOf(SyncQueue queue) {
        int low = 0;
        int high = ordered.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compare(queues[middle].id(), queue.id());
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return accesses.toString();
    }

    /**
     * Collects the accesses of a set. For one thread.
     *
     * @since 0.1
     */
    public static final class Builder {
        private final Map<Long, Access> byQueueId = new TreeMap<>();

        private Builder() {}

        /**
         * Adds a shared access.
         *
         * @param queue the queue
         * @return this builder
         */
        public Builder shared(SyncQueue queue) {
            return add(queue, AccessMode.SHARED);
        }

        /**
         * Adds an exclusive access.
         *
         * @param queue the queue
         * @return this builder
         */
        public Builder exclusive(SyncQueue queue) {
            return add(queue, AccessMode.EXCLUSIVE);
        }

        /**
         * Adds a shared access to the whole of a partition: one to each part (S7).
         *
         * @param whole the partition
         * @return this builder
         */
        public Builder shared(Partition whole) {
            whole.parts().forEach(this::shared);
            return this;
        }

        /**
         * Adds an exclusive access to the whole of a partition: one to each part (S7).
         *
         * @param whole the partition
         * @return this builder
         */
        public Builder exclusive(Partition whole) {
            whole.parts().forEach(this::exclusive);
            return this;
        }

        /**
         * Lists a use outside the order.
         *
         * @param queue the queue
         * @return this builder
         */
        public Builder unordered(SyncQueue queue) {
            return add(queue, AccessMode.UNORDERED);
        }

        /**
         * Adds an access; with a queue already named, the stronger mode stays (S4).
         *
         * @param queue the queue
         * @param mode the mode
         * @return this builder
         */
        public Builder add(SyncQueue queue, AccessMode mode) {
            Objects.requireNonNull(queue, "queue");
            Objects.requireNonNull(mode, "mode");
            byQueueId.merge(
                    queue.id(),
                    new Access(queue, mode),
                    (one, other) -> new Access(queue, one.mode().strongest(other.mode())));
            return this;
        }

        /**
         * Builds the set.
         *
         * @return the immutable set
         * @throws RefusedException (S1) beyond {@link AccessSet#ACCESSES_MAX} ordered accesses
         */
        public AccessSet build() {
            return byQueueId.isEmpty() ? EMPTY : new AccessSet(new ArrayList<>(byQueueId.values()));
        }
    }
}
