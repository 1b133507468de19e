package dev.baton.proptests.kit;

/** Who raises an alarm. */
public enum Oracle {
    /** Every accepted job has exactly one end, and the one that was asked for. */
    A("one end each"),
    /** No exclusive ownership overlaps another one. */
    B("exclusion"),
    /** First come, first served, readers together. */
    C("FIFO and mode order"),
    /** One order of jobs agrees with all queues. */
    D("one order"),
    /** When nothing is under way, what can go on has gone on. */
    E("progress at quiescence"),
    /** What comes late has no effect and is counted. */
    F("stale token inert"),
    /** Nobody is told twice, or after the end. */
    G("callback at most once"),
    /** A thread that is stopped stops no other one. */
    H("frozen-thread progress"),
    /** What is over keeps nothing. */
    I("leak and lifetime"),
    /** Times mean what they say. */
    J("time"),
    /** What goes wrong is told, with its cause, to whom it concerns. */
    K("error surfaced"),
    /** No access outside of a buffer. */
    L("bounds"),
    /** The same program and schedule, the same run. */
    R("replay hash");

    private final String inWords;

    Oracle(String inWords) {
        this.inWords = inWords;
    }

    /** {@return what it watches} */
    public String inWords() {
        return inWords;
    }
}
