package dev.baton.buffers.machine;

import dev.baton.buffers.Device;
import dev.baton.buffers.DmaMapping;
import dev.baton.buffers.Segment;
import dev.baton.buffers.SharedBuffer;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What devices do by DMA: they read and write memory past the CPU's cache, or through it if they
 * snoop. There is no counterpart in Linux, as hardware does it.
 *
 * <p>It maintains nothing: what the cache has not written back a device does not see, and what a
 * device writes the cache hides (B10).
 *
 * <p><b>Threading:</b> any thread. <b>Memory effects:</b> plain. It waits for nobody (B3).
 *
 * @since 0.1
 */
public final class Bus {
    private static final int PAGE_SIZE = SharedBuffer.PAGE_SIZE;

    private final Memory memory;
    private final CpuCache cache;
    private final Translation translation;

    Bus(Memory memory, CpuCache cache, Translation translation) {
        this.memory = memory;
        this.cache = cache;
        this.translation = translation;
    }

    /**
     * A device reads.
     *
     * @param device who
     * @param address as it names it, unsigned
     * @param into as many bytes as are read
     * @throws IllegalStateException if no memory is plugged in there: a bus error
     * @throws RuntimeException what the translation throws if nothing is mapped there
     */
    public void read(Device device, long address, byte[] into) {
        pages(device, address, into, 0, into.length, false);
    }

    /**
     * A device writes.
     *
     * @param device who
     * @param address as it names it, unsigned
     * @param from what is written
     * @throws IllegalStateException if no memory is plugged in there: a bus error
     * @throws RuntimeException what the translation throws if nothing is mapped there
     */
    public void write(Device device, long address, byte[] from) {
        pages(device, address, from, 0, from.length, true);
    }

    /**
     * A device reads a buffer through a mapping of its own; a revocation of it waits for that.
     *
     * @param mapping the device's
     * @param offset bytes from the start of the buffer
     * @param into as many bytes as are read
     * @throws dev.baton.buffers.BufferException.Closed if the mapping is over
     * @throws dev.baton.buffers.BufferException.OutOfRange if the range leaves the buffer (B1)
     */
    public void read(DmaMapping mapping, long offset, byte[] into) {
        gather(mapping, offset, into, false);
    }

    /**
     * A device writes a buffer through a mapping of its own; a revocation of it waits for that.
     *
     * @param mapping the device's
     * @param offset bytes from the start of the buffer
     * @param from what is written
     * @throws dev.baton.buffers.BufferException.Closed if the mapping is over
     * @throws dev.baton.buffers.BufferException.OutOfRange if the range leaves the buffer (B1)
     */
    public void write(DmaMapping mapping, long offset, byte[] from) {
        gather(mapping, offset, from, true);
    }

    private void gather(DmaMapping mapping, long offset, byte[] bytes, boolean write) {
        mapping.attachment().buffer().checkRange(offset, bytes.length);
        List<Segment> segments = mapping.segments();
        mapping.<@Nullable Void>access(() -> {
            segments(mapping.attachment().device(), segments, offset, bytes, write);
            return null;
        });
    }

    private void segments(
            Device device, List<Segment> segments, long offset, byte[] bytes, boolean write) {
        long start = 0;
        int done = 0;
        for (Segment segment : segments) {
            long inside = offset + done - start;
            if (done < bytes.length && inside < segment.length()) {
                int run = (int) Math.min(bytes.length - done, segment.length() - inside);
                pages(device, segment.address() + inside, bytes, done, run, write);
                done += run;
            }
            start += segment.length();
        }
    }

    private void pages(
            Device device, long address, byte[] bytes, int at, int length, boolean write) {
        for (int done = 0; done < length; ) {
            long next = address + done;
            int run = Math.min(length - done, PAGE_SIZE - (int) (next & (PAGE_SIZE - 1)));
            long physical = translation.translate(device, next);
            if (write) {
                write(device, physical, bytes, at + done, run);
            } else {
                read(device, physical, bytes, at + done, run);
            }
            done += run;
        }
    }

    private void read(Device device, long physical, byte[] into, int at, int length) {
        if (device.coherent()) {
            cache.snoop(physical, into, at, length);
        } else {
            memory.read(physical, into, at, length);
        }
    }

    private void write(Device device, long physical, byte[] from, int at, int length) {
        if (device.coherent()) {
            cache.snoopWrite(physical, from, at, length);
        } else {
            memory.write(physical, from, at, length);
        }
    }
}
