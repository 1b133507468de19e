package dev.baton.trace;

/**
 * A fence as the kernel names it: a point on a timeline.
 *
 * @param context the timeline's number
 * @param seqno the point's number on it, unsigned; may wrap
 * @since 0.1
 */
public record FenceId(long context, long seqno) implements Comparable<FenceId> {
    /** An order, so that keys that collide cost no more than a logarithm. */
    @Override
    public int compareTo(FenceId other) {
        int byContext = Long.compareUnsigned(context, other.context);
        return byContext != 0 ? byContext : Long.compareUnsigned(seqno, other.seqno);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(context) + ":" + Long.toUnsignedString(seqno);
    }
}
