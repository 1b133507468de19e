package dev.baton.proptests.rule;

import dev.baton.buffers.heap.Coherency;
import dev.baton.buffers.machine.Machine;

import java.util.function.Function;

/** A way to keep the CPU's view and a device's the same. */
enum Way {
    SHOOT_DOWN("shoot-down", false, machine -> machine.cached(1)),
    SHOOT_DOWN_PREFAULT("shoot-down, 16 pages a fault", false, machine -> machine.cached(16)),
    BRACKETS("brackets", true, machine -> machine.cachedWithBrackets(1)),
    BRACKETS_WHOLE("brackets of the whole", true, machine -> machine.cachedWithBrackets(1)),
    WRITE_COMBINED("write-combined", false, Machine::writeCombined);

    final String title;
    final boolean bracketed;
    final Function<Machine, Coherency.Maker> maker;

    Way(String title, boolean bracketed, Function<Machine, Coherency.Maker> maker) {
        this.title = title;
        this.bracketed = bracketed;
        this.maker = maker;
    }
}
