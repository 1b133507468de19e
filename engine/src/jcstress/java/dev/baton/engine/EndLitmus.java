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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Ends that race with those who ask for them, come too late for them, or close everything. */
public class EndLitmus {
    /** The stage of an end, made while the job ends: {@code ended} against {@code state}. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "told")
    @Outcome(id = "0", expect = FORBIDDEN, desc = "who asked is never told")
    @State
    public static class WhoAsksIsTold extends LitmusBench {
        final Job owner = own(write);
        CompletionStage<Ending> stage;

        @Actor
        public void end() {
            owner.release();
        }

        @Actor
        public void ask() {
            stage = owner.whenEnded();
        }

        @Arbiter
        public void look(I_Result r) {
            r.r1 = stage.toCompletableFuture().isDone() ? 1 : 0;
        }
    }

    /** {@code told} is plain: a client that was told of a buffer is fenced off if others end it. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "ended before it was told")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "ended as it was about to be told")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "told, and fenced off")
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "told, and its buffer handed on under it")
    @State
    public static class WhoIsToldIsFencedOff extends LitmusBench implements EagerClient {
        final Job owner = own(write);
        final SyncQueue other = new SyncQueue("other");
        final Job kept = own(AccessSet.exclusive(other));
        final Job eager = dispatcher.submit(AccessSet.exclusive(queue, other), this);
        int told;
        int fencedOff;

        @Override
        public void onAvailable(Job job, SyncQueue available) {
            told++;
        }

        @Override
        public void granted(Job job) {}

        @Override
        public void fenceOff(Job job) {
            fencedOff++;
        }

        @Actor
        public void makeAvailable() {
            owner.release();
        }

        @Actor
        public void close() {
            eager.endWaiting(End.CLIENT_CLOSED);
        }

        @Arbiter
        public void look(II_Result r) {
            r.r1 = told;
            r.r2 = fencedOff;
        }
    }

    /** The hint of a deadline is opaque: it never rises, whoever looks, and the earliest stays. */
    @JCStressTest
    @Outcome(id = "0, 3", expect = ACCEPTABLE, desc = "the earliest")
    @Outcome(id = "1, 3", expect = FORBIDDEN, desc = "seen to rise")
    @Outcome(expect = FORBIDDEN, desc = "a hint was lost")
    @State
    public static class DeadlineOnlyFalls extends LitmusBench {
        final Particulars hinted = new Particulars(JobOptions.DEFAULT, null, 0, null, List.of());
        final Particulars same = hinted; // the compiler is not to know that the two reads are one

        @Actor
        public void hint() {
            hinted.hint(5);
            hinted.hint(3);
        }

        @Actor
        public void hintAndLook(II_Result r) {
            hinted.hint(4);
            long before = hinted.deadlineNanos();
            r.r1 = same.deadlineNanos() > before ? 1 : 0;
        }

        @Arbiter
        public void lookAtLast(II_Result r) {
            r.r2 = (int) hinted.deadlineNanos();
        }
    }

    /** A closing finds the place of a job, or the job's submitter sees the closing. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "refused")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "ended by either")
    @Outcome(id = "2", expect = FORBIDDEN, desc = "accepted by who is closed, and waits")
    @State
    public static class ClosingOfWhoSubmits extends LitmusBench {
        final Job owner = own(write);
        final Client closed = new Keeping();
        Job late;

        @Actor
        public void submit() {
            try {
                late = dispatcher.submit(write, closed);
            } catch (RefusedException refused) {
                late = null;
            }
        }

        @Actor
        public void close() {
            dispatcher.close(closed, Duration.ZERO);
        }

        @Arbiter
        public void look(I_Result r) {
            r.r1 = late == null ? 0 : late.isOver() ? 1 : 2;
        }
    }

    /** The same of a whole dispatcher, from which the one before is taken, too. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "refused")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "ended by either")
    @Outcome(expect = FORBIDDEN, desc = "something is left of a closed dispatcher")
    @State
    public static class ClosingOfAll extends LitmusBench {
        final Job owner = own(write);
        Job late;

        @Actor
        public void submit() {
            try {
                late = own(write);
            } catch (RefusedException refused) {
                late = null;
            }
        }

        @Actor
        public void close() {
            dispatcher.close(Duration.ZERO);
        }

        @Arbiter
        public void look(II_Result r) {
            r.r1 = late == null ? 0 : late.isOver() ? 1 : 2;
            r.r2 = owner.isOver() ? 1 : 0;
        }
    }
}
