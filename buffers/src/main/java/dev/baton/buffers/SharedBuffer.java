package dev.baton.buffers;

import static java.util.Objects.requireNonNull;

import dev.baton.buffers.References.Kind;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Supplier;

/**
 * A piece of memory of fixed size that clients share by handle: Linux's {@code struct dma_buf}.
 * Unlike there, the name is given for good, and there is no private data of anybody.
 *
 * <p>It is backed by an {@link Exporter}, kept by {@link BufferHandle}s, {@link CpuMapping}s and {@link
 * Attachment}s, and has a name and one slot for a {@link SyncObject}; there is no other metadata (rule
 * B3). The object is the buffer's identity and may be kept after the buffer is over, but it keeps no
 * storage: only those do.
 *
 * <p><b>Threading:</b> any thread. <b>Memory effects:</b> see the package page. <b>Progress:</b>
 * lock-free; nothing here waits for a job. <b>Cost:</b> constant, except {@link #describe()}.
 *
 * @since 0.1
 */
public final class SharedBuffer {
    /** Bytes of one page; the unit of sizes and of the offsets of mappings. */
    public static final int PAGE_SIZE = 4096;

    /** The largest size of one buffer, in bytes: 1 GiB. */
    public static final long SIZE_MAX = 1L << 30;

    /** The longest name, in {@code char}s. */
    public static final int NAME_LENGTH_MAX = 255;

    private final String name;
    private final long size;
    private final Exporter exporter;
    private final References references = new References();
    private final SyncSlot slot = new SyncSlot();
    private final Use use = new Use();

    /** Its place among all buffers. Written before anybody has a handle. */
    private long number;

    private SharedBuffer(String name, long size, Exporter exporter) {
        this.name = name;
        this.size = size;
        this.exporter = exporter;
    }

    /**
     * Makes a buffer and its first handle: Linux's {@code dma_buf_export}.
     *
     * <p>The exporter takes storage within this call, after all checks. Exports of one and the same
     * exporter come one after the other. Cost: the exporter's.
     *
     * @param name for people; need not be unique, at most {@link #NAME_LENGTH_MAX} chars
     * @param size bytes: whole pages, at least one, at most {@link #SIZE_MAX}
     * @param exporter what backs this buffer, and no other
     * @return the only handle; close it to let the storage go
     * @throws BufferException.OutOfRange if size or name is too long (B1)
     * @throws BufferException.Empty if the size is 0 (B1)
     * @throws BufferException.Misaligned if the size is not whole pages (B1)
     * @throws BufferException.Exhausted if the exporter has no storage left
     */
    public static BufferHandle export(String name, long size, Exporter exporter) {
        requireNonNull(name, "name");
        requireNonNull(exporter, "exporter");
        if (name.length() > NAME_LENGTH_MAX) {
            throw new BufferException.OutOfRange(
                    name.substring(0, NAME_LENGTH_MAX),
                    "the name has " + name.length() + " chars; use at most " + NAME_LENGTH_MAX);
        }
        new Bounds(name, "largest buffer", SIZE_MAX).check(0, size);
        Bounds.checkAligned(name, "size", size);
        synchronized (exporter.exporting) { // whoever comes second needs to know what became of it
            SharedBuffer before = exporter.backed;
            return before == null ? first(name, size, exporter) : again(before, name, size);
        }
    }

    private static BufferHandle first(String name, long size, Exporter exporter) {
        SharedBuffer fresh = new SharedBuffer(name, size, exporter);
        exporter.backed = fresh;
        boolean taken = false;
        try {
            exporter.exported(fresh);
            taken = true;
        } finally {
            if (!taken) {
                exporter.backed = null; // there is no buffer
            }
        }
        Inspection.add(fresh);
        return new BufferHandle(fresh).opened(); // its reference is the first
    }

    /** The same object again, as PRIME does: identity is what makes two handles one buffer. */
    private static BufferHandle again(SharedBuffer before, String name, long size) {
        if (before.size != size || !before.name.equals(name)) {
            throw new BufferException.OutOfRange(
                    name,
                    "its exporter has exported " + before + " of " + before.size
                            + " bytes already; name the same");
        }
        return before.handle();
    }

    /** Another handle, or a refusal if the buffer is over. */
    BufferHandle handle() {
        return switch (take(Kind.HANDLE)) {
            case YES -> new BufferHandle(this).opened();
            case RELEASED -> throw new BufferException.Closed(name, "it is over; export another");
            case FULL -> throw full(Kind.HANDLE);
        };
    }

    BufferException full(Kind kind) {
        return new BufferException.Exhausted(
                "B2",
                name,
                "has " + References.COUNT_MAX + " " + kind + "; close those not in use");
    }

    /**
     * {@return how many pages hold so many bytes, rounded up}
     *
     * @param bytes unsigned 64-bit
     */
    public static long pagesFor(long bytes) {
        return Long.divideUnsigned(bytes, PAGE_SIZE) + ((bytes & (PAGE_SIZE - 1)) == 0 ? 0 : 1);
    }

    /**
     * Checks that a range of whole pages lies in what a buffer is to be made of, in the order of every
     * entrance (B1). For exporters of what is there already.
     *
     * @param name the buffer's name, for refusals
     * @param space what the range lies in, for refusals
     * @param spaceBytes its size
     * @param offset unsigned 64-bit, whole pages
     * @param length unsigned 64-bit, whole pages, not 0
     * @throws BufferException.Overflow if both together exceed unsigned 64 bits
     * @throws BufferException.OutOfRange if the range leaves the space
     * @throws BufferException.Empty if the length is 0
     * @throws BufferException.Misaligned if either is not whole pages
     */
    public static void checkPages(
            String name, String space, long spaceBytes, long offset, long length) {
        new Bounds(name, space, spaceBytes).check(offset, length);
        Bounds.checkAligned(name, "offset", offset);
        Bounds.checkAligned(name, "size", length);
    }

    /** {@return the size in bytes: whole pages, fixed for life (B1)} */
    public long size() {
        return size;
    }

    /** {@return the name as given at the export, not escaped} */
    public String name() {
        return name;
    }

    /**
     * Checks that a byte range lies in this buffer, as every entrance does (B1). The range needs no
     * alignment. For those who keep something by ranges of the buffer, such as its sync object.
     *
     * @param offset unsigned 64-bit
     * @param length unsigned 64-bit, not 0
     * @throws BufferException.Overflow if both together exceed unsigned 64 bits
     * @throws BufferException.OutOfRange if the range leaves the buffer
     * @throws BufferException.Empty if the length is 0
     */
    public void checkRange(long offset, long length) {
        new Bounds(name, "buffer", size).check(offset, length);
    }

    /** {@return the one sync object, the same for ever once set, or null until then (B3)} */
    public @Nullable SyncObject syncObject() {
        return slot.get();
    }

    /**
     * The sync object of this buffer, set by this call if there is none yet (B3).
     *
     * <p>Of racing callers one sets the object and all get it. Several suppliers may then run; what
     * the losers made is dropped. Setting orders nothing else and waits for nothing.
     *
     * @param candidate makes the object; called at most once, and only while the slot is empty
     * @return the buffer's one sync object
     * @throws BufferException.Closed if there is none and the buffer is already over (B2)
     */
    public SyncObject syncObjectOr(Supplier<? extends SyncObject> candidate) {
        SyncObject present = slot.get();
        if (present != null) {
            return present;
        }
        if (references.word() == 0) {
            throw new BufferException.Closed(
                    name, "it is over; set its sync object before its last handle is closed");
        }
        return slot.setOnce(requireNonNull(candidate.get(), "the supplied sync object"));
    }

    /**
     * The devices that are attached.
     *
     * @return a snapshot, in the order in which they came
     */
    public List<Device> devices() {
        return use.attachments().stream().map(Attachment::device).toList();
    }

    /**
     * Everything that can be seen of this buffer from outside (B11).
     *
     * <p>The counts of references belong to one instant; they may include a call that is about to be
     * refused.
     *
     * @return a snapshot
     */
    public BufferInfo info() {
        long word = references.word();
        SyncObject sync = slot.get();
        return new BufferInfo(
                name,
                size,
                exporter.name(),
                References.count(word, Kind.HANDLE),
                References.count(word, Kind.MAPPING),
                use.attachments().stream()
                        .map(Attachment::device)
                        .map(Device::name)
                        .toList(),
                use.attachments().stream().mapToInt(Attachment::mapped).sum(),
                use.brackets().size(),
                sync == null ? null : described(sync),
                exporter.counters(),
                use.places());
    }

    /** One that cannot say what it is must not hide all other buffers. */
    private static String described(SyncObject sync) {
        try {
            return sync.describe();
        } catch (RuntimeException | Error thrown) {
            return "not described: " + thrown.getClass().getName();
        }
    }

    /**
     * Says in one line what {@link #info()} tells.
     *
     * @return a line for people, with everything from outside escaped
     */
    public String describe() {
        return info().describe();
    }

    /**
     * All buffers that are not over: Linux's {@code bufinfo}.
     *
     * @return a snapshot, in the order of their exports
     */
    public static List<BufferInfo> all() {
        return Inspection.all(buffer -> true);
    }

    /**
     * The buffers of {@link #all()} that belong to somebody, such as a heap.
     *
     * @param owner of whom {@link Exporter#isOf} says so
     * @return a snapshot, in the order of their exports
     */
    public static List<BufferInfo> allOf(Object owner) {
        return Inspection.all(buffer -> buffer.exporter.isOf(owner));
    }

    /** Names the buffer, for messages. */
    @Override
    public String toString() {
        return "buffer " + Quoted.of(name);
    }

    Exporter exporter() {
        return exporter;
    }

    long number() {
        return number;
    }

    void number(long mine) {
        number = mine;
    }

    /** From now on every CPU access must be in a bracket that allows it. */
    void enforceBrackets() {
        use.enforceBrackets();
    }

    boolean enforcesBrackets() {
        return use.enforcesBrackets();
    }

    boolean isBracketed(long offset, long length, boolean write) {
        for (CpuAccess.Bracketed bracket : use.brackets()) {
            if (bracket.covers(offset, length, write)) {
                return true;
            }
        }
        return false;
    }

    void attached(Attachment attachment) {
        use.add(attachment);
    }

    void detached(Attachment attachment) {
        use.remove(attachment);
    }

    void bracketOpened(CpuAccess.Bracketed bracket) {
        use.add(bracket);
    }

    void bracketClosed(CpuAccess.Bracketed bracket) {
        use.remove(bracket);
    }

    void track(Object what, @Nullable Throwable place) {
        if (place != null) {
            use.track(what, place);
        }
    }

    void untrack(Object what) {
        use.untrack(what);
    }

    References.Taken take(Kind kind) {
        return references.take(kind);
    }

    void drop(Kind kind) {
        if (references.drop(kind)) {
            Inspection.remove(this);
            exporter.release();
        }
    }
}
