package dev.baton.explore.strategy;

import java.util.List;

/**
 * Strict priorities, drawn for each job, that change at a few places: finds what needs {@code depth}
 * orderings with a known probability (Burckhardt, Kothari, Musuvathi, Nagarakatte: "A Randomized
 * Scheduler with Probabilistic Guarantees of Finding Bugs").
 */
final class Pct extends Seeded {
    private final Ranks ranks = new Ranks();
    private final int[] changes;
    private int step;

    /**
     * One execution's scheduler.
     *
     * @param seed decides all
     * @param depth one more than the places at which a priority changes
     * @param steps about how many there will be: the places are drawn among these
     */
    Pct(long seed, int depth, int steps) {
        super(seed);
        this.changes = new int[depth - 1];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = random.nextInt(Math.max(1, steps));
        }
    }

    @Override
    public int nextTask(List<? extends Task> ready) {
        int chosen = ranks.highest(ready, random);
        for (int i = 0; i < changes.length; i++) {
            if (changes[i] == step) {
                ranks.set(ready.get(chosen), -1 - i);
                chosen = ranks.highest(ready, random);
            }
        }
        step++;
        return chosen;
    }
}
