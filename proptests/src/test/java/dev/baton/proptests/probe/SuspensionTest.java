package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Job;
import dev.baton.proptests.Budget;
import dev.baton.proptests.OnOneJdk;
import dev.baton.proptests.probe.Stops.Fate;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Threads that are stopped for ever, or die, at any shared access they make (S21). All others
 * complete their operations within a bounded number of accesses of their own; every job ends that
 * is not behind one that a stopped thread was at; and closing the clients ends the rest (S17),
 * after which every queue is free. A thread that wakes after that breaks nothing.
 *
 * <p><b>Limits.</b> A thread stopped inside the observer, or on its way out, delays the end of the
 * job it tells of, and close does not end that: the observer must hear of an end before it takes
 * effect. What a thread that dies in there was to tell is lost, so no law is judged then. A job
 * whose accesses have all ended one by one stands in no queue, where close would find it: if its
 * thread is stopped before the job ends as well, it stays without an outcome, in nobody's way. A
 * stage that was asked for before is not completed if the thread that ended the job is stopped
 * before it does so.
 */
@ExtendWith(Probed.class)
@Tag("S17")
@Tag("S21")
@OnOneJdk
class SuspensionTest {
    /** Where jobs take their places, own and end. */
    private static final Set<String> CORE = Set.of(
            "AccessBits",
            "Belonging",
            "Conclusion",
            "Entry",
            "Job",
            "Lifecycle",
            "Placement",
            "Standing",
            "Submission",
            "SyncQueue",
            "Telling",
            "Tenure");

    /** What a thread frozen at its every access leaves to the drawn runs and to other tests. */
    private static final int NEVER_MAX = 16;

    private static final int TESTS = 7;

    private static int ran;

    /** Of two or three stopped threads, so many per second of the budget. */
    private static final int RUNS_PER_SECOND = 1_000;

    @AfterEach
    void count() {
        ran++;
    }

    /** Together the tests leave out few shared accesses of the core. */
    @AfterAll
    static void aThreadWasStoppedAtEachAccessOfTheCore() throws ClassNotFoundException {
        List<String> all = coreSites();
        Set<String> stoppedAt = ProbingLoader.stoppedAt();
        List<String> never =
                all.stream().filter(site -> !stoppedAt.contains(site)).toList();
        System.out.printf(
                Locale.ROOT,
                "Stopped at %d of the %d places in the core that access shared memory%n",
                all.size() - never.size(),
                all.size());
        if (ran == TESTS) { // and not one by itself
            assertThat(never).hasSizeLessThanOrEqualTo(NEVER_MAX);
        }
    }

    private static List<String> coreSites() throws ClassNotFoundException {
        ProbingLoader core = new ProbingLoader(SuspensionTest.class.getClassLoader());
        for (String name : CORE) {
            Class.forName("dev.baton.engine." + name, false, core);
        }
        return core.sites().stream()
                .filter(site -> CORE.contains(site.substring(0, site.indexOf('.'))))
                .toList();
    }

    @Test
    void threadFrozenAnywhereStopsNobody() {
        everywhere(Fate.FROZEN);
    }

    @Test
    void threadThatWakesAfterTheCloseBreaksNothing() {
        everywhere(Fate.WOKEN_AFTER_THE_CLOSE);
    }

    @Test
    void threadKilledAnywhereLeavesNoGap() {
        everywhere(Fate.KILLED);
    }

    /** But for the grants that the stopped thread has counted and not told. */
    @Test
    void closePassesOnBehindWhatAStoppedThreadHasReleased() {
        AtomicInteger passedOn = new AtomicInteger();
        Bench.frozenAtEveryAccess(() -> new Bench() {
            final Client leaving = job -> {};
            final Job owner = submit(AccessSet.exclusive(a, b), leaving);
            final Job waiting = submit(AccessSet.shared(b, c), keeper);

            @Override
            public List<Runnable> threads() {
                return List.of(owner::release);
            }

            @Override
            public void afterwards() {
                if (owner.outcome() != null && !waiting.isGranted()) {
                    dispatcher.close(leaving, Duration.ZERO);
                    passedOn.addAndGet(waiting.isGranted() ? 1 : 0);
                }
            }
        });
        assertThat(passedOn.get()).isGreaterThan(10);
    }

    /** Of what S21 promises, every pair of writes; the other pairs are drawn below. */
    @Test
    void twoThreadsFrozenAnywhereInSubmitReleaseAndCancelStopNobody() {
        List<Operation> promised = List.of(Operation.SUBMIT, Operation.RELEASE, Operation.CANCEL);
        int runs = 0;
        for (Operation one : promised) {
            for (Operation other : promised) {
                runs += new Stops(List.of(one, other), Fate.FROZEN, false).atEveryWrite();
            }
        }
        System.out.printf(Locale.ROOT, "Two threads frozen: all %,d pairs of writes%n", runs);
        assertThat(runs).isGreaterThan(500);
    }

    @Test
    void twoStoppedThreadsStopNobody() {
        List<List<Operation>> pairs = Stream.of(Operation.values())
                .flatMap(one -> Stream.of(Operation.values()).map(other -> List.of(one, other)))
                .toList();
        stop("Two", pairs);
    }

    @Test
    void threeStoppedThreadsStopNobody() {
        Random random = new Random(Budget.seed());
        List<Operation> submitReleaseCancel =
                List.of(Operation.SUBMIT, Operation.RELEASE, Operation.CANCEL);
        List<List<Operation>> triples = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            List<Operation> drawn =
                    new ArrayList<>(i % 2 == 0 ? submitReleaseCancel : List.of(Operation.values()));
            Collections.shuffle(drawn, random);
            triples.add(List.copyOf(drawn.subList(0, 3)));
        }
        stop("Three", triples);
    }

    private static void everywhere(Fate fate) {
        for (Operation operation : Operation.values()) {
            for (boolean observed : new boolean[] {false, true}) {
                int runs = new Stops(List.of(operation), fate, observed).everywhere();
                assertThat(runs).as("accesses of %s", operation).isGreaterThan(3);
            }
        }
    }

    private static void stop(String howMany, List<List<Operation>> choices) {
        SplittableRandom random = new SplittableRandom(Budget.seed());
        long runs = Math.max(1, Budget.ofOneCampaign().toSeconds()) * RUNS_PER_SECOND;
        int kinds = Fate.values().length * 2;
        int each = (int) Math.max(1, runs / kinds / choices.size());
        for (List<Operation> operations : choices) {
            for (Fate fate : Fate.values()) {
                new Stops(operations, fate, false).anywhere(each, random);
                new Stops(operations, fate, true).anywhere(each, random);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s threads stopped: %,d runs, -Dbaton.seed=%d%n",
                howMany,
                (long) each * kinds * choices.size(),
                Budget.seed());
    }
}
