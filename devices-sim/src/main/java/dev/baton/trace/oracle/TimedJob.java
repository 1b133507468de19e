package dev.baton.trace.oracle;

import dev.baton.engine.AccessMode;

import java.util.BitSet;
import java.util.List;

/**
 * A job of a queue that is a thread: it waits for its in-fence, works for a while, and signals its
 * own fence. All times are microseconds of the recording's clock.
 *
 * @param line where it stands
 * @param number its name
 * @param deviceQueue which thread
 * @param uses the buffers, each at most once per mode
 * @param workMicros how long it was told to work
 * @param submitMicros when it took its place
 * @param startMicros when its in-fence had signaled and it began
 * @param doneMicros when its work was over, before it signaled
 */
record TimedJob(
        long line,
        int number,
        int deviceQueue,
        List<Use> uses,
        long workMicros,
        long submitMicros,
        long startMicros,
        long doneMicros) {

    /** Which buffers it names at all, or writes only. */
    BitSet buffers(boolean writtenOnly) {
        BitSet buffers = new BitSet();
        for (Use use : uses) {
            if (!writtenOnly || use.mode() == AccessMode.EXCLUSIVE) {
                buffers.set(use.buffer());
            }
        }
        return buffers;
    }
}
