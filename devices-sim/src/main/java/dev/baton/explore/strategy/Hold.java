package dev.baton.explore.strategy;

import java.util.List;

/**
 * Looks for deadlocks by letting everybody hold: runs first whoever holds nothing, and lets no
 * holder take what it needs next while another job can go on. Blind to failures that are not about
 * holding and waiting.
 *
 * <p>Numbers come from near the ends of their range. A {@link dev.baton.sim.Latency} drawn from them
 * is its median, or one as long as one in some thousands: where holders cannot be told, long latencies
 * make them hold on.
 */
final class Hold extends Seeded {
    /** How far from the end of the range: beyond, latencies are longer than any machine's. */
    private static final long RARE = 1_000;

    Hold(long seed) {
        super(seed);
    }

    @Override
    public int nextTask(List<? extends Task> ready) {
        int best = Integer.MAX_VALUE;
        int equallyGood = 0;
        int chosen = 0;
        for (int i = 0; i < ready.size(); i++) {
            int rank = rank(ready.get(i));
            equallyGood = rank < best ? 1 : rank == best ? equallyGood + 1 : equallyGood;
            if (rank < best || (rank == best && random.nextInt(equallyGood) == 0)) {
                chosen = i;
            }
            best = Math.min(best, rank);
        }
        return chosen;
    }

    private static int rank(Task task) {
        if (!(task instanceof Stepped step)) {
            return 0;
        }
        return step.takes() && step.holds() ? 2 : step.holds() ? 1 : 0;
    }

    @Override
    public long nextNumber(long bound) {
        return random.nextBoolean() ? bound / RARE : bound - 1;
    }
}
