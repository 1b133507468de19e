package dev.baton.proptests.sharing;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuAccess;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.Direction;
import dev.baton.buffers.DmaMapping;
import dev.baton.buffers.SharedBuffer;

import org.jspecify.annotations.Nullable;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * One of many threads that share buffers at random: they put what they make where others take it, so
 * that everything is used, revoked and closed by several at once.
 */
final class StressClient {
    private static final int PAGES_MAX = 3;
    private static final int PAGE_SIZE = SharedBuffer.PAGE_SIZE;
    private static final int SLOTS = 12;
    private static final Direction[] DIRECTIONS = Direction.values();
    private static final byte[] BYTES = Bytes.written(1, 256);

    private final Common common;
    private final SplittableRandom random;
    private final byte[] into = new byte[BYTES.length];

    long done;
    long refused;
    long revoked;

    StressClient(Common common, SplittableRandom random) {
        this.common = common;
        this.random = random;
    }

    /** Does a few operations. */
    void round(int operations) {
        for (int i = 0; i < operations; i++) {
            try {
                operate(random.nextInt(16));
                done++;
            } catch (BufferException closedOrShort) {
                refused++; // by another thread, just before
            }
        }
    }

    private void operate(int choice) {
        switch (choice) {
            case 0 -> export();
            case 1 -> duplicate();
            case 2 -> attach();
            case 3, 4 -> mapDevice();
            case 5, 6 -> mapCpu();
            case 7 -> close(common.handles.getAndSet(anySlot(), null));
            case 8 -> revokeAttachment();
            case 9 -> revokeUse();
            case 10 -> revokeWindow();
            case 11 ->
                close((random.nextBoolean() ? common.uses : common.windows)
                        .getAndSet(anySlot(), null));
            case 12 -> bracket();
            case 13 -> useDevice();
            default -> useCpu();
        }
    }

    private void export() {
        put(common.handles, common.board.export("stress", 1 + random.nextInt(PAGES_MAX)));
    }

    private void duplicate() {
        BufferHandle handle = any(common.handles);
        if (handle != null) {
            put(common.handles, handle.duplicate());
        }
    }

    private void attach() {
        BufferHandle handle = any(common.handles);
        if (handle != null) {
            put(
                    common.attachments,
                    handle.attach(Board.DEVICES.get(random.nextInt(Board.DEVICES.size()))));
        }
    }

    private void mapDevice() {
        Attachment attachment = any(common.attachments);
        if (attachment != null) {
            put(
                    common.uses,
                    new Use(attachment.map(DIRECTIONS[random.nextInt(DIRECTIONS.length)])));
        }
    }

    private void mapCpu() {
        BufferHandle handle = any(common.handles);
        if (handle != null) {
            put(
                    common.windows,
                    random.nextBoolean()
                            ? handle.mapBracketed(0, PAGE_SIZE, Access.READ_WRITE)
                            : handle.map(Access.READ_WRITE));
        }
    }

    private void bracket() {
        BufferHandle handle = any(common.handles);
        if (handle != null) {
            try (CpuAccess access = CpuAccess.begin(Direction.BIDIRECTIONAL, handle)) {
                useCpu();
            }
        }
    }

    private void useCpu() {
        CpuMapping window = any(common.windows);
        if (window != null) {
            int offset = random.nextInt(PAGE_SIZE - BYTES.length);
            if (random.nextBoolean()) {
                window.put(offset, BYTES);
            } else {
                window.get(offset, into);
            }
        }
    }

    private void useDevice() {
        Use use = any(common.uses);
        if (use != null) {
            use.mapping.beginDevice();
            use.touch(common.board, into, random.nextBoolean());
            use.mapping.endDevice();
        }
    }

    private void revokeAttachment() {
        Attachment attachment = common.attachments.getAndSet(anySlot(), null);
        if (attachment != null) {
            attachment.revoke();
            revoked++;
        }
    }

    private void revokeUse() {
        Use use = common.uses.getAndSet(anySlot(), null);
        if (use != null) {
            use.mapping.revoke().thenRun(() -> use.over = true);
            revoked++;
        }
    }

    private void revokeWindow() {
        CpuMapping window = common.windows.getAndSet(anySlot(), null);
        if (window != null) {
            window.revoke();
            revoked++;
        }
    }

    private int anySlot() {
        return random.nextInt(SLOTS);
    }

    private <T> @Nullable T any(AtomicReferenceArray<@Nullable T> some) {
        return some.get(anySlot());
    }

    /** Offers it to the others; whoever put something there before has it closed. */
    private <T extends AutoCloseable> void put(AtomicReferenceArray<@Nullable T> some, T one) {
        close(some.getAndSet(anySlot(), one));
    }

    private static void close(@Nullable AutoCloseable old) {
        if (old != null) {
            try {
                old.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    /** A mapping of a device, and whether a revoke of it has completed. */
    static final class Use implements AutoCloseable {
        final DmaMapping mapping;
        volatile boolean over;

        Use(DmaMapping mapping) {
            this.mapping = mapping;
        }

        void touch(Board board, byte[] into, boolean write) {
            long address = mapping.segments().get(0).address();
            mapping.<@Nullable Void>access(() -> {
                if (write) {
                    board.bus.write(mapping.attachment().device(), address, BYTES);
                } else {
                    board.bus.read(mapping.attachment().device(), address, into);
                }
                if (over) {
                    throw new AssertionError("an access goes on behind its revoke: " + mapping);
                }
                return null;
            });
        }

        @Override
        public void close() {
            mapping.close();
        }
    }

    /** What all threads share: each may close or revoke what any has made. */
    record Common(
            Board board,
            AtomicReferenceArray<@Nullable BufferHandle> handles,
            AtomicReferenceArray<@Nullable Attachment> attachments,
            AtomicReferenceArray<@Nullable Use> uses,
            AtomicReferenceArray<@Nullable CpuMapping> windows) {
        static Common of(Board board) {
            return new Common(
                    board,
                    new AtomicReferenceArray<>(SLOTS),
                    new AtomicReferenceArray<>(SLOTS),
                    new AtomicReferenceArray<>(SLOTS),
                    new AtomicReferenceArray<>(SLOTS));
        }

        /** When all threads are through. */
        void closeAll() {
            for (int i = 0; i < SLOTS; i++) {
                close(handles.getAndSet(i, null));
                close(uses.getAndSet(i, null));
                close(windows.getAndSet(i, null));
                close(attachments.getAndSet(i, null));
            }
        }
    }
}
