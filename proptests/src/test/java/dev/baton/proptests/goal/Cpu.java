package dev.baton.proptests.goal;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The time that this thread has run: what others do on the machine meanwhile counts little. */
final class Cpu {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 5;

    private Cpu() {}

    static double seconds() {
        return THREADS.getCurrentThreadCpuTime() / 1e9;
    }

    /** How often a second, the worst and the best of some rounds, after as long a time to warm up. */
    static double[] rates(Duration budget, LongSupplier counted) {
        double half = budget.toMillis() / 2e3;
        rate(half, counted);
        double worst = Double.MAX_VALUE;
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            double rate = rate(half / ROUNDS, counted);
            best = Math.max(best, rate);
            worst = Math.min(worst, rate);
        }
        return new double[] {worst, best};
    }

    private static double rate(double lasting, LongSupplier counted) {
        double begin = seconds();
        long deadlineNanos = System.nanoTime() + (long) (2e9 * lasting);
        long count = 0;
        do {
            count += counted.getAsLong();
        } while (seconds() - begin < lasting && System.nanoTime() < deadlineNanos);
        return count / (seconds() - begin);
    }
}
