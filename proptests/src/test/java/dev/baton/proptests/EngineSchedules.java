package dev.baton.proptests;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.baton.engine.AccessSet;
import dev.baton.engine.SyncQueue;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Model checking of submit, release of all and of one access, downgrade, cancel, acquire and close on
 * a few shapes, sequentially consistent, with the check for obstruction freedom (S21), which close
 * does not promise: two or three threads, switches chosen by Lincheck.
 *
 * <p>Results are not compared with those of a sequential run: one release grants several jobs one
 * after the other, and others may look in between. What must hold is asked at the end instead.
 */
@Tag("S1")
@Tag("S21")
@OnOneJdk
class EngineSchedules {
    /** For each shape, one for each second of the budget. */
    private static final int SCENARIOS =
            (int) Math.max(1, Budget.ofOneCampaign().toSeconds());

    private static final int SCHEDULES_PER_SCENARIO = 30;

    /** Where each takes many more steps. */
    private static final int SCHEDULES_OF_LONG_ONES = 15;

    /** Who helps spins 64 times before; by default that is taken for waiting. */
    private static final int LOOP_BOUND = 100;

    /** What no other thread can change, and is much of what a submission does. */
    private static final String[] IMMUTABLE = {
        "dev.baton.engine.AccessSet",
        "dev.baton.engine.AccessSet$Builder",
        "dev.baton.engine.Access"
    };

    @Test
    void setsThatOverlapInTwoQueues() {
        check(Overlapping.class, 2);
    }

    @Test
    void ringOfThreeQueues() {
        check(Ring.class, 3);
    }

    @Test
    void readersAndWritersOfOneQueue() {
        check(ReadersAndWriters.class, 3);
    }

    @Test
    @Tag("S5")
    void accessesEndOneByOne() {
        check(OneByOne.class, 2, SCHEDULES_OF_LONG_ONES);
    }

    @Test
    void whoAcquiresMeetsWhoSubmits() {
        check(Acquiring.class, 2, SCHEDULES_OF_LONG_ONES);
    }

    @Test
    @Tag("S17")
    void closingRacesWithSubmit() {
        check(Closing.class, 2, SCHEDULES_OF_LONG_ONES);
    }

    private static void check(Class<?> shape, int threads) {
        check(shape, threads, SCHEDULES_PER_SCENARIO);
    }

    private static void check(Class<?> shape, int threads, int schedules) {
        new ModelCheckingOptions()
                .iterations(SCENARIOS)
                .invocationsPerIteration(schedules)
                .threads(threads)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(0)
                .loopBound(LOOP_BOUND)
                .loopIterationsBeforeThreadSwitch(LOOP_BOUND)
                .checkObstructionFreedom(shape != Closing.class)
                .addGuarantee(forClasses(IMMUTABLE).allMethods().ignore())
                .verifier(EpsilonVerifier.class)
                .check(shape);
    }

    /** Two queues; who wants both meets who wants one. */
    public static class Overlapping extends ScheduledBench {
        private final SyncQueue a = queue(0);
        private final SyncQueue b = queue(1);

        @Operation
        public void both() {
            submit(AccessSet.exclusive(a, b));
        }

        @Operation
        public void second() {
            submit(AccessSet.exclusive(b));
        }

        @Operation
        public void readBoth() {
            submit(AccessSet.shared(a, b));
        }

        @Operation
        public boolean end() {
            return endOldest();
        }

        @Validate
        public void everythingEnds() {
            assertEverythingEnds();
        }
    }

    /** Three queues and three pairs of them: with one queue after the other, this deadlocks. */
    public static class Ring extends ScheduledBench {
        private final SyncQueue a = queue(0);
        private final SyncQueue b = queue(1);
        private final SyncQueue c = queue(2);

        @Operation
        public void first() {
            submit(AccessSet.exclusive(a, b));
        }

        @Operation
        public void second() {
            submit(AccessSet.exclusive(b, c));
        }

        @Operation
        public void third() {
            submit(AccessSet.exclusive(c, a));
        }

        @Operation
        public boolean end() {
            return endOldest();
        }

        @Validate
        public void everythingEnds() {
            assertEverythingEnds();
        }
    }

    /** One queue in both modes. */
    public static class ReadersAndWriters extends ScheduledBench {
        private final SyncQueue queue = queue(0);

        @Operation
        public void read() {
            submit(AccessSet.shared(queue));
        }

        @Operation
        public void write() {
            submit(AccessSet.exclusive(queue));
        }

        @Operation
        public boolean end() {
            return endOldest();
        }

        @Validate
        public void everythingEnds() {
            assertEverythingEnds();
        }
    }

    /** Two queues of which a job gives back one after the other, the written one by way of a read. */
    public static class OneByOne extends ScheduledBench {
        private final SyncQueue a = queue(0);
        private final SyncQueue b = queue(1);

        @Operation
        public void both() {
            submit(AccessSet.exclusive(a, b));
        }

        @Operation
        public void read() {
            submit(AccessSet.shared(a));
        }

        @Operation
        public boolean endByParts() {
            return endOldestByParts();
        }

        @Validate
        public void everythingEnds() {
            assertEverythingEnds();
        }
    }

    /** Who asks for both now or never, beside who takes places. */
    public static class Acquiring extends ScheduledBench {
        private final SyncQueue a = queue(0);
        private final SyncQueue b = queue(1);

        @Operation
        public boolean acquireBoth() throws InterruptedException {
            return acquire(AccessSet.exclusive(a, b));
        }

        @Operation
        public void second() {
            submit(AccessSet.exclusive(b));
        }

        @Operation
        public boolean end() {
            return endOldest();
        }

        @Validate
        public void everythingEnds() {
            assertEverythingEnds();
        }
    }

    /** Nothing is left of a closed dispatcher, whoever submits or releases meanwhile. */
    public static class Closing extends ScheduledBench {
        private final SyncQueue a = queue(0);
        private final SyncQueue b = queue(1);

        @Operation
        public void both() {
            submit(AccessSet.exclusive(a, b));
        }

        @Operation
        public boolean end() {
            return endOldest();
        }

        @Operation
        public void closeAll() {
            close();
        }

        @Validate
        public void everythingEnds() {
            assertEverythingEnds();
        }
    }
}
