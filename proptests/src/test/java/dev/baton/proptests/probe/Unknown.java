package dev.baton.proptests.probe;

import dev.baton.explore.strategy.Stepped;

/** What a thread does next, of which nobody knows what it will touch: no two steps commute. */
public interface Unknown extends Stepped {
    @Override
    default String name() {
        return "thread " + job();
    }

    @Override
    default boolean holds() {
        return false;
    }

    @Override
    default boolean takes() {
        return false;
    }

    @Override
    default long reads() {
        return -1;
    }

    @Override
    default long writes() {
        return -1;
    }
}
