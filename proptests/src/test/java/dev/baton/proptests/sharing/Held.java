package dev.baton.proptests.sharing;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuAccess;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.Direction;
import dev.baton.buffers.DmaMapping;
import dev.baton.buffers.SharedBuffer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What clients hold of one buffer, who owns it just now, and what its bytes have to be. Owners are as
 * the engine has them: one that writes is alone, those who read are not.
 */
final class Held {
    /** A device's mapping, and whether the device uses the buffer. */
    static final class Use {
        final DmaMapping mapping;
        boolean begun = true; // as it is with the map

        Use(DmaMapping mapping) {
            this.mapping = mapping;
        }

        boolean mayWrite() {
            return begun && mapping.direction().deviceWrites();
        }

        boolean mayRead() {
            return begun && mapping.direction().deviceReads();
        }
    }

    /** A mapping of the CPU. */
    record Window(CpuMapping mapping, int offset, boolean bracketed) {
        int end() {
            return offset + (int) mapping.length();
        }
    }

    /** A bracket that stays open for some steps. */
    record Bracket(CpuAccess access, Direction direction, int offset, int length) {
        int end() {
            return offset + length;
        }
    }

    final SharedBuffer buffer;
    final byte[] right;
    final List<BufferHandle> handles = new ArrayList<>();
    final List<Attachment> attachments = new ArrayList<>();
    final List<Use> uses = new ArrayList<>();
    final List<Window> windows = new ArrayList<>();

    @Nullable
    Bracket bracket;

    /** Whether it was mapped before, so that it has storage for sure. */
    boolean used;

    Held(BufferHandle first) {
        buffer = first.buffer();
        handles.add(first);
        right = new byte[(int) buffer.size()];
    }

    static <T> @Nullable T pick(List<T> some, int which) {
        return some.isEmpty() ? null : some.get(which % some.size());
    }

    @Nullable
    Use pickUse(int which, Predicate<Use> wanted) {
        return pick(uses.stream().filter(wanted).toList(), which);
    }

    /** Whether the CPU may read: no device writes. */
    boolean cpuMayRead() {
        return uses.stream().noneMatch(Use::mayWrite);
    }

    /** Whether the CPU may write: no device uses the buffer. */
    boolean cpuMayWrite() {
        return uses.stream().noneMatch(use -> use.begun);
    }

    boolean cpuMay(Direction direction) {
        return direction.deviceReads() ? cpuMayWrite() : cpuMayRead();
    }

    /** Whether a device may begin: nobody writes, and, if it will write, nobody uses the buffer. */
    boolean deviceMayBegin(Direction direction) {
        Bracket open = bracket;
        if (direction.deviceWrites()) {
            return open == null && cpuMayWrite();
        }
        return (open == null || !open.direction().deviceReads()) && cpuMayRead();
    }

    boolean isOver() {
        return handles.isEmpty() && attachments.isEmpty() && windows.isEmpty() && bracket == null;
    }

    /** What the buffer has to say of its references. */
    String counts() {
        int brackets = bracket == null ? 0 : 1;
        return "handles " + (handles.size() + brackets) + " mappings " + windows.size()
                + " attachments "
                + attachments.stream()
                        .map(each -> "\"" + each.device().name() + "\"")
                        .toList()
                + " dma mappings " + uses.size() + " brackets " + brackets;
    }
}
