package dev.baton.buffers.heap;

import static java.util.Objects.requireNonNull;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferException;
import dev.baton.buffers.Counters;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.Exporter;
import dev.baton.buffers.MapRequest;
import dev.baton.buffers.Segment;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.Storage;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The one exporter of every heap. It takes storage when the buffer is first used, from the first of
 * its heaps that suits everything attached by then (B8); or at the export, from the heap that was
 * named. Which addresses a device is given it asks the topology (B9).
 */
final class HeapExporter extends Exporter {
    /** What the buffer is made of, once it is chosen. */
    private record Chosen(Heap heap, Backing backing, Coherency coherency) {}

    private final List<Heap> heaps;
    private final boolean named;
    private final Topology topology;

    /** Null until it is chosen, and after the release. Guard: this. Read: volatile. */
    private volatile @Nullable Chosen chosen;

    HeapExporter(List<Heap> heaps, boolean named, Topology topology) {
        this.heaps = heaps;
        this.named = named;
        this.topology = topology;
    }

    @Override
    public String name() {
        Chosen now = chosen;
        return now != null
                ? now.heap.name()
                : heaps.size() == 1 ? heaps.get(0).name() : "undecided";
    }

    @Override
    protected void exported(SharedBuffer buffer) {
        if (named) {
            choose(buffer, Constraints.NONE);
        }
    }

    private Chosen chosen(SharedBuffer buffer) {
        Chosen now = chosen;
        return now != null ? now : choose(buffer);
    }

    /** Of racing first uses one chooses; whoever attaches later is looked at in {@link #attach}. */
    private synchronized Chosen choose(SharedBuffer buffer) {
        Chosen now = chosen;
        if (now != null) {
            return now;
        }
        List<Device> direct =
                buffer.devices().stream().filter(topology::isDirect).toList();
        return choose(buffer, Constraints.of(direct));
    }

    private synchronized Chosen choose(SharedBuffer buffer, Constraints wanted) {
        for (Heap heap : heaps) {
            Backing backing = heap.take(buffer.size(), wanted);
            if (backing != null) {
                Chosen now = new Chosen(heap, backing, heap.coherency(backing));
                chosen = now;
                return now;
            }
        }
        throw new BufferException.Exhausted("B8", buffer.name(), noRoom(buffer, wanted));
    }

    private String noRoom(SharedBuffer buffer, Constraints wanted) {
        List<String> names =
                heaps.stream().map(heap -> "\"" + heap.name() + "\"").toList();
        return (heaps.size() == 1 ? "heap " : "of heaps ")
                + String.join(", ", names)
                + (heaps.size() == 1 ? " has" : " none has")
                + " no room for "
                + buffer.size()
                + " bytes"
                + (wanted.equals(Constraints.NONE) ? "" : " within " + wanted)
                + "; close buffers not in use, or enlarge the heap";
    }

    @Override
    protected void attach(Attachment attachment) {
        Device device = attachment.device();
        synchronized (this) { // either storage is chosen by now, or the choice will see this device
            Chosen now = chosen;
            if (now == null) {
                return;
            }
            if (topology.isDirect(device)
                    && !Constraints.of(List.of(device)).allow(now.backing.segments())) {
                throw new BufferException.Unreachable(
                        attachment.buffer().name(),
                        device + " cannot reach its storage in heap \"" + now.heap.name()
                                + "\"; attach it before the first use, or name a heap that suits it");
            }
        }
        Chosen now = chosen;
        if (now != null) {
            now.coherency.attach(attachment);
        }
    }

    @Override
    protected void detach(Attachment attachment) {
        topology.detach(attachment);
        Chosen now = chosen;
        if (now != null) {
            now.coherency.detach(attachment);
        }
    }

    @Override
    protected List<Segment> map(Attachment attachment, Direction direction) {
        return topology.map(attachment, chosen(attachment.buffer()).backing.segments());
    }

    @Override
    protected void unmap(Attachment attachment, List<Segment> segments, Direction direction) {
        topology.unmap(attachment, segments);
    }

    @Override
    protected Storage pages() {
        return chosenAlready().backing.bytes();
    }

    @Override
    protected Storage mmap(MapRequest request) {
        Chosen now = chosen(request.buffer());
        return now.coherency.mmap(request, now.backing);
    }

    @Override
    protected void munmap(Storage view) {
        chosenAlready().coherency.munmap(view);
    }

    @Override
    protected boolean needsMaintenance() {
        Chosen now = chosen;
        return now != null && now.coherency.needsMaintenance();
    }

    @Override
    protected void beginCpuAccess(Direction direction, long offset, long length) {
        Chosen now = chosen;
        if (now != null) {
            now.coherency.beginCpuAccess(direction, offset, length);
        }
    }

    @Override
    protected void endCpuAccess(Direction direction, long offset, long length) {
        Chosen now = chosen;
        if (now != null) {
            now.coherency.endCpuAccess(direction, offset, length);
        }
    }

    @Override
    protected void beginDevice(Attachment attachment, Direction direction) {
        chosenAlready().coherency.beginDevice(attachment, direction);
    }

    @Override
    protected void endDevice(Attachment attachment, Direction direction) {
        chosenAlready().coherency.endDevice(attachment, direction);
    }

    @Override
    protected Counters counters() {
        Chosen now = chosen;
        return now == null ? Counters.NONE : now.coherency.counters();
    }

    @Override
    protected void release() {
        Chosen last = chosen;
        if (last != null) { // else it was never used
            chosen = null;
            try {
                last.coherency.release();
            } finally {
                last.heap.free(last.backing);
            }
        }
    }

    private Chosen chosenAlready() {
        return requireNonNull(chosen, "before the first use or after the release");
    }
}
