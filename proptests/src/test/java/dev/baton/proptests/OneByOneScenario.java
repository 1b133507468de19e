package dev.baton.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.engine.Dispatcher;
import dev.baton.event.EventStream;
import dev.baton.explore.Deadlock;
import dev.baton.explore.Execution;
import dev.baton.explore.HoldScheduler;
import dev.baton.explore.OneByOne;
import dev.baton.explore.Search;
import dev.baton.explore.Shrinker;
import dev.baton.explore.Step;
import dev.baton.explore.Step.Release;
import dev.baton.explore.Step.Take;
import dev.baton.explore.Step.Work;
import dev.baton.explore.StepProgram;
import dev.baton.explore.StepProgram.JobSteps;
import dev.baton.law.Laws;
import dev.baton.sim.Scheduler;
import dev.baton.sim.SeededScheduler;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Why jobs submit their whole set: the same workloads, run with one buffer taken after the other,
 * deadlock. Shrinking is Baton's own: lists of jobs cannot be shortened where jobs form a ring.
 */
@Tag("S1")
class OneByOneScenario {
    private static final int BUFFERS = 6;
    private static final int SCHEDULES = 12;
    private static final int EXECUTIONS_MAX = 200;

    private static boolean shown;

    @Property(tries = 5, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void deadlocksOneByOneAndNeverOnTheEngine(@ForAll("workloads") List<StepProgram> workloads) {
        List<Deadlock> found = new ArrayList<>();
        for (StepProgram workload : workloads) {
            assertNeverDeadlocksOnTheEngine(workload);
            oneByOne().find(workload, EXECUTIONS_MAX).ifPresent(found::add);
        }
        assertThat(found).hasSizeGreaterThan(workloads.size() / 5);
        for (Deadlock deadlock : found) {
            assertShrinksToTheSmallest(deadlock);
        }
    }

    private static Search oneByOne() {
        return new Search(OneByOne::new, Budget.seed());
    }

    private static void assertNeverDeadlocksOnTheEngine(StepProgram workload) {
        List<Scheduler> schedulers =
                List.of(new HoldScheduler(Budget.seed()), new SeededScheduler(Budget.seed()));
        for (int i = 0; i < SCHEDULES; i++) {
            Laws laws = Laws.all();
            AllAtOnce engine = new AllAtOnce(new Dispatcher(new EventStream(() -> 0, laws)));
            assertThat(Execution.run(workload, engine, schedulers.get(i % 2))).isEmpty();
            laws.end();
            assertThat(laws.violations()).isEmpty();
        }
    }

    private static void assertShrinksToTheSmallest(Deadlock deadlock) {
        Search search = oneByOne();
        Deadlock smallest = new Shrinker(search).shrink(deadlock);

        assertThat(smallest.program().jobs()).as(smallest.report()).hasSize(2);
        assertThat(smallest.program().buffers()).hasSize(2);
        assertThat(smallest.program().jobs()).allMatch(job -> job.steps().size() == 2);
        assertThat(smallest.schedule().switches()).isEqualTo(1);
        assertThat(smallest.inWords())
                .matches("(job \\d) waits for buffer (\\w) held by (job \\d), which waits for"
                        + " buffer \\w held by \\1");
        if (!shown) {
            shown = true;
            System.out.println("One by one, " + deadlock.program().jobs().size() + " jobs on "
                    + deadlock.program().buffers().size() + " buffers deadlock; the smallest such"
                    + " program, after " + search.executions() + " executions:\n"
                    + smallest.report());
        }
    }

    @Provide
    Arbitrary<List<StepProgram>> workloads() {
        return program().list().ofSize(40);
    }

    private static Arbitrary<StepProgram> program() {
        return steps().list()
                .ofMinSize(2)
                .ofMaxSize(8)
                .map(jobs -> new StepProgram(IntStream.range(0, jobs.size())
                        .mapToObj(i -> new JobSteps("job " + (i + 1), jobs.get(i)))
                        .toList()));
    }

    /** Some buffers in any order, with work between; some are given back before the end. */
    private static Arbitrary<List<Step>> steps() {
        Arbitrary<String> buffer = Arbitraries.integers()
                .between(0, BUFFERS - 1)
                .map(number -> String.valueOf((char) ('A' + number)));
        Arbitrary<AccessMode> mode = Arbitraries.frequency(
                Tuple.of(3, AccessMode.EXCLUSIVE), Tuple.of(1, AccessMode.SHARED));
        Arbitrary<Step> take = Combinators.combine(buffer, mode).as(Take::new);
        Arbitrary<Step> work = Arbitraries.create(Work::new);
        Arbitrary<Step> release = buffer.map(Release::new);
        return Arbitraries.frequencyOf(Tuple.of(4, take), Tuple.of(4, work), Tuple.of(1, release))
                .list()
                .ofMinSize(1)
                .ofMaxSize(10);
    }
}
