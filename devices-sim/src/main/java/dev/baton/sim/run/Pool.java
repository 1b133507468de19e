package dev.baton.sim.run;

import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.SharedBuffer;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.PixelFormat;
import dev.baton.sim.scenario.BufferSpec;
import dev.baton.sim.scenario.BufferSpec.Blob;
import dev.baton.sim.scenario.BufferSpec.Picture;
import dev.baton.sim.scenario.BufferUse;
import dev.baton.sim.scenario.Size;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** The buffers of one name; iterations of a job go round in them. */
final class Pool implements AutoCloseable {
    /** Iterations whose numbers are remembered. */
    private static final int REMEMBERED_MAX = 1024;

    private final List<Slot> slots = new ArrayList<>();

    private final Map<Long, Long> numbers = new ConcurrentHashMap<>();

    /** The newest iteration that was written and is done; -1 before the first. */
    private volatile long newest = -1;

    private @Nullable Pool source;
    private int back;

    /**
     * Allocates all of them.
     *
     * @param spec how many, and of what
     * @param allocate gives a buffer by name and size in bytes
     */
    Pool(BufferSpec spec, BiFunction<String, Long, BufferHandle> allocate) {
        for (int i = 0; i < spec.count(); i++) {
            String name = spec.count() == 1 ? spec.name() : spec.name() + " " + i;
            slots.add(slot(name, spec, allocate));
        }
    }

    private static Slot slot(
            String name, BufferSpec spec, BiFunction<String, Long, BufferHandle> allocate) {
        if (spec.content() instanceof Picture picture) {
            return Slot.of(name, framebuffer(name, picture, allocate));
        }
        return Slot.of(name, allocate.apply(name, bufferBytes(spec)));
    }

    /** The size of the largest buffer of each slot. */
    static long bufferBytes(BufferSpec spec) {
        if (spec.content() instanceof Picture picture) {
            Size size = picture.size();
            return Framebuffer.bytesFor(picture.format(), size.width(), size.height());
        }
        return wholePages(((Blob) spec.content()).sizeBytes());
    }

    private static Framebuffer framebuffer(
            String name, Picture picture, BiFunction<String, Long, BufferHandle> allocate) {
        PixelFormat format = picture.format();
        Size size = picture.size();
        BufferHandle[] handles = new BufferHandle[picture.separatePlanes() ? format.planes() : 1];
        for (int plane = 0; plane < handles.length; plane++) {
            long bytes = handles.length == 1
                    ? Framebuffer.bytesFor(format, size.width(), size.height())
                    : wholePages(format.bytes(plane, size.width(), size.height()));
            handles[plane] =
                    allocate.apply(handles.length == 1 ? name : name + " plane " + plane, bytes);
        }
        return Framebuffer.of(format, size.width(), size.height(), handles);
    }

    private static long wholePages(long bytes) {
        return SharedBuffer.pagesFor(bytes) * SharedBuffer.PAGE_SIZE;
    }

    /** How many buffers. */
    int count() {
        return slots.size();
    }

    /** Another buffer in the place of one: a device brings its own. */
    void replace(int index, Framebuffer picture) {
        Slot before = slots.get(index);
        if (before.picture() != picture) {
            slots.set(index, Slot.of(before.name(), picture));
            before.close();
        }
    }

    Slot slot(int index) {
        return slots.get(index);
    }

    /** The buffer that an iteration uses; null if there is none yet. */
    @Nullable
    Slot at(BufferUse use, long iteration) {
        long from = use.isNewest() ? newest : iteration;
        int index = from < 0 ? BufferUse.NONE : use.index(from, slots.size());
        return index == BufferUse.NONE ? null : slots.get(index);
    }

    /** A camera numbers its frames itself, and leaves numbers out when it drops one. */
    void numbered(long iteration, long number) {
        numbers.put(iteration, number);
        numbers.remove(iteration - REMEMBERED_MAX);
    }

    /** Its pictures are made of others', and carry their numbers. */
    void copies(Pool from, int iterationsBack) {
        for (Pool pool = from; pool != null; pool = pool.source) {
            if (pool == this) {
                return;
            }
        }
        source = from;
        back = iterationsBack;
    }

    /** The number that the pixels of an iteration carry. */
    long numberOf(long iteration) {
        Pool from = source;
        long number =
                from == null || iteration < back ? iteration : from.numberOf(iteration - back);
        return numbers.isEmpty() ? number : numbers.getOrDefault(iteration, number);
    }

    /** Notes that an iteration has been written. */
    void written(long iteration) {
        newest = Math.max(newest, iteration);
    }

    @Override
    public void close() {
        slots.forEach(Slot::close);
    }
}
