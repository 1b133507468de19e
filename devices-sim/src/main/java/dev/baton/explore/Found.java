package dev.baton.explore;

import dev.baton.sim.Scheduler;
import dev.baton.sim.run.RunWatcher;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An execution that failed, with all it takes to see it again.
 *
 * @param workload what ran
 * @param edits how it came to be, from the workload that was explored: each the place of an edit
 *     among {@link Workload#edits}
 * @param failure what went wrong
 * @param schedule the choices
 * @param attempt that makes the same choices; null if there is none
 * @since 0.1
 */
public record Found(
        Workload workload,
        List<Integer> edits,
        Failure failure,
        Schedule schedule,
        @Nullable Attempt attempt) {
    /**
     * Copies the list.
     *
     * @param workload what ran
     * @param edits how it came to be
     * @param failure what went wrong
     * @param schedule the choices
     * @param attempt that makes the same choices
     */
    public Found {
        edits = List.copyOf(edits);
    }

    /** Runs a workload once and writes down how it fails, if it does. */
    static Optional<Found> by(Workload workload, Scheduler scheduler) {
        return by(workload, scheduler, tally -> {});
    }

    static Optional<Found> by(
            Workload workload, Scheduler scheduler, Consumer<? super Tally> listener) {
        Recorder recorder = new Recorder(scheduler);
        return workload.run(recorder, listener)
                .map(failure -> new Found(workload, List.of(), failure, recorder.schedule(), null));
    }

    /**
     * Draws it, by running it again.
     *
     * @return who did what when, and who waited for whom
     */
    public Workload.Picture picture() {
        return picture(event -> {});
    }

    /**
     * Draws it, and lets somebody watch.
     *
     * @param watcher as in {@link Workload#picture}
     * @return who did what when, and who waited for whom
     */
    public Workload.Picture picture(RunWatcher watcher) {
        return workload.picture(new Places(schedule.places(), schedule.numbers()), watcher);
    }

    /**
     * A program that explores it again, and ends with an {@link AssertionError} that is the report.
     *
     * @return the source of a class {@code Smallest}, which needs nothing but Baton
     */
    public String java() {
        return """
                import static dev.baton.explore.step.Relation.*;

                import dev.baton.explore.Exploration;
                import dev.baton.explore.scenario.ScenarioWorkload;
                import dev.baton.explore.step.StepProgram;

                /** Run it with: java -cp target/baton.jar Smallest.java */
                public final class Smallest {
                    public static void main(String[] args) throws Exception {
                        Exploration.of(%s).check();
                    }
                }
                """.formatted(workload.java());
    }

    Found by(Attempt other) {
        return new Found(workload, edits, failure, schedule, other);
    }

    /** The same, of a workload that is the result of one more edit than another's. */
    Found editedFrom(Found larger, int edit) {
        List<Integer> more = new ArrayList<>(larger.edits);
        more.add(edit);
        return new Found(workload, more, failure, schedule, attempt);
    }

    /** The same workload with another schedule. */
    Found rescheduled(Found other) {
        return new Found(workload, edits, other.failure, other.schedule, null);
    }
}
