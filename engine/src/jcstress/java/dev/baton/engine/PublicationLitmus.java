package dev.baton.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** What is written plainly and published by one word: who reads that word sees it. */
public class PublicationLitmus {
    /** {@code bits} and {@code prev} are plain until the CAS of the tail, which is read by acquire. */
    @JCStressTest
    @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not placed yet")
    @Outcome(id = "4, 1", expect = ACCEPTABLE, desc = "placed: shared, with a place ahead")
    @Outcome(expect = FORBIDDEN, desc = "an entry before what it begins with (M28)")
    @State
    public static class EntryAtTheTail extends LitmusBench {
        final Job ahead = own(write);

        @Actor
        public void submit() {
            own(read);
        }

        @Actor
        public void comeBehind(II_Result r) {
            boolean placed = queue.tailAcquire() instanceof Entry;
            r.r1 = placed ? ((Entry) queue.tailAcquire()).bits() : NOBODY;
            r.r2 = placed ? ((Entry) queue.tailAcquire()).prev() == null ? 0 : 1 : NOBODY;
        }
    }

    /** The attachment is plain for ever: written before the tail's CAS, dropped after the end. */
    @JCStressTest
    @Outcome(id = "-1", expect = ACCEPTABLE, desc = "not placed yet")
    @Outcome(id = "42", expect = ACCEPTABLE, desc = "as it was submitted")
    @Outcome(id = "-2", expect = ACCEPTABLE, desc = "dropped, as the job is over")
    @Outcome(expect = FORBIDDEN, desc = "a job before what it was made of")
    @State
    public static class WorkOfTheJobAtTheTail extends LitmusBench {
        @Actor
        public void submitAndRelease() {
            submitWithWork(write, new Keeping()).release();
        }

        @Actor
        public void find(I_Result r) {
            Place tail = queue.tailAcquire();
            Object work = tail == null ? null : tail.job().attachment();
            r.r1 = tail == null ? NOBODY : work == null ? -2 : ((Work) work).number;
        }
    }

    /** {@code helped[i]} is plain, {@code placed} released and acquired. */
    @JCStressTest
    @Outcome(id = "-1", expect = ACCEPTABLE, desc = "not helped yet")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "adopted")
    @Outcome(expect = FORBIDDEN, desc = "placed by a helper, and nobody knows how")
    @State
    public static class PlaceAdopted extends LitmusBench {
        final Job job = new Job(
                dispatcher,
                AccessSet.exclusive(queue, new SyncQueue("other")),
                new Keeping(),
                null,
                null,
                2);

        public PlaceAdopted() {
            job.helped = new Place[2];
        }

        @Actor
        public void help() {
            job.helped[1] = job;
            job.setPlaced();
        }

        @Actor
        public void adopt(I_Result r) {
            r.r1 = job.isPlaced() ? job.helped[1] == null ? 0 : 1 : NOBODY;
        }
    }

    /** {@code set} is released to null after DONE, and acquired. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "before the end")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "over in between, or not let go yet")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "over, and has let go")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "no set, and not over")
    @State
    public static class SetOfAnEndedJob extends LitmusBench {
        final Job owner = own(write);

        @Actor
        public void end() {
            owner.release();
        }

        @Actor
        public void ask(II_Result r) {
            r.r1 = owner.setAcquire() == null ? 0 : 1;
            r.r2 = owner.isOver() ? 1 : 0;
        }
    }

    /** {@code prev} is released to null after ALL_OVER, and acquired. */
    @JCStressTest
    @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "something ahead")
    @Outcome(id = "1, 42", expect = ACCEPTABLE, desc = "nothing ahead, and all of it is seen")
    @Outcome(expect = FORBIDDEN, desc = "nothing ahead, and the one ahead not over")
    @State
    public static class NothingAhead extends LitmusBench {
        final Job owner = own(write);
        final Job behind = own(write);
        final Entry entry = (Entry) queue.tailAcquire();

        @Actor
        public void end() {
            fill();
            owner.release();
        }

        @Actor
        public void look(II_Result r) {
            boolean nothingAhead = entry.prev() == null;
            r.r1 = nothingAhead ? owner.isOver() ? 1 : 0 : NOBODY;
            r.r2 = nothingAhead ? content : NOBODY;
        }
    }

    /** {@code home} is set by CAS, once, and acquired. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the first one's")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the other's")
    @Outcome(expect = FORBIDDEN, desc = "of both, or of nobody")
    @State
    public static class QueueOfOneDispatcher extends LitmusBench {
        @Actor
        public void first(II_Result r) {
            r.r1 = accepts(dispatcher);
        }

        @Actor
        public void other(II_Result r) {
            r.r2 = accepts(new Dispatcher());
        }

        private int accepts(Dispatcher asked) {
            try {
                asked.submit(read, new Keeping());
                return 1;
            } catch (RefusedException refused) {
                return 0;
            }
        }
    }

    /**
     * Client and attachment are dropped plainly. Whoever read them and then wins the end read them
     * before: the step that wins comes before the one that drops.
     */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "won, and knows whom to tell")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "lost")
    @Outcome(id = "0, 0", expect = ACCEPTABLE_INTERESTING, desc = "lost, and has seen that")
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "won, and does not know whom to tell")
    @State
    public static class ClientOfWhoWins extends LitmusBench {
        final Job owner = own(write);

        @Actor
        public void end() {
            owner.release();
        }

        @Actor
        public void endToo(II_Result r) {
            Client client = owner.client();
            r.r1 = owner.tryEndGranted(End.COMPLETED, null) ? 1 : 0;
            r.r2 = client == null ? 0 : 1;
        }
    }
}
