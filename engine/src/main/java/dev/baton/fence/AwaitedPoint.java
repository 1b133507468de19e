package dev.baton.fence;

import dev.baton.engine.Timers;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** A wait for a point that was not submitted when it began. */
final class AwaitedPoint extends Fence {
    private final Points points;
    private final long wanted;

    /** Whether it waits for the point as well, once that is submitted. */
    private final boolean follows;

    /** Null until it is set, which may be after the wait is over. */
    private volatile Timers.@Nullable Timer timer;

    private volatile boolean over;
    private volatile @Nullable Fence followed;

    AwaitedPoint(Points points, String name, long wanted, boolean follows) {
        super(follows ? name : name + " submitted");
        this.points = points;
        this.wanted = wanted;
        this.follows = follows;
    }

    long wanted() {
        return wanted;
    }

    boolean isOf(Points others) {
        return points == others;
    }

    /** Who ends the wait looks for the timer afterwards, who sets the timer looks for the end. */
    void bound(Timers timers, Duration bound) {
        try {
            timer = timers.at(Timers.after(timers.nowNanos(), bound), () -> expire(bound));
        } catch (Throwable rejected) {
            points.giveUp(this);
            throw rejected;
        }
        if (over) {
            cancelTimer();
        }
    }

    private void expire(Duration bound) {
        if (points.giveUp(this)) {
            signal(new TimeoutException(name() + " was not submitted within " + bound));
        }
    }

    /** The wait is over, by the submission of the point. */
    void submitted(Fence point) {
        cancelTimer();
        if (!follows) {
            signal(null);
            return;
        }
        followed = point;
        if (point.add(it -> signal(it.error())) == null) {
            signal(point.error());
        }
        deadlineHinted(deadlineNanos());
    }

    void end(Throwable error) {
        cancelTimer();
        signal(error);
    }

    private void cancelTimer() {
        over = true;
        Timers.Timer mine = timer;
        if (mine != null) {
            mine.cancel();
        }
    }

    @Override
    public List<Fence> follows() {
        Fence point = followed;
        return point == null ? List.of() : List.of(point);
    }

    @Override
    protected void deadlineHinted(long nanos) {
        Fence point = followed;
        if (point != null && nanos < Long.MAX_VALUE) {
            point.hintDeadline(nanos);
        }
    }
}
