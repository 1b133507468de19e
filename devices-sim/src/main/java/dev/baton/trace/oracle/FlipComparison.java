package dev.baton.trace.oracle;

import dev.baton.fence.FenceStatus;
import dev.baton.trace.oracle.FlipRun.Shown;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Whether flips came when the rule says, in the recording and on Baton. A recorded flip may come
 * later, as a machine has latencies; one of Baton may not. None may come earlier.
 */
final class FlipComparison {
    /** Told of each frame that is not as it should be. */
    interface Violation {
        void found(long line, String expected, String got);
    }

    private FlipComparison() {}

    static Report.Flips check(FlipScenario scenario, Violation violation) {
        List<Shown> shown = FlipRun.of(scenario);
        Report.Flips flips = Report.Flips.NONE;
        for (int i = 0; i < shown.size(); i++) {
            FlipFrame frame = scenario.frames().get(i);
            long sequence = shown.get(i).sequence;
            boolean early = sequence != Shown.NEVER && sequence < frame.ruled();
            flips = flips.plus(new Report.Flips(
                    1,
                    early ? 1 : 0,
                    sequence == frame.ruled() ? 1 : 0,
                    frame.flip().sequence() == frame.ruled() ? 1 : 0));
            String[] found = difference(frame, shown.get(i), scenario.periodNanos());
            if (found != null) {
                violation.found(frame.line(), found[0], found[1]);
            }
        }
        return flips;
    }

    /** What was expected and what was found; null if all is well. */
    private static String @Nullable [] difference(FlipFrame frame, Shown baton, long periodNanos) {
        String rule = "flip_seq " + frame.ruled();
        if (frame.answer() != baton.answer) {
            return pair("ret " + frame.answer(), "ret " + baton.answer);
        }
        FlipFrame.Second second = frame.second();
        if (second != null && second.answer() != baton.secondAnswer) {
            return pair("second_commit " + second.answer(), "second_commit " + baton.secondAnswer);
        }
        if (baton.sequence != frame.ruled()) {
            return pair(
                    rule, baton.sequence == Shown.NEVER ? "no flip" : "flip_seq " + baton.sequence);
        }
        if (frame.flip().sequence() < frame.ruled()) {
            return pair("flip_seq " + frame.flip().sequence(), rule + ", or later");
        }
        if (frame.outMicros() != frame.flip().micros()) {
            return pair("out_us " + frame.outMicros(), "out_us " + frame.flip().micros());
        }
        long due = frame.flipMicros(periodNanos);
        if (Math.abs(frame.flip().micros() - due) * 2_000 > periodNanos) {
            return pair("flip_us " + frame.flip().micros(), "flip_us " + due + " or so");
        }
        return outFence(frame, baton);
    }

    private static String @Nullable [] outFence(FlipFrame frame, Shown baton) {
        boolean same = baton.outFence != null
                && baton.outFence.status() == FenceStatus.SIGNALED
                && baton.outFence.latchedNanos() == baton.nanos;
        return same
                ? null
                : pair("an out-fence of the flip's time", String.valueOf(baton.outFence));
    }

    private static String[] pair(String expected, String got) {
        return new String[] {expected, got};
    }
}
