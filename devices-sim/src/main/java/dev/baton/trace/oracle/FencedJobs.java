package dev.baton.trace.oracle;

import dev.baton.fence.Fence;
import dev.baton.fence.SyncFile;
import dev.baton.fence.Timeline;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Kinds A and B. A job's fence is a point of a timeline, imported into the queues of its buffers;
 * what a job or a sync file waits for is exported from them. In kind B each job's in-fence is the
 * merge of what its uses wait for, taken before it is imported itself; ending a job moves its
 * timeline to its point, so in a context that several jobs share it ends those before it as well, as
 * the kernel's in-order contexts do.
 */
final class FencedJobs implements Answering {
    private final boolean hasInFences;
    private final Buffers buffers;
    private final Map<Integer, Timeline> timelines = new HashMap<>();
    private final Operation.@Nullable Submit[] submitted;
    private final @Nullable Fence[] fences;
    private final @Nullable Fence[] inFences;
    private final List<Fence> syncFiles = new ArrayList<>();

    FencedJobs(AskedScenario scenario) {
        this.hasInFences = scenario.kind() == AskedScenario.IN_FENCES;
        this.buffers = new Buffers(scenario.buffers());
        this.submitted = new Operation.@Nullable Submit[scenario.jobs()];
        this.fences = new @Nullable Fence[scenario.jobs()];
        this.inFences = new @Nullable Fence[scenario.jobs()];
    }

    @Override
    public String carryOut(Operation operation) {
        if (operation instanceof Operation.Submit submit) {
            submit(submit);
        } else if (operation instanceof Operation.Advance advance) {
            timeline(advance.timeline()).advanceBy(advance.points());
        } else if (operation instanceof Operation.Done done) {
            Operation.Submit job = Objects.requireNonNull(submitted[done.job()]);
            timeline(job.timeline()).advanceTo(job.point());
        } else if (operation instanceof Operation.Export export) {
            syncFiles.add(buffers.exportFence(export.use()));
        } else if (operation instanceof Operation.Merge merge) {
            syncFiles.add(SyncFile.merge(
                    merge.syncFiles().stream().map(syncFiles::get).toList()));
        }
        return "";
    }

    private Timeline timeline(int number) {
        return timelines.computeIfAbsent(number, n -> new Timeline("t" + n));
    }

    private void submit(Operation.Submit job) {
        submitted[job.job()] = job;
        if (hasInFences) {
            inFences[job.job()] =
                    SyncFile.merge(job.uses().stream().map(buffers::exportFence).toList());
        }
        Fence fence = timeline(job.timeline()).promise(job.point());
        fences[job.job()] = fence;
        buffers.importFence(job.uses(), fence);
    }

    @Override
    public String observe() {
        StringBuilder observation = new StringBuilder();
        buffers.observe(observation);
        observation.append(" x");
        syncFiles.forEach(file -> append(observation, file));
        if (hasInFences) {
            observation.append(" in");
            for (Fence fence : inFences) {
                append(observation, fence);
            }
        }
        observation.append(" f");
        for (Fence fence : fences) {
            append(observation, fence);
        }
        return observation.toString();
    }

    private static void append(StringBuilder observation, @Nullable Fence fence) {
        observation.append(' ').append(fence == null ? '-' : Answering.digit(fence.isSignaled()));
    }

    @Override
    public void close() {
        timelines.values().forEach(Timeline::close);
    }
}
