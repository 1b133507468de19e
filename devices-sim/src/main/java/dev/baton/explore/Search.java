package dev.baton.explore;

import dev.baton.sim.Scheduler;
import dev.baton.sim.SeededScheduler;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tries schedules of one program until one fails. Strategies take turns, since no single one finds
 * everything soonest.
 *
 * <p>For one thread.
 *
 * @since 0.1
 */
public final class Search {
    private final Supplier<Acquisition> acquisitions;
    private final List<Scheduler> strategies;
    private long executions;

    /**
     * A search by the strategies that this package has.
     *
     * @param acquisitions a fresh one for each execution
     * @param seed decides all choices
     */
    public Search(Supplier<Acquisition> acquisitions, long seed) {
        this(acquisitions, List.of(new HoldScheduler(seed), new SeededScheduler(seed)));
    }

    /**
     * A search by strategies of the user's own.
     *
     * @param acquisitions a fresh one for each execution
     * @param strategies take turns, the first first
     */
    public Search(Supplier<Acquisition> acquisitions, List<Scheduler> strategies) {
        this.acquisitions = acquisitions;
        this.strategies = List.copyOf(strategies);
    }

    /**
     * Looks for a deadlock.
     *
     * @param program what runs
     * @param executionsMax when to give up
     * @return the first found; nothing if there was none in so many executions, or if all
     *     strategies have nothing left to try
     */
    public Optional<Deadlock> find(StepProgram program, int executionsMax) {
        int tired = 0;
        for (int i = 0; i < executionsMax && tired < strategies.size(); i++) {
            Scheduler strategy = strategies.get(i % strategies.size());
            if (!strategy.newExecution()) {
                tired++;
                continue;
            }
            tired = 0;
            Optional<Deadlock> found = run(program, strategy);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    Optional<Deadlock> run(StepProgram program, Scheduler strategy) {
        executions++;
        return Execution.run(program, acquisitions.get(), strategy);
    }

    /**
     * How many executions it took.
     *
     * @return all since this search was made
     */
    public long executions() {
        return executions;
    }
}
