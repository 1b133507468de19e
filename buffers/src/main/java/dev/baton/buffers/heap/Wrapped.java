package dev.baton.buffers.heap;

import dev.baton.buffers.BufferException;
import dev.baton.buffers.Segment;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.Storage;
import dev.baton.buffers.heap.UserMemory.Part;
import dev.baton.buffers.heap.UserMemory.Seal;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The heap of one buffer that is made of users' memory: it has nothing, and keeps nothing. */
final class Wrapped extends Heap {
    private final List<Part> parts;

    Wrapped(List<Part> parts) {
        this.parts = parts;
    }

    /** Every check that udmabuf makes, before anything is made. */
    static void check(String name, List<Part> parts) {
        if (parts.size() > UserMemory.PARTS_MAX) {
            throw new BufferException.Exhausted(
                    "B8", name, parts.size() + " parts; use at most " + UserMemory.PARTS_MAX);
        }
        long left = UserMemory.BYTES_MAX;
        for (Part part : parts) {
            synchronized (part.memory()) { // its size and seals at one instant
                check(name, part);
            }
            left -= part.length(); // at most BYTES_MAX each, so it cannot wrap
            if (left < 0) {
                throw new BufferException.Exhausted(
                        "B8", name, "more than " + UserMemory.BYTES_MAX + " bytes; share fewer");
            }
        }
    }

    private static void check(String name, Part part) {
        SharedBuffer.checkPages(
                name, "user memory", part.memory().size(), part.offset(), part.length());
        if (!part.memory().isSealed(Seal.SHRINK)) {
            throw new BufferException.Unsealed(
                    name, "its memory may shrink under a device; seal it against SHRINK first");
        }
        if (part.memory().isSealed(Seal.WRITE)) {
            throw new BufferException.Unsealed(
                    name, "its memory is sealed against WRITE, and devices may write; copy it");
        }
    }

    @Override
    public String name() {
        return "user memory";
    }

    @Override
    protected @Nullable Backing take(long size, Constraints wanted) {
        List<Segment> segments = parts.stream()
                .map(part -> new Segment(part.memory().address() + part.offset(), part.length()))
                .toList();
        return wanted.allow(segments) ? new Backing(segments, storage()) : null;
    }

    private Storage storage() {
        Part first = parts.get(0);
        return parts.size() == 1 && first.offset() == 0
                ? first.memory().bytes()
                : new Joined(parts);
    }

    @Override
    protected void free(Backing backing) {
        // The memory is its users' own.
    }
}
