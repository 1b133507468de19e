package dev.baton.proptests;

import dev.baton.proptests.FenceWorkload.Advance;
import dev.baton.proptests.FenceWorkload.AnyOf;
import dev.baton.proptests.FenceWorkload.Ask;
import dev.baton.proptests.FenceWorkload.Await;
import dev.baton.proptests.FenceWorkload.Close;
import dev.baton.proptests.FenceWorkload.Merge;
import dev.baton.proptests.FenceWorkload.Operation;
import dev.baton.proptests.FenceWorkload.Promise;
import dev.baton.proptests.FenceWorkload.Signal;
import dev.baton.proptests.FenceWorkload.Submit;
import dev.baton.proptests.FenceWorkload.SubmitDevice;
import dev.baton.proptests.FenceWorkload.Tick;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A {@link FenceWorkload} on model timelines, for one thread. */
final class FenceModel {
    final List<ModelTimeline> timelines;

    /** All that were asked for, in order. */
    final List<ModelFence> fences = new ArrayList<>();

    private final List<ModelFence> devices = new ArrayList<>();

    FenceModel(int timelines) {
        this.timelines = Stream.generate(ModelTimeline::new).limit(timelines).toList();
    }

    /** What came of it: a fence, true or false, or null if it is refused. */
    @Nullable
    Object perform(Operation operation) {
        Object result = result(operation);
        if (result instanceof ModelFence fence) {
            fences.add(fence);
        }
        settle();
        return result;
    }

    private @Nullable Object result(Operation operation) {
        if (operation instanceof Promise it) {
            return promise(at(it.timeline()), it.point());
        } else if (operation instanceof SubmitDevice it) {
            ModelFence device = new ModelFence.Device();
            devices.add(device);
            return submit(at(it.timeline()), it.point(), device);
        } else if (operation instanceof Submit it) {
            return submit(at(it.timeline()), it.point(), source(it.fence()));
        } else if (operation instanceof Signal it) {
            return signal(it.device(), it.failing());
        } else if (operation instanceof Advance it) {
            at(it.timeline()).advanceTo(it.to());
            return at(it.timeline()).isClosed() ? null : true;
        } else if (operation instanceof Ask it) {
            ModelTimeline timeline = at(it.timeline());
            return canAsk(timeline, it.point()) ? timeline.ask(it.point()) : null;
        } else if (operation instanceof Await it) {
            return await(at(it.timeline()), it);
        } else if (operation instanceof Merge it) {
            return new ModelFence.File(sources(it.fences()));
        } else if (operation instanceof AnyOf it) {
            return it.fences().isEmpty() ? null : new ModelFence.Any(sources(it.fences()));
        } else if (operation instanceof Close it) {
            at(it.timeline()).close();
            return true;
        }
        int ticks = ((Tick) operation).ticks();
        waits().forEach(wait -> wait.tick(ticks));
        return true;
    }

    private ModelTimeline at(int index) {
        return timelines.get(index % timelines.size());
    }

    /** None of the first of several: of its members the model does not know which it was. */
    List<ModelFence> sources(List<Integer> indices) {
        return indices.stream().map(this::source).toList();
    }

    ModelFence source(int index) {
        List<ModelFence> sources =
                fences.stream().filter(it -> !(it instanceof ModelFence.Any)).toList();
        return sources.isEmpty()
                ? new ModelFence.Device(ModelFence.WELL)
                : sources.get(index % sources.size());
    }

    private static @Nullable Object promise(ModelTimeline timeline, long point) {
        if (timeline.isClosed()) {
            return null;
        }
        if (!timeline.isReached(point)) {
            timeline.promise(point);
        }
        return timeline.ask(point);
    }

    private static @Nullable Object submit(ModelTimeline timeline, long point, ModelFence fence) {
        if (timeline.isClosed() || fence.isOf(timeline, point)) {
            return null;
        }
        if (timeline.isReached(point)) {
            return false;
        }
        timeline.submit(point, fence);
        return true;
    }

    private boolean signal(int index, boolean failing) {
        ModelFence device = devices.isEmpty() ? null : devices.get(index % devices.size());
        if (device == null || !device.isPending()) {
            return false;
        }
        device.state = failing ? index % devices.size() + 1 : ModelFence.WELL;
        return true;
    }

    private static boolean canAsk(ModelTimeline timeline, long point) {
        return timeline.isReached(point) || !timeline.isClosed() && timeline.isKnown(point);
    }

    private static @Nullable Object await(ModelTimeline timeline, Await it) {
        if (canAsk(timeline, it.point())) {
            return it.follows() ? timeline.ask(it.point()) : new ModelFence.Device(ModelFence.WELL);
        }
        return timeline.isClosed()
                ? null
                : new ModelFence.Wait(timeline, it.point(), it.ticks(), it.follows());
    }

    private Stream<ModelFence.Wait> waits() {
        return fences.stream()
                .filter(ModelFence.Wait.class::isInstance)
                .map(ModelFence.Wait.class::cast);
    }

    /** Lets everything follow that follows from the last operation. */
    private void settle() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (ModelFence each : fences) {
                changed |= each.isPending() && each.settle();
            }
            for (ModelTimeline each : timelines) {
                changed |= each.settle();
            }
        }
        for (ModelFence each : fences) {
            if (each instanceof ModelFence.Any any) {
                any.look();
            }
        }
    }
}
