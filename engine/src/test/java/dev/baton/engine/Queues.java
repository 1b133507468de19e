package dev.baton.engine;

import java.util.stream.IntStream;

/** Queues for tests, ascending by id. */
final class Queues {
    private Queues() {}

    static SyncQueue[] of(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> new SyncQueue("queue " + index))
                .toArray(SyncQueue[]::new);
    }

    static AccessSet set(AccessMode mode, SyncQueue... queues) {
        AccessSet.Builder builder = AccessSet.builder();
        for (SyncQueue queue : queues) {
            builder.add(queue, mode);
        }
        return builder.build();
    }
}
