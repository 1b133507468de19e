package dev.baton.fence;

import dev.baton.engine.RefusedException;
import dev.baton.engine.Timers;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * What a timeline knows. Its fences lead here and not to the {@link Timeline}, so that one that is
 * lost can be found.
 *
 * <p>One lock guards every field. Fences of points signal inside it, in the order of the points; what
 * is to run then is collected as due, and runs after it.
 */
final class Points {
    private final Object lock = new Object();
    private final String name;
    private final long context = Fence.newContext();
    private final @Nullable Timers timers;
    private final LongConsumer onDeadline;

    private final NavigableMap<Long, Submitted> submitted = new TreeMap<>();
    private final NavigableMap<Long, PointFence> asked = new TreeMap<>();
    private final NavigableSet<AwaitedPoint> awaited = new TreeSet<>(
            Comparator.comparingLong(AwaitedPoint::wanted).thenComparingLong(Fence::context));
    private final Failures failures = new Failures();

    /** Up to here all is reached. */
    private long value;

    /** How far the producer has advanced; submitted points may hold the value back. */
    private long advanced;

    /** Fences of submitted points that are still to signal. */
    private int followed;

    private boolean closed;

    Points(String name, @Nullable Timers timers, LongConsumer onDeadline) {
        this.name = Objects.requireNonNull(name, "name");
        this.timers = timers;
        this.onDeadline = Objects.requireNonNull(onDeadline, "onDeadline");
    }

    private <T> T locked(Function<List<Runnable>, T> step) {
        List<Runnable> due = new ArrayList<>();
        T result;
        synchronized (lock) {
            result = step.apply(due);
        }
        due.forEach(Signalling::run);
        return result;
    }

    String name() {
        return name;
    }

    long value() {
        synchronized (lock) {
            return value;
        }
    }

    Fence promise(long point) {
        return locked(due -> {
            requireOpen(point);
            if (point <= value) {
                return reached(point);
            }
            requireRoom();
            submittedAt(point).promised = true;
            Fence fence = ask(point);
            settle(due);
            return fence;
        });
    }

    boolean submit(long point, Fence fence) {
        Submitted mine = locked(due -> {
            requireOpen(point);
            refuseCycle(point, fence);
            if (point <= value) {
                return null;
            }
            requireRoom();
            followed++;
            Submitted it = submittedAt(point);
            it.follow(fence);
            settle(due);
            return it;
        });
        if (mine == null) {
            return false;
        }
        Callback callback = fence.add(it -> over(mine));
        if (callback == null) {
            over(mine);
        } else {
            keep(mine, callback);
        }
        return true;
    }

    /** What follows itself would wait for ever. */
    private void refuseCycle(long point, Fence fence) {
        if (fence instanceof SyncFile file) {
            file.members().forEach(member -> refuseCycle(point, member));
        }
        if (fence instanceof AnyFence any) {
            any.members().forEach(member -> refuseCycle(point, member));
        }
        boolean own = fence.context() == context && !isBefore(point, fence.point())
                || fence instanceof AwaitedPoint it
                        && it.isOf(this)
                        && !isBefore(point, it.wanted());
        if (own && !fence.isSignaled()) {
            throw refused(pointAt(point) + " cannot wait for " + fence + ", of the same timeline");
        }
    }

    /** Whether something known reaches it without that point. */
    private boolean isBefore(long point, long asked) {
        Long resolved = submitted.ceilingKey(asked);
        return asked < point && (asked <= advanced || resolved != null && resolved < point);
    }

    private Submitted submittedAt(long point) {
        return submitted.computeIfAbsent(point, at -> new Submitted());
    }

    private void over(Submitted point) {
        locked(due -> {
            if (!closed) {
                point.open--;
                settle(due);
            }
            return null;
        });
    }

    /** To be taken back if the timeline ends before the fence. */
    private void keep(Submitted point, Callback callback) {
        boolean tooLate = locked(due -> {
            point.callbacks.add(callback);
            return closed;
        });
        if (tooLate) {
            callback.remove();
        }
    }

    long advanceTo(long to) {
        return locked(due -> {
            requireOpen(to);
            advanced = Math.max(advanced, to);
            settle(due);
            return advanced;
        });
    }

    long advanceBy(long n) {
        return locked(due -> {
            requireOpen(n);
            if (n > Long.MAX_VALUE - advanced) {
                throw refused(pointAt(advanced) + " cannot go on by " + n);
            }
            advanced += n;
            settle(due);
            return advanced;
        });
    }

    Fence point(long point) {
        return locked(due -> {
            if (point > value || point < 0) {
                requireOpen(point);
            }
            if (point > known()) {
                throw refused(pointAt(point) + " is not submitted; a wait for it needs a bound");
            }
            return lookUp(point);
        });
    }

    private Fence lookUp(long point) {
        if (point <= value) {
            return reached(point);
        }
        if (!asked.containsKey(point)) {
            requireRoom();
        }
        return ask(point);
    }

    /** The highest point of which it is known what will reach it. */
    private long known() {
        long top = Math.max(value, advanced);
        return submitted.isEmpty() ? top : Math.max(top, submitted.lastKey());
    }

    private PointFence ask(long point) {
        return asked.computeIfAbsent(point, at -> new PointFence(this, pointAt(at), context, at));
    }

    private Fence reached(long point) {
        return point == 0
                ? Fence.signaled()
                : new PointFence(this, pointAt(point), context, point, failures.of(point));
    }

    Fence await(long point, Duration bound, boolean follows) {
        if (timers == null) {
            throw new RefusedException("S8", pointAt(point) + ": a bounded wait needs timers");
        }
        AwaitedPoint mine = new AwaitedPoint(this, pointAt(point), point, follows);
        Fence fence = locked(due -> {
            if (point > value || point < 0) {
                requireOpen(point);
            }
            if (point <= known()) {
                return follows ? lookUp(point) : Fence.signaled();
            }
            requireRoom();
            awaited.add(mine);
            return mine;
        });
        if (fence == mine) {
            mine.bound(timers, bound);
        }
        return fence;
    }

    /** Whether it still waits, and this ends that. */
    boolean giveUp(AwaitedPoint wait) {
        synchronized (lock) {
            return awaited.remove(wait);
        }
    }

    /** Reaches what can be reached. */
    private void settle(List<Runnable> due) {
        long known = known();
        while (!awaited.isEmpty() && awaited.first().wanted() <= known) {
            AwaitedPoint first = awaited.pollFirst();
            PointFence point = ask(first.wanted());
            due.add(() -> first.submitted(point));
        }
        Map.Entry<Long, Submitted> first = submitted.firstEntry();
        while (first != null && first.getValue().isOver(first.getKey() <= advanced)) {
            followed -= submitted.pollFirstEntry().getValue().fences.size();
            reachUnsubmitted(first.getKey() - 1, due);
            reach(first.getKey(), first.getValue().error(), due);
            first = submitted.firstEntry();
        }
        reachUnsubmitted(first == null ? Long.MAX_VALUE : first.getKey() - 1, due);
    }

    /** Numbers that the host has passed came true well, whatever becomes of the next point. */
    private void reachUnsubmitted(long limit, List<Runnable> due) {
        long free = Math.min(advanced, limit);
        if (free > value) {
            reach(free, null, due);
        }
    }

    private void reach(long point, @Nullable Throwable error, List<Runnable> due) {
        failures.add(value + 1, point, error);
        value = point;
        while (!asked.isEmpty() && asked.firstKey() <= point) {
            conclude(asked.pollFirstEntry().getValue(), error, due);
        }
    }

    private static void conclude(PointFence fence, @Nullable Throwable error, List<Runnable> due) {
        if (fence.conclude(error) instanceof Callback newest) {
            due.add(() -> Signalling.ofThisThread().run(newest));
        }
    }

    /** The producer is gone. */
    void end(Throwable error) {
        locked(due -> {
            closed = true;
            asked.values().forEach(fence -> conclude(fence, error, due));
            awaited.forEach(wait -> due.add(() -> wait.end(error)));
            submitted.values().forEach(it -> due.addAll(it.lettingGo()));
            asked.clear();
            awaited.clear();
            submitted.clear();
            return null;
        });
    }

    /** The fences of a point and of all before it. */
    List<Fence> followedBy(long point) {
        return locked(
                due -> upTo(point).stream().flatMap(it -> it.fences.stream()).toList());
    }

    private Collection<Submitted> upTo(long point) {
        Long resolved = submitted.ceilingKey(point);
        return (resolved == null ? submitted : submitted.headMap(resolved, true)).values();
    }

    /** Tells all who work towards a point. */
    void hint(long point, long nanos) {
        boolean promised = locked(due -> upTo(point).stream().anyMatch(it -> it.promised));
        followedBy(point).forEach(fence -> fence.hintDeadline(nanos));
        if (promised) {
            onDeadline.accept(nanos);
        }
    }

    private void requireOpen(long number) {
        if (number < 0) {
            throw refused("points begin at 0; " + number + " is none");
        }
        if (closed) {
            throw refused("timeline " + name + " is closed");
        }
    }

    private void requireRoom() {
        if (followed + asked.size() + awaited.size() >= Timeline.PENDING_MAX) {
            throw refused(Timeline.PENDING_MAX + " points of " + name + " are pending");
        }
    }

    private String pointAt(long point) {
        return name + ":" + point;
    }

    private static RefusedException refused(String message) {
        return new RefusedException("S9", message);
    }
}
