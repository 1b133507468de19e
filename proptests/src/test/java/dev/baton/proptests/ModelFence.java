package dev.baton.proptests;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A fence of the {@link FenceModel}: pending, well, or with the number of an error. */
abstract class ModelFence {
    static final int PENDING = -1;
    static final int WELL = 0;
    static final int ABANDONED = 1_000_001;
    static final int TIMED_OUT = 1_000_002;

    int state = PENDING;

    boolean isPending() {
        return state == PENDING;
    }

    /** Looks at what it follows; whether it is signaled by that. */
    boolean settle() {
        return false;
    }

    /** A merge keeps one of each. */
    Object context() {
        return this;
    }

    /** Of the timeline: the lowest point that it waits for is this or a higher one. */
    boolean isOf(ModelTimeline timeline, long point) {
        return false;
    }

    void addTo(File file) {
        if (isPending()) {
            file.newest.merge(context(), this, (a, b) -> isNewer(b, a) ? b : a);
        } else {
            file.note(state);
        }
    }

    private static boolean isNewer(ModelFence some, ModelFence other) {
        return some instanceof Point a && other instanceof Point b && a.point > b.point;
    }

    static int firstError(List<ModelFence> fences) {
        return fences.stream()
                .mapToInt(it -> it.state)
                .filter(it -> it > WELL)
                .findFirst()
                .orElse(0);
    }

    /** Signaled by whoever has it. */
    static final class Device extends ModelFence {
        Device() {}

        Device(int state) {
            this.state = state;
        }
    }

    /** Signaled by its timeline. */
    static final class Point extends ModelFence {
        private final ModelTimeline timeline;
        private final long point;

        Point(ModelTimeline timeline, long point) {
            this.timeline = timeline;
            this.point = point;
        }

        @Override
        Object context() {
            return timeline;
        }

        @Override
        boolean isOf(ModelTimeline other, long from) {
            return isPending() && timeline == other && !other.isReachedBefore(from, point);
        }
    }

    /** All of them. */
    static final class File extends ModelFence {
        final Map<Object, ModelFence> newest = new LinkedHashMap<>();
        private int early;

        File(List<ModelFence> fences) {
            fences.forEach(it -> it.addTo(this));
        }

        List<ModelFence> members() {
            return List.copyOf(newest.values());
        }

        private void note(int error) {
            early = early == WELL ? error : early;
        }

        @Override
        void addTo(File file) {
            file.note(early);
            members().forEach(it -> it.addTo(file));
        }

        @Override
        boolean isOf(ModelTimeline timeline, long from) {
            return members().stream().anyMatch(it -> it.isOf(timeline, from));
        }

        @Override
        boolean settle() {
            if (members().stream().anyMatch(ModelFence::isPending)) {
                return false;
            }
            state = early == WELL ? firstError(members()) : early;
            return true;
        }
    }

    /** The first of them; of several within one operation it is open which. */
    static final class Any extends ModelFence {
        private final List<ModelFence> members;
        List<Integer> firsts = List.of();

        Any(List<ModelFence> members) {
            this.members = members;
        }

        int stateOf(int index) {
            return members.get(index).state;
        }

        /** At the end of an operation. */
        void look() {
            if (isPending()) {
                firsts = IntStream.range(0, members.size())
                        .filter(i -> !members.get(i).isPending())
                        .boxed()
                        .toList();
                state = firsts.isEmpty() ? PENDING : WELL;
            }
        }
    }

    /** A wait for a point that was not submitted. */
    static final class Wait extends ModelFence {
        private final ModelTimeline timeline;
        private final long point;
        private final boolean follows;
        private int ticksLeft;
        private @Nullable Point followed;

        Wait(ModelTimeline timeline, long point, int ticksLeft, boolean follows) {
            this.timeline = timeline;
            this.point = point;
            this.ticksLeft = ticksLeft;
            this.follows = follows;
        }

        @Override
        boolean isOf(ModelTimeline other, long from) {
            return isPending() && timeline == other && !other.isReachedBefore(from, point);
        }

        void tick(int ticks) {
            ticksLeft -= ticks;
            if (isPending() && followed == null && ticksLeft <= 0) {
                state = TIMED_OUT;
            }
        }

        @Override
        boolean settle() {
            if (followed == null && timeline.isClosed()) {
                state = ABANDONED;
            } else if (followed == null && timeline.isKnown(point)) {
                followed = timeline.ask(point);
                state = follows ? followed.state : WELL;
            } else if (followed != null) {
                state = followed.state;
            }
            return !isPending();
        }
    }
}
