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

    /** How often a second, the best and the worst of some rounds; one more was to warm up. */
    static double[] rates(Duration budget, LongSupplier counted) {
        double roundSeconds = budget.toMillis() / 1e3 / (ROUNDS + 1);
        double worst = Double.MAX_VALUE;
        double best = 0;
        for (int round = 0; round <= ROUNDS; round++) {
            double begin = seconds();
            long deadlineNanos = System.nanoTime() + (long) (2e9 * roundSeconds);
            long count = 0;
            do {
                count += counted.getAsLong();
            } while (seconds() - begin < roundSeconds && System.nanoTime() < deadlineNanos);
            double rate = count / (seconds() - begin);
            best = round == 0 ? best : Math.max(best, rate);
            worst = round == 0 ? worst : Math.min(worst, rate);
        }
        return new double[] {worst, best};
    }
}
