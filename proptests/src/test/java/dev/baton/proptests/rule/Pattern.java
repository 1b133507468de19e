package dev.baton.proptests.rule;

import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuAccess;
import dev.baton.buffers.Direction;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.machine.CpuCache;
import dev.baton.buffers.machine.Traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the CPU touches of a frame between two uses by a device.
 *
 * @param direction whether it writes for the device, reads what that wrote, or both
 * @param title how much, for people
 * @param runs how many runs of bytes, each in a page of its own if there are several
 * @param runBytes bytes of a run
 */
record Pattern(Direction direction, String title, int runs, int runBytes) {
    /** Bytes of the frame: 512 x 512 pixels of four bytes. */
    static final int FRAME = 1 << 20;

    private static final int KIB = 1 << 10;

    static List<Pattern> all() {
        List<Pattern> all = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            Stream.of(
                            new Pattern(direction, "64 B", 1, CpuCache.LINE_SIZE),
                            new Pattern(direction, "1 KiB", 1, KIB),
                            new Pattern(direction, "4 KiB", 1, 4 * KIB),
                            new Pattern(direction, "16 KiB", 1, 16 * KIB),
                            new Pattern(direction, "16 KiB, a line of each page", 256, 64),
                            new Pattern(direction, "64 KiB", 1, 64 * KIB),
                            new Pattern(direction, "256 KiB", 1, 256 * KIB),
                            new Pattern(direction, "1 MiB", 1, FRAME))
                    .forEach(all::add);
        }
        return all;
    }

    boolean reads() {
        return direction.deviceWrites();
    }

    boolean writes() {
        return direction.deviceReads();
    }

    /** Where a run begins. */
    long offset(int run) {
        return (long) run * SharedBuffer.PAGE_SIZE;
    }

    CpuAccess.Range[] ranges(BufferHandle handle) {
        return IntStream.range(0, runs)
                .mapToObj(run -> new CpuAccess.Range(handle, offset(run), runBytes))
                .toArray(CpuAccess.Range[]::new);
    }

    long words() {
        long once = (long) runs * runBytes / Traffic.WORD_SIZE;
        return reads() && writes() ? 2 * once : once;
    }

    String verb() {
        return switch (direction) {
            case TO_DEVICE -> "writes";
            case FROM_DEVICE -> "reads";
            case BIDIRECTIONAL -> "reads and writes";
        };
    }
}
