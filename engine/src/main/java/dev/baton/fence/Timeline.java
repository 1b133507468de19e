package dev.baton.fence;

import dev.baton.engine.RefusedException;
import dev.baton.engine.Timers;

import org.jspecify.annotations.Nullable;

import java.lang.ref.Reference;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Points in one order, from 1 upwards, each reached once and all those before it first. Its producer
 * holds it, and gives {@link #point}s of it to others. After {@code drm_syncobj}'s timelines, {@code
 * dma_fence_chain} and {@code sw_sync}.
 *
 * <p>A point is <em>submitted</em> when something is known that will reach it: {@link #submit} names
 * a fence, of a device say; {@link #promise} says that {@link #advanceTo} will. A number between two
 * submitted points resolves to the upper one. Of points submitted in any order, none is reached
 * before a lower one: its fence stays pending, however early its own work is done. What fails fails
 * its point, and the next one is reached in its turn.
 *
 * <p>A producer that goes away leaves nobody waiting for ever: closing a timeline, or losing it, ends
 * all pending points with a {@link FenceAbandonedException}, as a {@link FenceSource} does.
 *
 * <p><b>Threading:</b> any thread. <b>Memory:</b> as fences. <b>Progress:</b> a short internal lock;
 * no callback, timer or listener runs inside it. <b>Cost:</b> O(log n) among n pending points for
 * each operation, and for each point reached; a deadline hint looks at all submitted points before.
 *
 * @since 0.1
 */
public final class Timeline implements AutoCloseable {
    /** How many points, and waits for points, may be pending at a time. */
    public static final int PENDING_MAX = 1 << 16;

    /** How many failed points are remembered for those who ask later. */
    public static final int FAILURES_MAX = 1 << 10;

    private final Points points;
    private final Abandonment abandonment;

    /**
     * A timeline at 0, for points that are submitted before anybody asks.
     *
     * @param name for reports
     */
    public Timeline(String name) {
        this(name, null, nanos -> {});
    }

    /**
     * A timeline at 0.
     *
     * @param name for reports
     * @param timers bound the waits for points not yet submitted
     */
    public Timeline(String name, Timers timers) {
        this(name, timers, nanos -> {});
    }

    /**
     * A timeline at 0, for a producer that can hurry.
     *
     * @param name for reports
     * @param timers bound the waits for points not yet submitted; null if there will be none
     * @param onDeadline told deadlines that waiters of promised points hint at (S11), on the hinting
     *     thread; it must not block
     */
    public Timeline(String name, @Nullable Timers timers, LongConsumer onDeadline) {
        this.points = new Points(name, timers, onDeadline);
        this.abandonment = Abandonment.of(this, points::end);
    }

    /**
     * How far it has come.
     *
     * @return the highest point that is reached, as are all before it; it never goes back
     */
    public long value() {
        return points.value();
    }

    /**
     * Submits a point that {@link #advanceTo} will reach. Source: {@code sw_sync}'s create_fence.
     *
     * @param point 0 or more
     * @return the point's fence; signaled if the point is reached already
     * @throws RefusedException (S9) if the timeline is closed or too much is pending, or the point is
     *     negative
     */
    public Fence promise(long point) {
        return kept(() -> points.promise(point));
    }

    /**
     * Submits a point that is reached when a fence has signaled and every submitted point before it
     * is reached; lower points may still be submitted until then. A point submitted twice needs both.
     * What becomes one point of another timeline by this: {@code other.submit(m, timeline.point(n))}.
     *
     * @param point 0 or more
     * @param fence the work that ends there; its error becomes the point's
     * @return false if it comes too late: the point is reached, and nothing happens
     * @throws RefusedException (S9) if the timeline is closed or too much is pending, if the point is
     *     negative, or if the fence is of this point or a later one
     */
    public boolean submit(long point, Fence fence) {
        return kept(() -> points.submit(point, fence));
    }

    /**
     * Reaches all promised points so far, each after the submitted points before it. Numbers that
     * were not submitted come true as well.
     *
     * @param value how far; what is not above an earlier call's has no effect
     * @throws RefusedException (S9) if the timeline is closed or the value negative
     */
    public void advanceTo(long value) {
        kept(() -> points.advanceTo(value));
    }

    /**
     * Goes on from the highest number given to {@link #advanceTo} so far, in one step.
     *
     * @param n how many points, 0 or more
     * @throws RefusedException (S9) if the timeline is closed, if the number is negative or the sum
     *     above {@link Long#MAX_VALUE}
     */
    public void advanceBy(long n) {
        kept(() -> points.advanceBy(n));
    }

    /**
     * The fence of a point that is reached or submitted. Its context is the timeline's, its number
     * the one asked for; while it is pending, who asks again gets the same object. Asked after its
     * end it tells the error of one of the last {@link #FAILURES_MAX} failed points.
     *
     * @param point 0, which is always reached, or more
     * @return the fence
     * @throws RefusedException (S9) if neither it nor a higher one is submitted: such a wait needs a
     *     bound; or if too much is pending, or the number is negative
     */
    public Fence point(long point) {
        return kept(() -> points.point(point));
    }

    /**
     * The fence of a point that need not be submitted yet (wait before signal). Until it is, the
     * fence is one of a context of its own, since its bound may end it before lower points.
     *
     * @param point 0 or more
     * @param bound how long at most until it or a higher one is submitted; then the fence ends with
     *     a {@link TimeoutException}
     * @return the point's fence, as {@link #point(long)}, or one that will follow it
     * @throws RefusedException (S8) if there are no timers; (S9) as {@link #promise}
     */
    public Fence point(long point, Duration bound) {
        return kept(() -> points.await(point, bound, true));
    }

    /**
     * A fence that says that a point is submitted, or a higher one. Source: the flag {@code
     * WAIT_AVAILABLE} of {@code drm_syncobj}.
     *
     * @param point 0 or more
     * @param bound how long at most; then the fence ends with a {@link TimeoutException}
     * @return the fence, in a context of its own
     * @throws RefusedException (S8) if there are no timers; (S9) as {@link #promise}
     */
    public Fence submitted(long point, Duration bound) {
        return kept(() -> points.await(point, bound, false));
    }

    /**
     * Gives up: what is pending ends with a {@link FenceAbandonedException}, in the order of the
     * points. What is reached stays so and may be asked for. Closing again has no effect.
     */
    @Override
    public void close() {
        abandonment.cancel();
        points.end(new FenceAbandonedException(points.name() + " was closed before this point"));
    }

    /** Nobody may find this lost while its last call is under way. */
    private <T> T kept(Supplier<T> call) {
        try {
            return call.get();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public String toString() {
        return "timeline " + points.name() + " at " + value();
    }
}
