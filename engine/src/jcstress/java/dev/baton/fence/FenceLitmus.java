package dev.baton.fence;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** What a signal publishes, and that each callback runs once or is refused. */
public class FenceLitmus {
    /** A pending fence, and what is written before its signal. */
    static class Pending {
        final FenceSource source = new FenceSource("litmus");
        final Fence fence = source.fence();
        int content;

        /** How often which callback has run; all run on the thread that signals. */
        final int[] ran = new int[3];

        final void signal() {
            content = 42;
            source.signal();
        }

        final Callback add(int number) {
            return fence.add(signaled -> ran[number]++);
        }
    }

    /** Who sees the signal sees what came before it. */
    @JCStressTest
    @Outcome(id = "-1", expect = ACCEPTABLE, desc = "pending")
    @Outcome(id = "42", expect = ACCEPTABLE, desc = "signaled")
    @Outcome(expect = FORBIDDEN, desc = "signaled before the contents are visible (M35)")
    @State
    public static class SignalPublishes extends Pending {
        @Actor
        public void end() {
            signal();
        }

        @Actor
        public void ask(I_Result r) {
            r.r1 = fence.isSignaled() ? content : -1;
        }
    }

    /** {@code action} is written plainly; the CAS on the fence's state publishes it. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "taken, and run")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "refused, and not run")
    @Outcome(expect = FORBIDDEN, desc = "taken and lost, or refused and run")
    @State
    public static class AddedAsItSignals extends Pending {
        @Actor
        public void end() {
            signal();
        }

        @Actor
        public void add(II_Result r) {
            r.r1 = add(0) == null ? 0 : 1;
        }

        @Arbiter
        public void look(II_Result r) {
            r.r2 = ran[0];
        }
    }

    /** {@code action} is taken by exchange. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "taken back, and not run")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "too late")
    @Outcome(expect = FORBIDDEN, desc = "both, or neither")
    @State
    public static class TakenBackAsItSignals extends Pending {
        final Callback callback = add(0);

        @Actor
        public void end() {
            signal();
        }

        @Actor
        public void takeBack(II_Result r) {
            r.r1 = callback.remove() ? 1 : 0;
        }

        @Arbiter
        public void look(II_Result r) {
            r.r2 = ran[0];
        }
    }

    /** {@code next} is opaque: whatever value is seen leads on to all that are live. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both that were left have run")
    @Outcome(expect = FORBIDDEN, desc = "a live callback was dropped, or one ran twice")
    @State
    public static class SweptAsItSignals extends Pending {
        final Callback oldest = add(0);
        final Callback between = add(1);
        final Callback newest = add(2);

        @Actor
        public void sweepAndEnd() {
            newest.dropRemoved();
            signal();
        }

        @Actor
        public void takeBackAndSweep() {
            between.remove();
            newest.dropRemoved();
        }

        @Arbiter
        public void look(II_Result r) {
            r.r1 = ran[0];
            r.r2 = ran[2];
        }
    }
}
