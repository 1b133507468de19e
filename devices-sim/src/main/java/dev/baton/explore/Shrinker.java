package dev.baton.explore;

import dev.baton.engine.AccessMode;
import dev.baton.explore.Step.Take;
import dev.baton.explore.StepProgram.JobSteps;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes a failing program, and the schedule on which it fails, as small as it gets.
 *
 * <p>Program and schedule shrink together: a smaller program counts as failing if any of a few
 * schedules fails, found by the same search. When no edit is left that fails in the same way, the
 * schedule alone is shrunk, to the fewest context switches.
 *
 * <p>Edits, in this order: drop a job, drop a buffer, merge two buffers, make an access shared, drop
 * a step. Merging is what shortens a ring: no job of a ring of n can be dropped.
 *
 * <p>For one thread.
 *
 * @since 0.1
 */
public final class Shrinker {
    private static final int SCHEDULES_PER_CANDIDATE = 2;

    private final Search search;

    /**
     * A shrinker.
     *
     * @param search looks for a schedule on which a candidate fails
     */
    public Shrinker(Search search) {
        this.search = search;
    }

    /**
     * Shrinks.
     *
     * @param found a failure
     * @return a failure of the same signature from which no edit can be taken
     */
    public Deadlock shrink(Deadlock found) {
        Deadlock smallest = found;
        int failures = 0;
        List<StepProgram> edits = edits(smallest.program());
        // Goes on behind the edit that succeeded, and round: the ones before it are tried last.
        for (int i = 0; failures < edits.size(); i = (i + 1) % edits.size()) {
            Optional<Deadlock> smaller = search.find(edits.get(i), SCHEDULES_PER_CANDIDATE);
            if (smaller.isPresent() && isAlike(smaller.get(), smallest)) {
                smallest = smaller.get();
                edits = edits(smallest.program());
                failures = 0;
                i = Math.min(i, edits.size()) - 1;
            } else {
                failures++;
            }
        }
        return withFewestSwitches(smallest);
    }

    private static boolean isAlike(Deadlock one, Deadlock other) {
        return one.signature().equals(other.signature());
    }

    private static List<StepProgram> edits(StepProgram program) {
        List<String> buffers = List.copyOf(program.buffers());
        int jobs = program.jobs().size();
        return Stream.of(
                        IntStream.range(0, jobs).mapToObj(program::withoutJob),
                        buffers.stream().map(program::withoutBuffer),
                        buffers.stream()
                                .flatMap(kept -> buffers.stream()
                                        .filter(gone -> gone.compareTo(kept) > 0)
                                        .map(gone -> program.withMergedBuffers(kept, gone))),
                        IntStream.range(0, jobs).boxed().flatMap(job -> weakened(program, job)),
                        IntStream.range(0, jobs).boxed().flatMap(job -> shortened(program, job)))
                .flatMap(each -> each)
                .toList();
    }

    private static Stream<StepProgram> weakened(StepProgram program, int job) {
        JobSteps steps = program.jobs().get(job);
        return IntStream.range(0, steps.steps().size())
                .filter(i -> steps.steps().get(i) instanceof Take take
                        && take.mode() == AccessMode.EXCLUSIVE)
                .mapToObj(i -> program.withStep(
                        job,
                        i,
                        new Take(((Take) steps.steps().get(i)).buffer(), AccessMode.SHARED)));
    }

    private static Stream<StepProgram> shortened(StepProgram program, int job) {
        return IntStream.range(0, program.jobs().get(job).steps().size())
                .mapToObj(i -> program.withoutStep(job, i));
    }

    /** Moves steps next to earlier steps of the same job, as long as the failure stays. */
    private Deadlock withFewestSwitches(Deadlock found) {
        Deadlock best = found;
        boolean progress = true;
        while (progress) {
            progress = false;
            List<Integer> order = best.schedule().jobs();
            for (int from = 1; from < order.size() && !progress; from++) {
                for (int to = 0; to < from && !progress; to++) {
                    Optional<Deadlock> moved = replay(found.program(), moved(order, from, to));
                    if (moved.isPresent() && isBetter(moved.get(), best)) {
                        best = moved.get();
                        progress = true;
                    }
                }
            }
        }
        return best;
    }

    private static boolean isBetter(Deadlock candidate, Deadlock best) {
        return isAlike(candidate, best)
                && candidate.schedule().switches() < best.schedule().switches();
    }

    private Optional<Deadlock> replay(StepProgram program, List<Integer> order) {
        return search.run(program, new ReplayScheduler(new Schedule(order)));
    }

    private static List<Integer> moved(List<Integer> order, int from, int to) {
        List<Integer> changed = new ArrayList<>(order);
        Collections.rotate(changed.subList(to, from + 1), 1);
        return changed;
    }
}
