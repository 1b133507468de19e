package dev.baton.proptests.sharing;

import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuAccess;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.Direction;
import dev.baton.buffers.SharedBuffer;
import dev.baton.proptests.sharing.Held.Bracket;
import dev.baton.proptests.sharing.Held.Window;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/** The CPU's client: it touches what it owns, and brackets that where it has to. */
final class CpuClient {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;
    private static final Direction[] DIRECTIONS = Direction.values();

    private int compared;
    private int salt;

    int compared() {
        return compared;
    }

    /** A mapping to be made by a handle, or through an importer; null if there is neither. */
    @Nullable
    Supplier<Window> mapping(Step step, Held it) {
        boolean bracketed = step.which() % 2 == 1;
        Access access = step.which() % 5 == 0 ? Access.READ_ONLY : Access.READ_WRITE;
        int pages = it.right.length / PAGE;
        int offset = step.at() % pages * PAGE;
        int length = 1 + (it.right.length - offset - 1) * (step.length() % 3 + 1) / 3;
        BufferHandle handle = Held.pick(it.handles, 0);
        if (handle != null && bracketed) {
            return () -> new Window(handle.mapBracketed(offset, length, access), offset, bracketed);
        }
        if (it.attachments.isEmpty() || step.which() % 4 > 0 && handle != null) {
            return handle == null
                    ? null
                    : () -> new Window(handle.map(offset, length, access), offset, false);
        }
        return () -> new Window(it.attachments.get(0).mmap(offset, length, access), offset, false);
    }

    void unmap(Step step, Held it) {
        Window window = Held.pick(it.windows, step.which());
        if (window != null) {
            it.windows.remove(window);
            if (step.at() % 2 == 0) {
                window.mapping().close();
            } else {
                window.mapping().revoke().toCompletableFuture().join();
            }
        }
    }

    void write(Step step, Held it) {
        Window window = Held.pick(it.windows, step.which());
        if (window != null && it.cpuMayWrite() && window.mapping().access() == Access.READ_WRITE) {
            touch(step, it, window, Direction.TO_DEVICE);
        }
    }

    void read(Step step, Held it) {
        Window window = Held.pick(it.windows, step.which());
        if (window != null && it.cpuMayRead()) {
            touch(step, it, window, Direction.FROM_DEVICE);
        }
    }

    void stray(Step step, Held it) {
        Window window = Held.pick(it.windows, step.which());
        if (window != null) {
            window.mapping().getByte(step.at() % window.mapping().length());
        }
    }

    /** Within the window, and within the open bracket if that is what maintains it. */
    private void touch(Step step, Held it, Window window, Direction direction) {
        int from = window.offset();
        int to = window.end();
        Bracket open = window.bracketed() ? it.bracket : null;
        if (open != null) {
            if (open.direction() != direction && open.direction() != Direction.BIDIRECTIONAL) {
                return;
            }
            from = Math.max(from, open.offset());
            to = Math.min(to, open.end());
        }
        if (from < to) {
            int offset = from + step.at() % (to - from);
            int length = 1 + step.length() % (to - offset);
            touch(it, window, direction, open != null, offset, length);
        }
    }

    private void touch(
            Held it, Window window, Direction direction, boolean inside, int offset, int length) {
        BufferHandle handle = Held.pick(it.handles, 0);
        if (inside || !window.bracketed()) {
            touch(it, window, direction, offset, length);
        } else if (handle != null && handle.needsMaintenance()) {
            try (CpuAccess access =
                    CpuAccess.begin(direction, new CpuAccess.Range(handle, offset, length))) {
                touch(it, window, direction, offset, length);
            }
        } else if (handle != null) {
            touch(it, window, direction, offset, length);
        }
    }

    private void touch(Held it, Window window, Direction direction, int offset, int length) {
        if (direction == Direction.TO_DEVICE) {
            byte[] bytes = Bytes.written(salt++, length);
            window.mapping().put(offset - window.offset(), bytes);
            System.arraycopy(bytes, 0, it.right, offset, length);
        } else {
            byte[] bytes = new byte[length];
            window.mapping().get(offset - window.offset(), bytes);
            compare(it, offset, bytes);
        }
    }

    void begin(Step step, Held it) {
        Direction direction = DIRECTIONS[step.which() % DIRECTIONS.length];
        BufferHandle handle = Held.pick(it.handles, 0);
        if (handle != null && it.bracket == null && it.cpuMay(direction)) {
            int offset = step.at() % it.right.length;
            int length = 1 + step.length() % (it.right.length - offset);
            CpuAccess access =
                    CpuAccess.begin(direction, new CpuAccess.Range(handle, offset, length));
            it.bracket = new Bracket(access, direction, offset, length);
        }
    }

    void end(Held it) {
        Bracket open = it.bracket;
        if (open != null) {
            it.bracket = null;
            open.access().close();
        }
    }

    /** All of the buffer, through a mapping of its own. */
    void readAll(Held it) {
        BufferHandle handle = Held.pick(it.handles, 0);
        if (handle != null && it.used && it.cpuMayRead()) {
            try (CpuMapping mapping = handle.map(Access.READ_ONLY)) {
                byte[] bytes = new byte[it.right.length];
                mapping.get(0, bytes);
                compare(it, 0, bytes);
            }
        }
    }

    private void compare(Held it, int offset, byte[] bytes) {
        compared++;
        Bytes.compare("the CPU", it, offset, bytes);
    }
}
