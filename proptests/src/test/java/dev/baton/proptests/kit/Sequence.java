package dev.baton.proptests.kit;

import dev.baton.proptests.probe.Unknown;

import java.util.List;

/** The calls of one thread that it has still to make, one after the other, on whatever thread. */
final class Sequence implements Unknown {
    private final int number;
    private final List<Call> calls;
    private int made;

    Sequence(int number, List<Call> calls) {
        this.number = number;
        this.calls = calls;
    }

    Call take() {
        return calls.get(made++);
    }

    @Override
    public int remaining() {
        return calls.size() - made;
    }

    @Override
    public int job() {
        return number;
    }
}
