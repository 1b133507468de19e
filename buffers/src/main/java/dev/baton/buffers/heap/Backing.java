package dev.baton.buffers.heap;

import dev.baton.buffers.Segment;
import dev.baton.buffers.Storage;

import java.util.List;

/**
 * What a heap gives for one buffer: where its pages are, and their bytes. Linux heaps keep such as
 * a {@code struct sg_table} of their own, unlike which it brings accessors along.
 *
 * @param segments the physical addresses in order, as many bytes as the buffer
 * @param bytes the same bytes by their offset in the buffer, past every cache
 * @since 0.1
 */
public record Backing(List<Segment> segments, Storage bytes) {
    /**
     * Copies the list.
     *
     * @param segments the physical addresses
     * @param bytes the bytes
     */
    public Backing {
        segments = List.copyOf(segments);
    }

    /**
     * Storage with bytes of its own, taken from the JVM with the first mapping; for heaps that only
     * keep account of addresses.
     *
     * @param segments the physical addresses in order
     * @return that many bytes, all zeros
     */
    public static Backing of(List<Segment> segments) {
        return new Backing(
                segments, new Pages(segments.stream().mapToLong(Segment::length).sum()));
    }
}
