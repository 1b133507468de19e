package dev.baton.trace.oracle;

import java.util.List;

/** What was done before the other system was asked again. Jobs and fences go by their numbers. */
sealed interface Operation {
    /** Nothing yet. */
    record Begin() implements Operation {}

    /** A job uses buffers until a point of a timeline. */
    record Submit(int job, int timeline, long point, List<Use> uses) implements Operation {}

    record Advance(int timeline, int points) implements Operation {}

    /** Ends a job. */
    record Done(int job) implements Operation {}

    /** The next sync file is a snapshot of what a use of a buffer would wait for. */
    record Export(Use use) implements Operation {}

    /** The next sync file is one of others. */
    record Merge(List<Integer> syncFiles) implements Operation {}

    /** Tries to use a buffer until a fence, the next one if the recording named it. */
    record Attach(Use use, boolean named) implements Operation {}

    record Signal(int fence) implements Operation {}
}
