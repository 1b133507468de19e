package dev.baton.bench;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Jobs over 1 to 16 buffers. */
public abstract class BufferCounts extends Buffers {
    /** How many buffers each job wants. */
    @Param({"1", "2", "4", "8", "16"})
    int k;

    /** Makes the buffers, before any set-up of a subclass. */
    @Setup
    public void makeBuffers() {
        makeBuffers(k);
    }
}
