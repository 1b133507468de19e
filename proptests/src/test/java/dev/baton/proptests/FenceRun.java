package dev.baton.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.RefusedException;
import dev.baton.engine.VirtualTimers;
import dev.baton.fence.AnyFence;
import dev.baton.fence.Fence;
import dev.baton.fence.FenceAbandonedException;
import dev.baton.fence.FenceSource;
import dev.baton.fence.FenceStatus;
import dev.baton.fence.SyncFile;
import dev.baton.fence.Timeline;
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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** One workload on timelines and fences and on the model, compared after every step. */
final class FenceRun {
    private final VirtualTimers timers = new VirtualTimers();
    private final FenceWorkload workload;
    private final FenceModel model;
    private final List<Timeline> timelines;
    private final List<Fence> fences = new ArrayList<>();
    private final List<FenceSource> devices = new ArrayList<>();

    /** How often each fence has told its callback. */
    private final List<int[]> told = new ArrayList<>();

    FenceRun(FenceWorkload workload) {
        this.workload = workload;
        this.model = new FenceModel(workload.timelines());
        this.timelines = IntStream.range(0, workload.timelines())
                .mapToObj(i -> new Timeline("timeline " + i, timers))
                .toList();
    }

    /** Whether some fence was held back. */
    boolean check() {
        boolean waited = false;
        for (Operation operation : workload.operations()) {
            Object result = unlessRefused(operation);
            Object modelled = model.perform(operation);
            if (modelled instanceof ModelFence) {
                assertThat(result).as("%s", operation).isInstanceOf(Fence.class);
                listen((Fence) result);
            } else {
                assertThat(result).as("%s", operation).isEqualTo(modelled);
            }
            compare();
            waited |= model.fences.stream().anyMatch(ModelFence::isPending);
        }
        return waited;
    }

    /** Every other fence has a callback, and so is not only polled. */
    private void listen(Fence fence) {
        fences.add(fence);
        int[] times = new int[1];
        told.add(times);
        if (fences.size() % 2 == 0 && fence.add(it -> times[0]++) == null) {
            times[0]++;
        }
    }

    private @Nullable Object unlessRefused(Operation operation) {
        try {
            return perform(operation);
        } catch (RefusedException refused) {
            return null;
        }
    }

    private Object perform(Operation operation) {
        if (operation instanceof Promise it) {
            return at(it.timeline()).promise(it.point());
        } else if (operation instanceof SubmitDevice it) {
            FenceSource device = new FenceSource("device");
            devices.add(device);
            return at(it.timeline()).submit(it.point(), device.fence());
        } else if (operation instanceof Submit it) {
            return at(it.timeline()).submit(it.point(), source(it.fence()));
        } else if (operation instanceof Signal it) {
            return signal(it.device(), it.failing());
        } else if (operation instanceof Advance it) {
            at(it.timeline()).advanceTo(it.to());
        } else if (operation instanceof Ask it) {
            return at(it.timeline()).point(it.point());
        } else if (operation instanceof Await it) {
            return await(at(it.timeline()), it);
        } else if (operation instanceof Merge it) {
            return SyncFile.merge(sources(it.fences()));
        } else if (operation instanceof AnyOf it) {
            return Fence.anyOf(sources(it.fences()));
        } else if (operation instanceof Close it) {
            at(it.timeline()).close();
        } else if (operation instanceof Tick it) {
            timers.advance(Duration.ofNanos(it.ticks()));
        }
        return true;
    }

    private Timeline at(int index) {
        return timelines.get(index % timelines.size());
    }

    private List<Fence> sources(List<Integer> indices) {
        return indices.stream().map(this::source).toList();
    }

    private Fence source(int index) {
        List<Fence> sources =
                fences.stream().filter(it -> !(it instanceof AnyFence)).toList();
        return sources.isEmpty() ? Fence.signaled() : sources.get(index % sources.size());
    }

    private boolean signal(int index, boolean failing) {
        if (devices.isEmpty()) {
            return false;
        }
        int number = index % devices.size();
        FenceSource device = devices.get(number);
        return failing ? device.fail(new NumberedException(number + 1)) : device.signal();
    }

    private static Fence await(Timeline timeline, Await it) {
        Duration bound = Duration.ofNanos(it.ticks());
        return it.follows()
                ? timeline.point(it.point(), bound)
                : timeline.submitted(it.point(), bound);
    }

    private void compare() {
        for (int i = 0; i < timelines.size(); i++) {
            assertThat(timelines.get(i).value())
                    .as("value of timeline %d", i)
                    .isEqualTo(model.timelines.get(i).value());
        }
        for (int i = 0; i < fences.size(); i++) {
            compare(i, fences.get(i), model.fences.get(i));
            int expected = i % 2 == 1 && !model.fences.get(i).isPending() ? 1 : 0;
            assertThat(told.get(i)[0]).as("callbacks of fence %d", i).isEqualTo(expected);
        }
    }

    private void compare(int number, Fence fence, ModelFence modelled) {
        if (fence instanceof AnyFence any && modelled instanceof ModelFence.Any it) {
            assertThat(any.isSignaled()).as("%d: %s", number, any).isEqualTo(!it.isPending());
            if (any.isSignaled()) {
                assertThat(it.firsts).as("%d: %s", number, any).contains(any.index());
                assertThat(stateOf(any)).isEqualTo(it.stateOf(any.index()));
            }
            return;
        }
        assertThat(stateOf(fence)).as("%d: %s", number, fence).isEqualTo(modelled.state);
        if (fence instanceof SyncFile file && modelled instanceof ModelFence.File it) {
            compareMembers(file, it.members());
        }
    }

    private void compareMembers(SyncFile file, List<ModelFence> modelled) {
        if (modelled.isEmpty()) {
            assertThat(file.members()).containsExactly(Fence.signaled());
            return;
        }
        assertThat(file.members().stream().map(fences::indexOf))
                .isEqualTo(modelled.stream().map(model.fences::indexOf).toList());
        assertThat(file.activeCount())
                .isEqualTo((int) modelled.stream().filter(ModelFence::isPending).count());
    }

    private static int stateOf(Fence fence) {
        Throwable error = fence.error();
        if (error == null) {
            boolean pending = fence.status() == FenceStatus.PENDING;
            return pending ? ModelFence.PENDING : ModelFence.WELL;
        }
        return error instanceof NumberedException it
                ? it.number
                : error instanceof TimeoutException ? ModelFence.TIMED_OUT : abandoned(error);
    }

    private static int abandoned(Throwable error) {
        assertThat(error).isInstanceOf(FenceAbandonedException.class);
        return ModelFence.ABANDONED;
    }

    /** The error of one device. */
    private static final class NumberedException extends RuntimeException {
        final int number;

        NumberedException(int number) {
            this.number = number;
        }
    }
}
