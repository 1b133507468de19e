package dev.baton.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Buffers are handed on with all that is in them, and nobody waits for ever: who comes behind and
 * who ends are a Dekker pair, and one of them grants.
 */
public class HandOnLitmus {
    /** Behind a job without an entry: {@code entries} against {@code state}. */
    @JCStressTest
    @Outcome(id = "42, 42", expect = ACCEPTABLE, desc = "granted, and sees it all")
    @Outcome(id = "-1, -1", expect = FORBIDDEN, desc = "nobody granted it")
    @Outcome(expect = FORBIDDEN, desc = "granted before what was written is seen (M35)")
    @State
    public static class BehindAJob extends LitmusBench {
        final Job owner = own(write);
        final Looking next = new Looking();

        @Actor
        public void end() {
            fill();
            owner.release();
        }

        @Actor
        public void comeBehind() {
            submitWithWork(write, next);
        }

        @Arbiter
        public void look(II_Result r) {
            r.r1 = next.seen;
            r.r2 = next.work;
        }
    }

    /** Behind an entry: its {@code next} against the job's {@code state}. */
    @JCStressTest
    @Outcome(id = "42", expect = ACCEPTABLE, desc = "granted, and sees it all")
    @Outcome(id = "-1", expect = FORBIDDEN, desc = "nobody granted it")
    @Outcome(expect = FORBIDDEN, desc = "granted before what was written is seen (M35)")
    @State
    public static class BehindAnEntry extends LitmusBench {
        final Job first = own(write);
        final Job owner = own(write);
        final Looking next = new Looking();

        public BehindAnEntry() {
            first.release();
        }

        @Actor
        public void end() {
            fill();
            owner.release();
        }

        @Actor
        public void comeBehind() {
            dispatcher.submit(write, next);
        }

        @Arbiter
        public void look(I_Result r) {
            r.r1 = next.seen;
        }
    }

    /** Behind an access that ends by itself: {@code next} against {@code bits}. */
    @JCStressTest
    @Outcome(id = "42", expect = ACCEPTABLE, desc = "granted, and sees it all")
    @Outcome(id = "-1", expect = FORBIDDEN, desc = "nobody granted it")
    @Outcome(expect = FORBIDDEN, desc = "granted before what was written is seen (M35)")
    @State
    public static class BehindAnAccess extends LitmusBench {
        final Job owner = own(AccessSet.exclusive(queue, new SyncQueue("kept")));
        final Looking next = new Looking();

        @Actor
        public void endOne() {
            fill();
            owner.release(queue);
        }

        @Actor
        public void comeBehind() {
            dispatcher.submit(write, next);
        }

        @Arbiter
        public void look(I_Result r) {
            r.r1 = next.seen;
        }
    }

    /** A reader behind a writer that becomes one: {@code next} against {@code bits}. */
    @JCStressTest
    @Outcome(id = "42", expect = ACCEPTABLE, desc = "granted, and sees it all")
    @Outcome(id = "-1", expect = FORBIDDEN, desc = "nobody granted it")
    @Outcome(expect = FORBIDDEN, desc = "granted before what was written is seen (M35)")
    @State
    public static class BehindADowngrade extends LitmusBench {
        final Job owner = own(write);
        final Looking next = new Looking();

        @Actor
        public void downgrade() {
            fill();
            owner.downgrade(queue);
        }

        @Actor
        public void comeBehind() {
            dispatcher.submit(read, next);
        }

        @Arbiter
        public void look(I_Result r) {
            r.r1 = next.seen;
        }
    }

    /** Two readers of what a writer has written: one waits, the other comes as it ends. */
    @JCStressTest
    @Outcome(id = "42, 42", expect = ACCEPTABLE, desc = "both granted, both see it all")
    @Outcome(expect = FORBIDDEN, desc = "one is not granted, or does not see it (M04, M35)")
    @State
    public static class ToReaders extends LitmusBench {
        final Job owner = own(write);
        final Looking one = new Looking();
        final Looking other = new Looking();
        final Job waiting = dispatcher.submit(read, one);

        @Actor
        public void end() {
            fill();
            owner.release();
        }

        @Actor
        public void comeBehind() {
            dispatcher.submit(read, other);
        }

        @Arbiter
        public void look(II_Result r) {
            r.r1 = one.seen;
            r.r2 = other.seen;
        }
    }

    /** The one between is withdrawn: it steps aside as it is granted. */
    @JCStressTest
    @Outcome(id = "-1, 42", expect = ACCEPTABLE, desc = "cancelled before its grant")
    @Outcome(id = "42, 42", expect = ACCEPTABLE, desc = "granted before it was cancelled")
    @Outcome(id = "42, -1", expect = FORBIDDEN, desc = "nobody granted the last")
    @Outcome(id = "-1, -1", expect = FORBIDDEN, desc = "nobody granted the last")
    @Outcome(expect = FORBIDDEN, desc = "granted before what was written is seen")
    @State
    public static class CancelBetween extends LitmusBench {
        final Job owner = own(write);
        final Looking between = new Looking();
        final Looking last = new Looking();
        final Job withdrawn = dispatcher.submit(write, between);

        @Actor
        public void end() {
            fill();
            owner.release();
        }

        @Actor
        public void cancelAndComeBehind() {
            withdrawn.cancel();
            dispatcher.submit(write, last);
        }

        @Arbiter
        public void look(II_Result r) {
            r.r1 = between.seen;
            r.r2 = last.seen;
        }
    }

    /** {@code poisonSeen} is plain: the next writer sees it, and so clears the buffer (S15). */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "sees the poison, and clears it")
    @Outcome(id = "-1, 1", expect = FORBIDDEN, desc = "nobody granted it")
    @Outcome(expect = FORBIDDEN, desc = "does not see that its buffer is poisoned")
    @State
    public static class Poisoned extends LitmusBench {
        private static final Throwable LOST = new IllegalStateException("the device was lost");

        final Job owner = own(write);
        int seen = NOBODY;

        @Actor
        public void fail() {
            owner.fail(LOST);
        }

        @Actor
        public void comeBehind() {
            dispatcher.submit(write, job -> {
                seen = job.poison() == LOST ? 1 : 0;
                job.release();
            });
        }

        @Arbiter
        public void look(II_Result r) {
            r.r1 = seen;
            r.r2 = queue.poison() == null ? 0 : 1;
        }
    }
}
