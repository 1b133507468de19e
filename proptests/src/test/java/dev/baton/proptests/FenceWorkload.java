package dev.baton.proptests;

import java.util.List;

/**
 * A sequence of operations on timelines and fences, free of their objects: the same one can be run
 * on them and on the {@link FenceModel}. Timelines and fences are numbers; a number beyond what
 * there is wraps around.
 *
 * @param timelines how many timelines
 * @param operations what happens, in order
 */
record FenceWorkload(int timelines, List<Operation> operations) {
    /** One call. */
    sealed interface Operation {}

    /** Promises a point. */
    record Promise(int timeline, long point) implements Operation {}

    /** Submits a point with the next device's fence. */
    record SubmitDevice(int timeline, long point) implements Operation {}

    /** Submits a point with a fence that there is. */
    record Submit(int timeline, long point, int fence) implements Operation {}

    /** Signals a device's fence, whatever the order. */
    record Signal(int device, boolean failing) implements Operation {}

    /** The host reaches points. */
    record Advance(int timeline, long to) implements Operation {}

    /** Asks for a point's fence. */
    record Ask(int timeline, long point) implements Operation {}

    /** Asks for a point's fence, or for its submission, with a bound. */
    record Await(int timeline, long point, int ticks, boolean follows) implements Operation {}

    /** Merges fences. */
    record Merge(List<Integer> fences) implements Operation {}

    /** Waits for the first of some fences. */
    record AnyOf(List<Integer> fences) implements Operation {}

    /** Closes a timeline. */
    record Close(int timeline) implements Operation {}

    /** Lets time pass. */
    record Tick(int ticks) implements Operation {}
}
