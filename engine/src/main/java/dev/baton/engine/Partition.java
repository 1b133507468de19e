package dev.baton.engine;

import dev.baton.buffers.BufferException;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.SyncObject;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The queues of a buffer, or of any abstract resource, whose parts are used apart: one queue per
 * part. An access to the whole is an access to all parts (S7), taken by {@link
 * AccessSet.Builder#exclusive(Partition)} or {@link AccessSet.Builder#shared(Partition)}; jobs over
 * the whole and over parts take their places atomically like any others, so that no mixture of them
 * deadlocks. A job over the whole may release it part by part.
 *
 * <p>A buffer is divided into whole pages as evenly as can be: parts differ by one page at most, and
 * none is empty. A partition is fixed for life, because jobs wait in its queues. It fills the
 * buffer's one slot (B3): a buffer has either a {@link SyncQueue} or a partition.
 *
 * <p>Immutable, for any thread. <b>Cost:</b> an access to the whole costs as much as a set of as
 * many queues as there are parts: take a coarse partition if most jobs want the whole.
 *
 * @since 0.1
 */
public final class Partition implements SyncObject {
    /** The most parts: of an {@link AccessSet}, one whole takes this many accesses. */
    public static final int PARTS_MAX = 1024;

    private static final String RULE = "S7";

    private final String name;
    private final @Nullable SharedBuffer buffer;
    private final List<SyncQueue> parts;

    /**
     * A partition of an abstract resource, with no buffer behind it.
     *
     * @param name for events and reports; part 2 of {@code tiles} is the queue {@code tiles[2]}
     * @param parts how many, from 1 to {@link #PARTS_MAX}
     * @throws RefusedException (S7) if that is too few or too many
     */
    public Partition(String name, int parts) {
        this(name, null, parts);
    }

    private Partition(String name, @Nullable SharedBuffer buffer, int parts) {
        this.name = Objects.requireNonNull(name, "name");
        this.buffer = buffer;
        checkCount(name, parts, PARTS_MAX);
        this.parts = IntStream.range(0, parts)
                .mapToObj(part -> new SyncQueue(name + "[" + part + "]"))
                .toList();
    }

    /**
     * The partition of a buffer, made at the first call and the same ever after.
     *
     * @param buffer the buffer, which keeps the partition in its sync object slot (B3)
     * @param parts how many, from 1 to {@link #PARTS_MAX} and to the number of pages
     * @return its partition, named after it
     * @throws RefusedException (S7) if there are too few or too many parts, or the buffer is
     *     partitioned already, and otherwise; (B3) if the slot holds something else
     * @throws BufferException.Closed if the buffer is over and has no partition (B2)
     */
    public static Partition of(SharedBuffer buffer, int parts) {
        checkCount(buffer.name(), parts, Math.min(PARTS_MAX, pages(buffer)));
        SyncObject present = buffer.syncObjectOr(() -> new Partition(buffer.name(), buffer, parts));
        if (!(present instanceof Partition partition)) {
            throw new RefusedException(
                    "B3",
                    buffer + " is synchronised by " + present.describe() + ", not by a partition");
        }
        if (partition.count() != parts) {
            throw new RefusedException(
                    RULE, buffer + " has " + partition.count() + " parts for life, not " + parts);
        }
        return partition;
    }

    private static void checkCount(String name, int parts, long partsMax) {
        if (parts < 1 || parts > partsMax) {
            throw new RefusedException(
                    RULE, name + " cannot have " + parts + " parts; use from 1 to " + partsMax);
        }
    }

    /**
     * The name.
     *
     * @return the name given at creation, or the buffer's; names need not be unique
     */
    public String name() {
        return name;
    }

    /**
     * How many parts there are.
     *
     * @return a number from 1 to {@link #PARTS_MAX}
     */
    public int count() {
        return parts.size();
    }

    /**
     * The queues of all parts.
     *
     * @return an immutable list, in the order of the parts
     */
    public List<SyncQueue> parts() {
        return parts;
    }

    /**
     * The queue of one part.
     *
     * @param index from 0 to {@link #count()} - 1
     * @return its queue
     * @throws RefusedException (S7) if there is no such part
     */
    public SyncQueue part(int index) {
        if (index < 0 || index >= parts.size()) {
            throw new RefusedException(
                    RULE, this + " has no part " + index + "; it has " + parts.size());
        }
        return parts.get(index);
    }

    /**
     * Where a part of a buffer begins; it ends where the next one begins.
     *
     * @param index from 0 to {@link #count()}; the last is the end of the buffer
     * @return bytes from the start of the buffer, a whole number of pages
     * @throws RefusedException (S7) if there is no such part, or no buffer
     */
    public long offset(int index) {
        SharedBuffer divided = bufferOrRefuse();
        if (index != parts.size()) {
            part(index);
        }
        return pages(divided) * index / parts.size() * SharedBuffer.PAGE_SIZE;
    }

    /**
     * The parts that a byte range of the buffer touches: at least one, and all between the first
     * and the last.
     *
     * @param offset bytes from the start of the buffer, unsigned
     * @param length bytes, unsigned, not 0
     * @return an immutable list, in the order of the parts
     * @throws BufferException as {@link SharedBuffer#checkRange} does (B1)
     * @throws RefusedException (S7) if there is no buffer
     */
    public List<SyncQueue> covering(long offset, long length) {
        SharedBuffer divided = bufferOrRefuse();
        divided.checkRange(offset, length);
        long pages = pages(divided);
        return parts.subList(at(offset, pages), at(offset + length - 1, pages) + 1);
    }

    /** The last part that begins at or before the page of a byte: the inverse of {@link #offset}. */
    private int at(long offset, long pages) {
        long page = offset / SharedBuffer.PAGE_SIZE;
        return (int) (((page + 1) * parts.size() - 1) / pages);
    }

    private static long pages(SharedBuffer buffer) {
        return SharedBuffer.pagesFor(buffer.size());
    }

    private SharedBuffer bufferOrRefuse() {
        if (buffer == null) {
            throw new RefusedException(
                    RULE, this + " has no buffer, so its parts have no bytes; name them by index");
        }
        return buffer;
    }

    @Override
    public String describe() {
        return "partition " + name + " of " + parts.size() + " parts";
    }

    @Override
    public String toString() {
        return name;
    }
}
