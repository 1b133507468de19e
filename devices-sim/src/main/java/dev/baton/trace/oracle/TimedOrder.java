package dev.baton.trace.oracle;

import java.util.BitSet;
import java.util.List;

/**
 * Whether jobs ran in the order that the rules ask for, in the recording and on Baton: where two
 * conflict over a buffer, or are of one thread, the later must not begin before the earlier is done.
 * Orders are compared, never times.
 *
 * <p>The recording's bound for that is {@code done_us}. A job takes that time when its work is over
 * and signals after it, so its fence signals between {@code done_us} and {@code fence_us}, and who
 * waits for it may rightly begin in between. Who begins before {@code done_us} began before the work
 * was over, whatever signaled.
 */
final class TimedOrder {
    /** Told of each pair that is out of order. */
    interface Violation {
        void found(long line, String expected, String got);
    }

    private final List<TimedJob> jobs;
    private final TimedRun baton;
    private final Violation violation;

    private TimedOrder(TimedScenario scenario, Violation violation) {
        this.jobs = scenario.jobs();
        this.baton = TimedRun.of(scenario);
        this.violation = violation;
    }

    /** How many pairs the rules order. */
    static long check(TimedScenario scenario, Violation violation) {
        TimedOrder order = new TimedOrder(scenario, violation);
        long pairs = 0;
        for (int later = 0; later < order.jobs.size(); later++) {
            order.checkEnd(later);
            pairs += order.checkBehindOthers(later);
        }
        return pairs;
    }

    private void checkEnd(int index) {
        if (baton.doneMicros(index) == TimedRun.NEVER) {
            TimedJob job = jobs.get(index);
            violation.found(job.line(), "j" + job.number() + " ends", "on Baton it never ended");
        }
    }

    private long checkBehindOthers(int later) {
        TimedJob job = jobs.get(later);
        BitSet used = job.buffers(false);
        BitSet written = job.buffers(true);
        long pairs = 0;
        for (int earlier = 0; earlier < later; earlier++) {
            TimedJob before = jobs.get(earlier);
            if (before.deviceQueue() == job.deviceQueue()
                    || before.buffers(true).intersects(used)
                    || before.buffers(false).intersects(written)) {
                pairs++;
                check(earlier, later);
            }
        }
        return pairs;
    }

    private void check(int earlier, int later) {
        TimedJob before = jobs.get(earlier);
        TimedJob job = jobs.get(later);
        if (job.startMicros() < before.doneMicros()) {
            report(before, job, "recorded", job.startMicros(), before.doneMicros());
        } else if (baton.startMicros(later) < baton.doneMicros(earlier)) {
            report(before, job, "on Baton", baton.startMicros(later), baton.doneMicros(earlier));
        }
    }

    private void report(TimedJob before, TimedJob job, String where, long start, long done) {
        violation.found(
                job.line(),
                "j" + job.number() + " begins when j" + before.number() + " is done",
                where + " at " + start + " us, before " + done + " us");
    }
}
