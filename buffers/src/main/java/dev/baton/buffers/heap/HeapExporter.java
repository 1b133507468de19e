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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one exporter of every heap. It takes storage when the buffer is first used, from the first of
 * its heaps that suits everything attached by then (B8); or at the export, from the heap that was
 * named. Which addresses a device is given it asks the topology (B9).
 */
final class HeapExporter extends Exporter {
    private final List<Heap> heaps;
    private final boolean named;
    private final Topology topology;
    private final AtomicLong mapsAvoided = new AtomicLong();

    /** Who attached before storage was chosen, and is to agree to its coherency. Guard: this. */
    private final List<Attachment> early = new ArrayList<>(0);

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
                ? now.heap().name()
                : heaps.size() == 1 ? heaps.get(0).name() : "undecided";
    }

    @Override
    protected boolean isOf(Object owner) {
        Chosen now = chosen;
        return now != null && now.heap() == owner;
    }

    @Override
    protected void exported(SharedBuffer buffer) {
        if (named) {
            choose(buffer, Constraints.NONE);
        }
    }

    /** The storage, chosen now if it was not, with its bytes. */
    private Chosen chosen(SharedBuffer buffer) {
        Chosen now = chosen;
        if (now == null) {
            now = choose(buffer);
        }
        if (!now.populate()) {
            throw new BufferException.Exhausted(
                    "B8",
                    buffer.name(),
                    "heap \"" + now.heap().name()
                            + "\" has no bytes left for it; close buffers not in use");
        }
        return now;
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
            Chosen now = Chosen.from(heap, buffer.size(), wanted);
            if (now != null) {
                introduce(now);
                chosen = now;
                return now;
            }
        }
        throw new BufferException.Exhausted("B8", buffer.name(), noRoom(buffer, wanted));
    }

    /** Those who came before the choice have to agree to what was chosen, or there is no choice. */
    private void introduce(Chosen now) {
        boolean agreed = false;
        try {
            early.forEach(now.coherency()::attach);
            early.clear();
            agreed = true;
        } finally {
            if (!agreed) {
                now.giveBack();
            }
        }
    }

    private String noRoom(SharedBuffer buffer, Constraints wanted) {
        List<String> names = heaps.stream()
                .map(heap -> "\"" + heap.name() + (heap.isClosed() ? "\" (closed)" : "\""))
                .toList();
        return (heaps.size() == 1 ? "heap " : "none of heaps ")
                + String.join(", ", names)
                + (heaps.size() == 1 ? " has no room for " : " has room for ")
                + buffer.size()
                + " bytes"
                + (wanted.equals(Constraints.NONE) ? "" : " with " + wanted)
                + "; close buffers not in use, or enlarge the heap";
    }

    @Override
    protected void attach(Attachment attachment) {
        topology.attach(attachment);
        boolean known = false;
        try {
            introduce(attachment);
            known = true;
        } finally {
            if (!known) {
                topology.detach(attachment);
            }
        }
    }

    private void introduce(Attachment attachment) {
        Chosen now;
        synchronized (this) { // either storage is chosen by now, or the choice will see this device
            now = chosen;
            if (now == null) {
                early.add(attachment);
                return;
            }
        }
        checkReach(now, attachment);
        now.coherency().attach(attachment);
    }

    private void checkReach(Chosen now, Attachment attachment) {
        Device device = attachment.device();
        List<Device> alone = List.of(device);
        if (topology.isDirect(device) && !now.allows(alone)) {
            throw new BufferException.Unreachable(
                    attachment.buffer().name(),
                    device + " needs " + Constraints.of(alone)
                            + ", which its storage in heap \"" + now.heap().name()
                            + "\" does not meet; attach it before the first use, or name a heap"
                            + " that suits it");
        }
    }

    @Override
    protected void detach(Attachment attachment) {
        boolean unknown;
        synchronized (this) {
            unknown = early.remove(attachment);
        }
        try {
            topology.detach(attachment);
        } finally {
            Chosen now = chosen;
            if (now != null && !unknown) {
                now.coherency().detach(attachment);
            }
        }
    }

    @Override
    protected List<Segment> map(Attachment attachment, Direction direction) {
        List<Segment> physical = chosen(attachment.buffer()).backing().segments();
        Topology.Mapped mapped = topology.map(attachment, physical);
        if (mapped.avoided()) {
            mapsAvoided.incrementAndGet();
        }
        return mapped.segments();
    }

    @Override
    protected void unmap(Attachment attachment, List<Segment> segments, Direction direction) {
        topology.unmap(attachment, segments);
    }

    @Override
    protected void unmapped(Attachment attachment) {
        topology.unmapped();
    }

    @Override
    protected Storage pages() {
        return chosenAlready().backing().bytes();
    }

    @Override
    protected Storage mmap(MapRequest request) {
        Chosen now = chosen(request.buffer());
        return now.coherency().mmap(request, now.backing());
    }

    @Override
    protected void munmap(Storage view) {
        chosenAlready().coherency().munmap(view);
    }

    @Override
    protected boolean needsMaintenance() {
        Chosen now = chosen;
        return now != null && now.coherency().needsMaintenance();
    }

    @Override
    protected void beginCpuAccess(Direction direction, long offset, long length) {
        Chosen now = chosen;
        if (now != null) {
            now.coherency().beginCpuAccess(direction, offset, length);
        }
    }

    @Override
    protected void endCpuAccess(Direction direction, long offset, long length) {
        Chosen now = chosen;
        if (now != null) {
            now.coherency().endCpuAccess(direction, offset, length);
        }
    }

    @Override
    protected void beginDevice(Attachment attachment, Direction direction) {
        chosenAlready().coherency().beginDevice(attachment, direction);
    }

    @Override
    protected void endDevice(Attachment attachment, Direction direction) {
        chosenAlready().coherency().endDevice(attachment, direction);
    }

    @Override
    protected Counters counters() {
        Chosen now = chosen;
        Counters all = now == null ? Counters.NONE : now.coherency().counters();
        return new Counters(
                all.faults(),
                all.shootDowns(),
                all.linesFlushed(),
                all.linesInvalidated(),
                all.mapsAvoided() + mapsAvoided.get());
    }

    @Override
    protected void release() {
        Chosen last = chosen;
        if (last != null) { // else it was never used
            chosen = null;
            last.giveBack();
        }
    }

    private Chosen chosenAlready() {
        return requireNonNull(chosen, "before the first use or after the release");
    }
}
