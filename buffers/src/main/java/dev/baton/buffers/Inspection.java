package dev.baton.buffers;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** All buffers that are not over. It keeps none of them alive. */
final class Inspection {
    private static final ConcurrentMap<Long, Entry> BUFFERS = new ConcurrentHashMap<>();
    private static final AtomicLong IDS = new AtomicLong();
    private static final ReferenceQueue<SharedBuffer> LOST = new ReferenceQueue<>();

    private Inspection() {}

    static void add(SharedBuffer buffer) {
        forgetLost();
        long id = IDS.incrementAndGet();
        buffer.number(id);
        BUFFERS.put(id, new Entry(buffer, id));
    }

    static void remove(SharedBuffer buffer) {
        BUFFERS.remove(buffer.number());
    }

    static List<BufferInfo> all(Predicate<SharedBuffer> wanted) {
        return BUFFERS.values().stream()
                .sorted(Comparator.comparingLong(entry -> entry.id))
                .map(Reference::get)
                .filter(Objects::nonNull)
                .filter(wanted)
                .map(SharedBuffer::info)
                .toList();
    }

    private static void forgetLost() {
        for (Reference<?> lost = LOST.poll(); lost != null; lost = LOST.poll()) {
            BUFFERS.remove(((Entry) lost).id);
        }
    }

    private static final class Entry extends WeakReference<SharedBuffer> {
        final long id;

        Entry(SharedBuffer buffer, long id) {
            super(buffer, LOST);
            this.id = id;
        }
    }
}
