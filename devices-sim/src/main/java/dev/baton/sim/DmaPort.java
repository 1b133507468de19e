package dev.baton.sim;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.DmaMapping;
import dev.baton.buffers.Revocable;
import dev.baton.buffers.SharedBuffer;
import dev.baton.engine.Job;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The way of one device to memory: it attaches each buffer when it is first used and keeps it mapped
 * while ownership goes round (B9), so that later jobs pay for coherency alone. Jobs that use a buffer
 * at once share its mapping, and each has an access of its own: of a job that is taken from the device
 * only that is cut off. A mapping that nobody else used is revoked with it, and made anew at the next
 * use, as after a reset; so is one that nobody uses when addresses are short.
 *
 * <p>For the device's loop.
 *
 * @since 0.1
 */
public final class DmaPort implements AutoCloseable {
    private final Device device;

    /** In the order in which they were mapped. */
    private final Map<SharedBuffer, Way> kept = new LinkedHashMap<>();

    /**
     * A port that has reached nothing yet.
     *
     * @param device what it can reach
     */
    public DmaPort(Device device) {
        this.device = Objects.requireNonNull(device, "device");
    }

    /**
     * Begins the use of a buffer by a job that owns it. If the job is taken from its client, so is
     * the use.
     *
     * @param job the job
     * @param handle the buffer
     * @param direction TO_DEVICE to read it, FROM_DEVICE or BIDIRECTIONAL to write it
     * @return the bytes; end the use by {@link Reach#end}
     * @throws dev.baton.buffers.BufferException if the device cannot reach the buffer
     */
    public Reach begin(Job job, BufferHandle handle, Direction direction) {
        Way way = kept.get(handle.buffer());
        Reach reach = way == null || !way.serves(direction) ? null : way.begin(job);
        if (reach == null) {
            Direction both = way == null ? direction : Direction.BIDIRECTIONAL;
            if (way != null) {
                way.giveUp();
            }
            kept.remove(handle.buffer());
            Way fresh = open(handle, both);
            kept.put(handle.buffer(), fresh);
            reach = fresh.use(job);
        }
        job.uses(reach);
        return reach;
    }

    /** Where addresses are short, those that nobody uses go, the oldest first (B9). */
    private Way open(BufferHandle handle, Direction direction) {
        while (true) {
            try {
                return Way.open(handle.attach(device), direction);
            } catch (BufferException.Exhausted full) {
                if (!evict()) {
                    throw full;
                }
            }
        }
    }

    private boolean evict() {
        for (Map.Entry<SharedBuffer, Way> each : kept.entrySet()) {
            if (each.getValue().evict()) {
                kept.remove(each.getKey());
                return true;
            }
        }
        return false;
    }

    /** Detaches every buffer. */
    @Override
    public void close() {
        kept.values().forEach(Way::revoke);
        kept.clear();
    }

    /** One buffer as the device has it mapped. */
    private static final class Way {
        private final Attachment attachment;
        private final DmaMapping dma;

        /** Uses, and those of jobs before, to be used again. Guard: this. */
        private final List<Reach> reaches = new ArrayList<>(1);

        /** No job begins to use it any more. Guard: this. Read: volatile. */
        private volatile boolean givenUp;

        private Way(Attachment attachment, DmaMapping dma) {
            this.attachment = attachment;
            this.dma = dma;
        }

        static Way open(Attachment attachment, Direction direction) {
            boolean open = false;
            try {
                Way way = new Way(attachment, attachment.map(direction));
                open = true;
                return way;
            } finally {
                if (!open) {
                    attachment.close();
                }
            }
        }

        boolean serves(Direction direction) {
            return dma.direction() == direction || dma.direction() == Direction.BIDIRECTIONAL;
        }

        /** Null if it is given up. */
        synchronized @Nullable Reach begin(Job job) {
            if (givenUp) {
                return null;
            }
            dma.beginDevice();
            return use(job);
        }

        synchronized Reach use(Job job) {
            for (Reach reach : reaches) {
                if (reach.isIdle()) {
                    reach.job = job;
                    return reach;
                }
            }
            Reach reach = new Reach(this, job);
            reaches.add(reach);
            return reach;
        }

        /** Those who use it now may end that; the last of them takes it along. */
        void giveUp() {
            givenUp = true;
            evict();
        }

        /** Gives it up if nobody uses it now; true if so. */
        boolean evict() {
            boolean idle;
            synchronized (this) {
                idle = isIdle();
                givenUp |= idle;
            }
            if (idle) {
                revoke();
            }
            return idle;
        }

        private synchronized boolean isIdle() {
            return reaches.stream().allMatch(Reach::isIdle);
        }

        void ended() {
            if (givenUp && isIdle()) { // read after this use has ended; so one of the two sees both
                revoke();
            }
        }

        /** Takes the mapping from a late owner too, unless others use it. */
        CompletionStage<Void> cutOff(Reach late) {
            boolean alone;
            synchronized (this) {
                alone = reaches.remove(late) ? isIdle() : givenUp;
                givenUp |= alone;
            }
            return alone ? revoke() : CompletableFuture.completedStage(null);
        }

        private CompletionStage<Void> revoke() {
            List<Reach> last;
            synchronized (this) {
                givenUp = true;
                last = List.copyOf(reaches);
                reaches.clear();
            }
            last.forEach(Reach::cutOff);
            return attachment.revoke();
        }
    }

    /** One buffer as a job on the device reaches it. */
    public static final class Reach implements Revocable {
        private final Way way;
        private final CpuMapping bytes;
        private volatile boolean revoked;

        /** Whose use it is; null for nobody's. */
        private volatile @Nullable Job job;

        private Reach(Way way, Job job) {
            this.way = way;
            this.job = job;
            this.bytes = way.attachment.mmap(
                    0,
                    way.attachment.buffer().size(),
                    way.dma.direction().deviceWrites()
                            ? CpuMapping.Access.READ_WRITE
                            : CpuMapping.Access.READ_ONLY);
        }

        /** {@return the bytes, as the device's engines reach them} */
        public CpuMapping bytes() {
            return bytes;
        }

        /** Ends a use: what the device wrote is for others to see from now on. */
        public void end() {
            if (!revoked) {
                way.dma.endDevice();
                job = null;
                way.ended();
            }
        }

        /** Also if the job is over, and nobody has ended the use. */
        private boolean isIdle() {
            Job its = job;
            return its == null || its.outcome() != null;
        }

        private CompletionStage<Void> cutOff() {
            revoked = true;
            return bytes.revoke();
        }

        /** Takes the buffer from the job: an access from now on fails. */
        @Override
        public CompletionStage<Void> revoke() {
            return CompletableFuture.allOf(
                    cutOff().toCompletableFuture(), way.cutOff(this).toCompletableFuture());
        }
    }
}
