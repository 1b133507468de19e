package dev.baton.proptests.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuAccess;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.Direction;
import dev.baton.buffers.SharedBuffer;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Supplier;

/** Calls that have to be refused, or may be, and that have changed nothing then. */
final class Refusals {
    private final Board board;
    private final Supplier<List<Object>> seen;

    Refusals(Board board, Supplier<List<Object>> seen) {
        this.board = board;
        this.seen = seen;
    }

    /** What a call returns; null if storage or addresses were short, and nothing has changed. */
    <T> @Nullable T unlessExhausted(Supplier<T> call) {
        List<Object> before = seen.get();
        try {
            return call.get();
        } catch (BufferException.Exhausted e) {
            assertThat(seen.get()).as("refused: %s", e.getMessage()).isEqualTo(before);
            return null;
        }
    }

    /** One of many calls that are wrong. */
    void refuse(Step step, Held it) {
        BufferHandle handle = Held.pick(it.handles, 0);
        Held.Window window = Held.pick(it.windows, 0);
        Held.Use use = Held.pick(it.uses, 0);
        if (window != null) {
            refuseAccess(step, window.mapping());
        }
        if (handle != null) {
            refuseCall(step, it, handle);
        }
        if (use != null) {
            refused(
                    BufferException.OutOfRange.class,
                    () -> board.bus.read(use.mapping, it.right.length, new byte[1]));
        }
    }

    private void refuseAccess(Step step, CpuMapping mapping) {
        long size = mapping.length();
        byte[] some = new byte[1 + step.length() % 64];
        switch (step.at() % 5) {
            case 0 -> refused(BufferException.Overflow.class, () -> mapping.get(-1, new byte[2]));
            case 1 ->
                refused(
                        BufferException.OutOfRange.class,
                        () -> mapping.get(beyond(step, size - some.length + 1), some));
            case 2 -> refused(BufferException.Empty.class, () -> mapping.get(0, new byte[0]));
            case 3 ->
                refused(BufferException.Overflow.class, () -> mapping.get(-some.length, some));
            default -> refuseWrite(mapping);
        }
    }

    /** Just beyond the end, or a whole turn of 32 bits beyond that. */
    private static long beyond(Step step, long end) {
        return step.length() % 2 == 0 ? end : end + (1L << Integer.SIZE);
    }

    private void refuseWrite(CpuMapping mapping) {
        if (mapping.access() == Access.READ_ONLY) {
            refused(BufferException.ReadOnly.class, () -> mapping.putLong(0, -1));
        } else {
            refused(BufferException.Overflow.class, () -> mapping.fill(1, -1, (byte) -1));
        }
    }

    private void refuseCall(Step step, Held it, BufferHandle handle) {
        long size = it.right.length;
        switch (step.at() % 8) {
            case 0 ->
                refused(
                        BufferException.Misaligned.class,
                        () -> handle.map(1, 1, Access.READ_WRITE));
            case 1 ->
                refused(
                        BufferException.OutOfRange.class,
                        () -> handle.map(0, beyond(step, size + 1), Access.READ_ONLY));
            case 2 ->
                refused(BufferException.Empty.class, () -> handle.map(0, 0, Access.READ_ONLY));
            case 3 -> refused(BufferException.Closed.class, () -> closed(handle).duplicate());
            case 4 ->
                refused(BufferException.Closed.class, () -> closed(handle).map(Access.READ_WRITE));
            case 5 ->
                refused(
                        BufferException.OutOfRange.class,
                        () -> CpuAccess.begin(
                                Direction.BIDIRECTIONAL,
                                CpuAccess.Range.whole(handle),
                                new CpuAccess.Range(handle, size - 1, 2)));
            case 6 -> refuseEndOfBracket(handle);
            default -> refuseDevice(handle);
        }
    }

    private static BufferHandle closed(BufferHandle handle) {
        BufferHandle twin = handle.duplicate();
        twin.close();
        return twin;
    }

    private void refuseEndOfBracket(BufferHandle handle) {
        CpuAccess reading = CpuAccess.begin(Direction.FROM_DEVICE, handle);
        reading.close();
        refused(BufferException.Unbalanced.class, reading::close);
    }

    private void refuseDevice(BufferHandle handle) {
        if (board.isNamed()) { // else storage may not be chosen yet, and any device may come
            refused(BufferException.Unreachable.class, () -> handle.attach(Board.NARROW));
        }
        refused(
                BufferException.OutOfRange.class,
                () -> board.heap.allocate("too large", SharedBuffer.SIZE_MAX + 1));
    }

    private void refused(Class<? extends BufferException> how, Runnable call) {
        List<Object> before = seen.get();
        assertThat(catchThrowable(call::run)).isInstanceOf(how);
        assertThat(seen.get()).as("refused: %s", how.getSimpleName()).isEqualTo(before);
    }
}
