package dev.baton.proptests.goal;

import dev.baton.proptests.fault.FaultTable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** G24: the kit finds every seeded fault. It takes minutes, whatever the budget. */
final class FaultsGoal implements Goal {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @Override
    public String name() {
        return "G24";
    }

    @Override
    public String aim() {
        return "every seeded fault is killed by its oracle, in at most 10,000 schedules and 5 s, the"
                + " median in 50; the counterexample has at most 3 jobs, 3 buffers, 1 fault and 12"
                + " steps";
    }

    @Override
    public Measured measure(Duration budget) {
        try {
            FaultTable table = FaultTable.measured(ROOT);
            if (Goals.rewrites()) {
                table.write(ROOT);
            }
            return Measured.of(table.isMet(), table.inWords());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
