package dev.baton.fence;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A point of a timeline. */
final class PointFence extends Fence {
    private final Points points;

    PointFence(Points points, String name, long context, long point) {
        super(name, context, point);
        this.points = points;
    }

    /** One that was reached before. */
    PointFence(Points points, String name, long context, long point, @Nullable Throwable error) {
        this(points, name, context, point);
        signal(error);
    }

    @Override
    public List<Fence> follows() {
        return points.followedBy(point());
    }

    @Override
    protected void deadlineHinted(long nanos) {
        points.hint(point(), nanos);
    }
}
