package dev.baton.buffers.machine;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.Counters;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.MapRequest;
import dev.baton.buffers.Segment;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.Storage;
import dev.baton.buffers.heap.Backing;
import dev.baton.buffers.heap.Coherency;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Cached CPU mappings of one buffer, kept coherent by page faults (B4), or by the brackets of their
 * users while everybody agrees (B6). Guard of everything: the machine's core.
 */
final class CachedCoherency implements Coherency {
    /*
     * Invariant: a page is present in a mapping that is not bracketed only if no line of it is stale,
     * and its dirty lines are on pages that are touched.
     * Invariant: a dirty line on a page that is not touched was written inside a bracket that is open.
     * Hence flushing what is touched hands a device all that the CPU has written, and refreshing what
     * is stale hands the CPU all that devices have written; nobody needs to know who uses the buffer.
     */
    private final Machine machine;
    private final Frames frames;
    private final List<Segment> segments;
    private final BufferLines lines;
    private final int prefaultPages;
    private final boolean brackets;
    private final List<CachedView> views = new ArrayList<>();
    private @Nullable SharedBuffer buffer; // known with the first mapping
    private long faults;
    private long shootDowns;

    CachedCoherency(Machine machine, Backing backing, int prefaultPages, boolean brackets) {
        this.machine = machine;
        this.prefaultPages = prefaultPages;
        this.brackets = brackets;
        frames = new Frames(backing.segments());
        lines = new BufferLines(machine.cache(), frames);
        segments = backing.segments();
        machine.memory().plug(backing);
    }

    @Override
    public Storage mmap(MapRequest request, Backing backing) {
        synchronized (machine.core()) {
            buffer = request.buffer();
            CachedView view = new CachedView(
                    this, mapping(request), request, request.bracketed() && everybodyBrackets());
            views.add(view); // from here on, a device that attaches is told, see attach
            if (view.isBracketed()) {
                lines.refresh(request.offset(), request.length()); // its bracket may have begun
                for (int page = view.mapping.first; page <= view.last(); page++) {
                    view.mapping.insert(page);
                }
            }
            return view;
        }
    }

    private PageTable.Mapping mapping(MapRequest request) {
        int first = Frames.page(request.offset());
        int pages = (int) SharedBuffer.pagesFor(request.length());
        return machine.pageTable()
                .map(request.buffer().name(), frames, first, pages, Caching.CACHED);
    }

    @Override
    public void munmap(Storage unmapped) {
        synchronized (machine.core()) {
            CachedView view = (CachedView) unmapped;
            if (view.isBracketed() && view.isWritable()) {
                lines.touch(view.mapping.first, view.mapping.pages); // its bracket may end later
            }
            view.mapping.unmap();
            views.remove(view);
        }
    }

    @Override
    public void attach(Attachment attachment) {
        synchronized (machine.core()) {
            Device device = attachment.device();
            if (!device.coherent()) {
                lines.touchAll(); // as long as all snooped, brackets had nothing to do
                if (!device.brackets()) {
                    views.forEach(this::fallBack);
                }
            }
        }
    }

    private void fallBack(CachedView view) {
        if (view.isBracketed()) {
            view.fallBack();
            shootDowns += view.mapping.clear();
        }
    }

    private boolean everybodyBrackets() {
        return brackets
                && devices().stream().allMatch(device -> device.coherent() || device.brackets());
    }

    private List<Device> devices() {
        SharedBuffer now = buffer;
        return now == null ? List.of() : now.devices();
    }

    @Override
    public void beginDevice(Attachment attachment, Direction direction) {
        synchronized (machine.core()) {
            if (attachment.device().coherent()) {
                lines.refreshAll(); // it sees the cache, so nothing there may be stale
            } else {
                leaveCpu(direction);
            }
        }
    }

    /** What the CPU has loaded meanwhile, by a stray access or ahead of one, is stale by now. */
    @Override
    public void endDevice(Attachment attachment, Direction direction) {
        if (attachment.device().coherent() || !direction.deviceWrites()) {
            return;
        }
        synchronized (machine.core()) {
            leaveCpu(direction);
        }
    }

    private void leaveCpu(Direction direction) {
        for (CachedView view : views) {
            if (!view.isBracketed()) {
                shootDowns += view.mapping.clear();
            }
        }
        lines.flush();
        if (direction.deviceWrites()) {
            lines.distrust();
        }
    }

    void read(CachedView view, long offset, byte[] into, int at, int length) {
        synchronized (machine.core()) {
            present(view, Frames.page(offset));
            machine.cache().get(frames.physical(offset), into, at, length);
        }
    }

    void write(CachedView view, long offset, byte[] from, int at, int length) {
        synchronized (machine.core()) {
            present(view, Frames.page(offset));
            machine.cache().put(frames.physical(offset), from, at, length);
        }
    }

    private void present(CachedView view, int page) {
        if (!view.mapping.isPresent(page)) {
            fault(view, page);
        }
    }

    private void fault(CachedView view, int page) {
        faults++;
        int last = page + Math.min(prefaultPages - 1, view.last() - page);
        int pages = last - page + 1;
        lines.refresh((long) page * SharedBuffer.PAGE_SIZE, (long) pages * SharedBuffer.PAGE_SIZE);
        if (view.isWritable()) {
            lines.touch(page, pages);
        }
        for (int next = page; next <= last; next++) {
            view.mapping.insert(next);
        }
    }

    @Override
    public boolean needsMaintenance() {
        synchronized (machine.core()) {
            return anyBracketed() && (anyDeviceMisses() || lines.anyStale());
        }
    }

    private boolean anyBracketed() {
        return views.stream().anyMatch(CachedView::isBracketed);
    }

    /** Whether a device does not see what is in the cache. */
    private boolean anyDeviceMisses() {
        return devices().stream().anyMatch(device -> !device.coherent());
    }

    /** Also before writing: a line is written back whole, and may not carry stale neighbours. */
    @Override
    public void beginCpuAccess(Direction direction, long offset, long length) {
        synchronized (machine.core()) {
            if (anyBracketed()) {
                lines.refresh(offset, length);
            }
        }
    }

    @Override
    public void endCpuAccess(Direction direction, long offset, long length) {
        synchronized (machine.core()) {
            if (direction.deviceReads() && anyBracketed() && anyDeviceMisses()) {
                lines.clean(offset, length);
            }
        }
    }

    @Override
    public void release() {
        synchronized (machine.core()) {
            lines.discard();
            segments.forEach(machine.memory()::unplug);
        }
    }

    @Override
    public Counters counters() {
        synchronized (machine.core()) {
            return new Counters(faults, shootDowns, lines.flushed(), lines.invalidated(), 0);
        }
    }
}
