package dev.baton.buffers.heap;

import static dev.baton.buffers.SharedBuffer.PAGE_SIZE;

import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.Storage;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Memory that a user has already and wants to share: Linux's {@code memfd}, of which {@code udmabuf}
 * makes a dma-buf.
 *
 * <p>As there, it must be sealed against shrinking before it is shared, as devices would go on using
 * pages that are gone; and must not be sealed against writing, as devices may write. Unlike there,
 * it never grows beyond its first size.
 *
 * <p>Where devices look bytes up by their addresses, its owner {@linkplain PhysicalMap#plug plugs} its
 * {@link #bytes} in, once: it may be part of several buffers, and outlives them.
 *
 * <p><b>Threading:</b> any thread; the bytes are plain. <b>Progress:</b> one lock for size and seals.
 * <b>Cost:</b> sharing is linear in the number of parts; nothing is copied.
 *
 * @since 0.1
 */
public final class UserMemory {
    /** How many parts one buffer may have: udmabuf's {@code list_limit}. */
    public static final int PARTS_MAX = 1024;

    /** How large one buffer may be, in bytes: udmabuf's {@code size_limit_mb}. */
    public static final long BYTES_MAX = 64L << 20;

    /**
     * What may no longer be done to the memory: the seals of Linux's {@code memfd}. Unlike there,
     * none is against growing or further seals.
     *
     * @since 0.1
     */
    public enum Seal {
        /** It keeps its size or grows: {@code F_SEAL_SHRINK}. */
        SHRINK,
        /** Nobody writes to it: {@code F_SEAL_WRITE}. */
        WRITE
    }

    /**
     * A part of somebody's memory: Linux's {@code struct udmabuf_create_item}, with the memory
     * instead of its file descriptor.
     *
     * @param memory whose
     * @param offset bytes, whole pages
     * @param length bytes, whole pages, at least one
     * @since 0.1
     */
    public record Part(UserMemory memory, long offset, long length) {}

    private final long address;
    private final long capacity;
    private final Storage bytes;

    /** Guard: this. */
    private long size;

    /** Guard: this. */
    private final Set<Seal> seals = EnumSet.noneOf(Seal.class);

    /**
     * Memory of a user, all zeros.
     *
     * @param address where it is in physical memory, unsigned, whole pages
     * @param size bytes, at least one, at most {@link #BYTES_MAX}; need not be whole pages
     */
    public UserMemory(long address, long size) {
        if (size < 1 || size > BYTES_MAX || address % PAGE_SIZE != 0) {
            throw new IllegalArgumentException("user memory of " + size + " bytes at 0x"
                    + Long.toHexString(address) + "; use 1 to " + BYTES_MAX + " at a whole page");
        }
        this.address = address;
        this.size = size;
        this.capacity = SharedBuffer.pagesFor(size) * PAGE_SIZE;
        this.bytes = new Pages(capacity);
    }

    /** {@return the user's own access, whose offsets are not checked} */
    public Storage bytes() {
        return bytes;
    }

    /** {@return the size in bytes} */
    public synchronized long size() {
        return size;
    }

    /**
     * Makes it smaller, or as large again as it was: {@code ftruncate}.
     *
     * @param bytesWanted the new size, at most the first one in whole pages
     * @throws IllegalStateException if it would shrink and is sealed against that
     */
    public synchronized void resize(long bytesWanted) {
        if (bytesWanted < 1 || bytesWanted > capacity) {
            throw new IllegalArgumentException(bytesWanted + " bytes; use 1 to " + capacity);
        }
        if (bytesWanted < size && seals.contains(Seal.SHRINK)) {
            throw new IllegalStateException("sealed against shrinking from " + size + " bytes");
        }
        size = bytesWanted;
    }

    /**
     * Seals it, for ever.
     *
     * @param seal what may no longer be done
     */
    public synchronized void seal(Seal seal) {
        seals.add(seal);
    }

    /**
     * Makes a buffer of parts of users' memory, in order: {@code UDMABUF_CREATE_LIST}. The memory
     * stays its users' own: at the buffer's end nothing is freed.
     *
     * @param name for people
     * @param topology which addresses devices see
     * @param parts what it is made of, at least one, at most {@link #PARTS_MAX}
     * @return the buffer's only handle
     * @throws BufferException.Misaligned if an offset or length is not whole pages (B1)
     * @throws BufferException.Empty if there is no part, or one of no byte (B1)
     * @throws BufferException.OutOfRange if a part leaves its memory (B1)
     * @throws BufferException.Overflow if a part's offset and length overflow (B1)
     * @throws BufferException.Exhausted if there are too many parts or bytes (B8)
     * @throws BufferException.Unsealed if the seals do not allow it (B8)
     */
    public static BufferHandle share(String name, Topology topology, Part... parts) {
        List<Part> all = List.of(parts);
        Wrapped.check(name, all);
        long size = all.stream().mapToLong(Part::length).sum();
        Heap wrapped = new Wrapped(all);
        return SharedBuffer.export(name, size, new HeapExporter(List.of(wrapped), true, topology));
    }

    long address() {
        return address;
    }

    synchronized boolean isSealed(Seal seal) {
        return seals.contains(seal);
    }
}
