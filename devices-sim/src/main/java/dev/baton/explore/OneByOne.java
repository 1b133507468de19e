package dev.baton.explore;

import dev.baton.engine.AccessMode;
import dev.baton.explore.Step.Take;
import dev.baton.explore.StepProgram.JobSteps;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What applications do that lock one buffer after the other, in an order of their own: each take
 * waits until nobody else holds the buffer, and keeps meanwhile what the job has.
 *
 * @since 0.1
 */
public final class OneByOne implements Acquisition {
    private final Map<String, Map<Integer, AccessMode>> held = new TreeMap<>();

    /** Nobody holds anything. */
    public OneByOne() {}

    @Override
    public void arrive(int job, JobSteps steps) {}

    @Override
    public boolean mayTake(int job, Take take) {
        return holders(job, take).isEmpty();
    }

    @Override
    public void take(int job, Take take) {
        holdersOf(take.buffer()).put(job, take.mode());
    }

    @Override
    public void release(int job, String buffer) {
        holdersOf(buffer).remove(job);
    }

    @Override
    public void leave(int job) {
        held.values().forEach(holders -> holders.remove(job));
    }

    @Override
    public List<Integer> holders(int job, Take take) {
        return holdersOf(take.buffer()).entrySet().stream()
                .filter(holder -> holder.getKey() != job)
                .filter(holder -> Step.conflict(holder.getValue(), take.mode()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Map<Integer, AccessMode> holdersOf(String buffer) {
        return held.computeIfAbsent(buffer, name -> new TreeMap<>());
    }
}
