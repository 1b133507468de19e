package dev.baton.trace.format;

import dev.baton.trace.text.FtraceEvent;

import java.io.Closeable;
import java.io.IOException;

/**
 * Takes what happened and writes what its format can hold of it, at once: nothing is kept but what
 * rows there are.
 *
 * <p>Slices of one lane nest or follow one another, and come in the order of their ends; an inner
 * one comes after the one around it. For one thread at a time.
 */
public interface TraceSink extends Closeable {
    /** Something took time; or none, then it is a point. */
    void slice(Lane lane, long fromNanos, long toNanos, String name) throws IOException;

    /** What ended in one place let something begin in another. */
    void handOver(Lane from, long fromNanos, Lane to, long toNanos, String name) throws IOException;

    /** An event as the kernel's recorder writes it. */
    void ftrace(FtraceEvent event) throws IOException;
}
