package dev.baton.bench;

import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.SystemHeap;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.nio.ByteBuffer;

/** Bytes copied out of a buffer and into it, through a mapping and through a plain ByteBuffer. */
@State(Scope.Thread)
public class BulkBenchmark extends Measured {
    /** How many bytes a copy moves. */
    @Param({"4096", "65536", "1048576"})
    int bytes;

    private CpuMapping mapping;
    private ByteBuffer plain;
    private byte[] array;

    /** Makes both. */
    @Setup
    public void allocate() {
        long size = SharedBuffer.pagesFor(bytes) * SharedBuffer.PAGE_SIZE;
        BufferHandle handle = new SystemHeap().allocate("frame", size);
        mapping = handle.map(CpuMapping.Access.READ_WRITE);
        plain = ByteBuffer.allocate(bytes);
        array = new byte[bytes];
    }

    /** Out of a mapping. */
    @Benchmark
    public byte[] get() {
        mapping.get(0, array, 0, bytes);
        return array;
    }

    /** Out of a ByteBuffer. */
    @Benchmark
    public byte[] plainGet() {
        plain.get(0, array, 0, bytes);
        return array;
    }

    /** Into a mapping. */
    @Benchmark
    public void put() {
        mapping.put(0, array, 0, bytes);
    }

    /** Into a ByteBuffer. */
    @Benchmark
    public void plainPut() {
        plain.put(0, array, 0, bytes);
    }
}
