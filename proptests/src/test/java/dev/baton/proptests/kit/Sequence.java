package dev.baton.proptests.kit;

import dev.baton.explore.strategy.Stepped;

import java.util.List;

/** The calls of one thread that it has still to make, one after the other, on whatever thread. */
final class Sequence implements Stepped {
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
    public String name() {
        return "thread " + number;
    }

    @Override
    public int job() {
        return number;
    }

    @Override
    public boolean holds() {
        return false;
    }

    @Override
    public boolean takes() {
        return false;
    }

    @Override
    public long reads() {
        return -1;
    }

    @Override
    public long writes() {
        return -1;
    }
}
