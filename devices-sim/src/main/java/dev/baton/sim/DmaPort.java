package dev.baton.sim;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.DmaMapping;
import dev.baton.buffers.Revocable;
import dev.baton.buffers.SharedBuffer;
import dev.baton.engine.Job;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The way of one device to memory: it attaches each buffer when it is first used and keeps it mapped
 * while ownership goes round (B9), so that later jobs pay for coherency alone. A mapping that was
 * revoked is made anew at the next use, as after a reset.
 *
 * <p>For the device's loop.
 *
 * @since 0.1
 */
public final class DmaPort implements AutoCloseable {
    private final Device device;
    private final Map<SharedBuffer, Reach> reached = new HashMap<>();

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
     * the mapping.
     *
     * @param job the job
     * @param handle the buffer
     * @param direction TO_DEVICE to read it, FROM_DEVICE or BIDIRECTIONAL to write it
     * @return the bytes; end the use by {@link Reach#end}
     * @throws dev.baton.buffers.BufferException if the device cannot reach the buffer
     */
    public Reach begin(Job job, BufferHandle handle, Direction direction) {
        Reach reach = reached.get(handle.buffer());
        if (reach != null && reach.serves(direction)) {
            reach.dma.beginDevice();
        } else {
            Direction both = reach == null ? direction : Direction.BIDIRECTIONAL;
            if (reach != null) {
                reach.revoke();
            }
            reach = new Reach(handle.attach(device), both);
            reached.put(handle.buffer(), reach);
        }
        job.uses(reach);
        return reach;
    }

    /** Detaches every buffer. */
    @Override
    public void close() {
        reached.values().forEach(Reach::revoke);
        reached.clear();
    }

    /** One buffer as the device reaches it. */
    public static final class Reach implements Revocable {
        private final Attachment attachment;
        private final DmaMapping dma;
        private final CpuMapping bytes;
        private volatile boolean revoked;

        private Reach(Attachment attachment, Direction direction) {
            this.attachment = attachment;
            this.dma = attachment.map(direction);
            this.bytes = attachment.mmap(
                    0,
                    attachment.buffer().size(),
                    direction.deviceWrites()
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
                dma.endDevice();
            }
        }

        private boolean serves(Direction direction) {
            return !revoked
                    && (dma.direction() == direction || dma.direction() == Direction.BIDIRECTIONAL);
        }

        /** Takes the buffer from the device: an access from now on fails. */
        @Override
        public CompletionStage<Void> revoke() {
            revoked = true;
            return CompletableFuture.allOf(
                    bytes.revoke().toCompletableFuture(),
                    attachment.revoke().toCompletableFuture());
        }
    }
}
