package dev.baton.sim.capture;

import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.Allocator;
import dev.baton.buffers.heap.Heap;
import dev.baton.buffers.heap.UserMemory;
import dev.baton.sim.capture.CaptureOptions.Memory;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.PixelFormat;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/** The pictures that a camera's indexes stand for, in its kind of memory. */
final class CaptureBuffers implements AutoCloseable {
    /** What is there at an index. */
    private static final class Slot {
        @Nullable
        Framebuffer picture;

        /** Of what the picture was made, if it was made here of a user's memory. */
        List<UserMemory> user = List.of();
    }

    private final CaptureOptions options;
    private Slot[] slots = {};

    CaptureBuffers(CaptureOptions options) {
        this.options = options;
    }

    void request(int count) {
        close();
        slots = new Slot[count];
        for (int i = 0; i < count; i++) {
            slots[i] = new Slot();
        }
    }

    void allocate(Heap heap) {
        Allocator allocator = new Allocator(options.topology(), heap);
        for (int i = 0; i < slots.length; i++) {
            BufferHandle[] planes = new BufferHandle[options.format().planes()];
            for (int plane = 0; plane < planes.length; plane++) {
                String name = options.name() + " " + i + (planes.length == 1 ? "" : "." + plane);
                planes[plane] = allocator.from(heap, name, planeBytes(plane));
            }
            slots[i].picture = picture(planes);
        }
    }

    private long planeBytes(int plane) {
        PixelFormat format = options.format();
        long bytes = format.bytes(plane, options.width(), options.height());
        return SharedBuffer.pagesFor(bytes) * SharedBuffer.PAGE_SIZE;
    }

    private Framebuffer picture(BufferHandle... handles) {
        return Framebuffer.of(options.format(), options.width(), options.height(), handles);
    }

    /** The buffer's plane, as a handle of the caller's own. */
    BufferHandle export(int index, int plane) {
        List<Framebuffer.Plane> planes = own(index).planes();
        Objects.checkIndex(plane, planes.size());
        return planes.get(plane).handle().duplicate();
    }

    /** What the camera has itself at an index. */
    Framebuffer own(int index) {
        Framebuffer picture = slot(index, Memory.MMAP).picture;
        return Objects.requireNonNull(picture, "the picture of an MMAP buffer");
    }

    /** What is another's, once it is known to be what the camera writes. */
    Framebuffer imported(int index, Framebuffer picture) {
        slot(index, Memory.DMABUF);
        if (picture.format() != options.format()
                || picture.width() != options.width()
                || picture.height() != options.height()) {
            throw new IllegalArgumentException(options.name() + " writes " + options.format() + " "
                    + options.width() + "x" + options.height() + ", and " + picture + " is "
                    + picture.format() + " " + picture.width() + "x" + picture.height());
        }
        return picture;
    }

    /** A user's memory; wrapped anew only if it is other memory than the last time. */
    Framebuffer wrapped(int index, List<UserMemory> memory) {
        Slot slot = slot(index, Memory.USERPTR);
        Framebuffer before = slot.picture;
        if (before != null && slot.user.equals(memory)) {
            return before;
        }
        Framebuffer wrapped = wrap(options.name() + " user " + index, memory);
        if (before != null) {
            before.close();
        }
        slot.user = List.copyOf(memory);
        slot.picture = wrapped;
        return wrapped;
    }

    private Framebuffer wrap(String name, List<UserMemory> memory) {
        BufferHandle[] handles = new BufferHandle[memory.size()];
        boolean wrapped = false;
        try {
            for (int i = 0; i < handles.length; i++) {
                handles[i] = UserMemory.share(
                        name,
                        options.topology(),
                        new UserMemory.Part(memory.get(i), 0, memory.get(i).size()));
            }
            Framebuffer picture = picture(handles);
            wrapped = true;
            return picture;
        } finally {
            for (BufferHandle handle : handles) {
                if (!wrapped && handle != null) {
                    handle.close();
                }
            }
        }
    }

    private Slot slot(int index, Memory memory) {
        if (options.memory() != memory) {
            throw new IllegalStateException(options.name() + " fills " + options.memory()
                    + " buffers, and this one is " + memory);
        }
        return slots[Objects.checkIndex(index, slots.length)];
    }

    /** Gives up what was made here. */
    @Override
    public void close() {
        for (Slot slot : slots) {
            if (slot.picture != null) {
                slot.picture.close();
            }
        }
        slots = new Slot[0];
    }
}
