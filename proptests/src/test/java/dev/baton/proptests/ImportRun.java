package dev.baton.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.SyncQueue;
import dev.baton.engine.VirtualTimers;
import dev.baton.fence.Fence;
import dev.baton.fence.SyncFile;
import dev.baton.fence.Timeline;
import dev.baton.proptests.ImportWorkload.Advance;
import dev.baton.proptests.ImportWorkload.Export;
import dev.baton.proptests.ImportWorkload.ImportFence;
import dev.baton.proptests.ImportWorkload.ImportPoint;
import dev.baton.proptests.ImportWorkload.Merge;
import dev.baton.proptests.ImportWorkload.Operation;
import dev.baton.proptests.ImportWorkload.Use;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One workload on queues and fences and on the model, compared after every step. */
final class ImportRun {
    private static final Duration LONG = Duration.ofDays(1);

    private final Dispatcher dispatcher = new Dispatcher(null, new VirtualTimers());
    private final ImportWorkload workload;
    private final ImportModel model;
    private final List<Timeline> timelines;
    private final List<SyncQueue> queues = IntStream.range(0, ImportWorkload.QUEUES)
            .mapToObj(i -> new SyncQueue("queue " + i))
            .toList();
    private final List<Fence> fences = new ArrayList<>();

    /** How often each fence has told its callback. */
    private final List<int[]> told = new ArrayList<>();

    ImportRun(ImportWorkload workload) {
        this.workload = workload;
        this.model = new ImportModel(workload.timelines());
        this.timelines = IntStream.range(0, workload.timelines())
                .mapToObj(i -> new Timeline("timeline " + i))
                .toList();
    }

    /** Whether some fence was held back. */
    boolean check() {
        boolean waited = false;
        for (Operation operation : workload.operations()) {
            perform(operation);
            model.perform(operation);
            compare(operation);
            waited |= fences.stream().anyMatch(fence -> !fence.isSignaled());
        }
        return waited;
    }

    private void perform(Operation operation) {
        if (operation instanceof ImportPoint it) {
            place(at(it.timeline()).promise(it.point()), it.uses());
        } else if (operation instanceof ImportFence it) {
            place(fence(it.fence()), it.uses());
        } else if (operation instanceof Advance it) {
            at(it.timeline()).advanceBy(it.points());
        } else if (operation instanceof Export it) {
            listen(dispatcher.exportFence(queues.get(it.use().queue()), mode(it.use())));
        } else if (operation instanceof Merge it) {
            listen(SyncFile.merge(it.fences().stream().map(this::fence).toList()));
        }
    }

    private Timeline at(int index) {
        return timelines.get(index % timelines.size());
    }

    private Fence fence(int index) {
        return fences.isEmpty() ? Fence.signaled() : fences.get(index % fences.size());
    }

    private static AccessMode mode(Use use) {
        return use.exclusive() ? AccessMode.EXCLUSIVE : AccessMode.SHARED;
    }

    private void place(Fence fence, List<Use> uses) {
        AccessSet.Builder set = AccessSet.builder();
        uses.forEach(use -> set.add(queues.get(use.queue()), mode(use)));
        dispatcher.importFence(set.build(), fence, LONG);
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

    private void compare(Operation after) {
        for (int i = 0; i < queues.size(); i++) {
            for (boolean exclusive : List.of(false, true)) {
                Use use = new Use(i, exclusive);
                assertThat(queues.get(i).isReady(mode(use)))
                        .as("%s ready after %s", use, after)
                        .isEqualTo(model.waitedForBy(use).isEmpty());
            }
        }
        for (int i = 0; i < fences.size(); i++) {
            boolean signaled = model.isSignaled(i);
            assertThat(told.get(i)[0])
                    .as("callbacks of fence %d after %s", i, after)
                    .isEqualTo(i % 2 == 1 && signaled ? 1 : 0);
            assertThat(fences.get(i).isSignaled())
                    .as("fence %d after %s", i, after)
                    .isEqualTo(signaled);
        }
    }
}
