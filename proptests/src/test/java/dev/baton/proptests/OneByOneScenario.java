package dev.baton.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.explore.Exploration;
import dev.baton.explore.Exploration.Result;
import dev.baton.explore.Found;
import dev.baton.explore.Workload.Size;
import dev.baton.explore.step.JobBuilder;
import dev.baton.explore.step.StepProgram;

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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Why jobs submit their whole set: the same workloads, run with one buffer taken after the other,
 * deadlock. Shrinking is Baton's own: lists of jobs cannot be shortened where jobs form a ring.
 */
@Tag("S1")
class OneByOneScenario {
    private static final int BUFFERS = 6;
    private static final int SCHEDULES_ON_THE_ENGINE = 12;
    private static final int SCHEDULES_ONE_BY_ONE = 200;

    private static boolean shown;

    /** A step of a job, before it is known what the job has taken already. */
    private record Wish(Kind kind, String buffer) {
        enum Kind {
            TAKE,
            READ,
            WORK,
            RELEASE
        }
    }

    @Property(tries = 5, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void deadlocksOneByOneAndNeverOnTheEngine(@ForAll("workloads") List<StepProgram> workloads) {
        List<Result> found = new ArrayList<>();
        for (StepProgram workload : workloads) {
            Result cured = Exploration.of(workload.onDispatcher())
                    .seed(Budget.seed())
                    .schedules(SCHEDULES_ON_THE_ENGINE)
                    .run(); // some have jobs that share nothing: to check() that would be vacuous
            assertThat(cured.first()).as(cured.report()).isEmpty();
            Result result = Exploration.of(workload)
                    .seed(Budget.seed())
                    .schedules(SCHEDULES_ONE_BY_ONE)
                    .run();
            if (result.first().isPresent()) {
                found.add(result);
            }
        }
        // Two in five deadlock: of forty drawn, fewer than three do once in 10^7 runs.
        assertThat(found).hasSizeGreaterThan(2);
        found.forEach(OneByOneScenario::assertShrinksToTheSmallest);
    }

    private static void assertShrinksToTheSmallest(Result result) {
        Found smallest = result.smallest().orElseThrow();

        assertThat(smallest.workload().size()).as(result.report()).isEqualTo(new Size(2, 2, 4, 0));
        assertThat(smallest.schedule().switches()).isEqualTo(1);
        assertThat(smallest.failure().inWords())
                .matches("(job \\d) waits for buffer (\\w) held by (job \\d), which waits for"
                        + " buffer \\w held by \\1");
        if (!shown) {
            shown = true;
            System.out.println("One by one, " + result.workload().size().jobs() + " jobs on "
                    + result.workload().size().buffers() + " buffers: " + result.report());
        }
    }

    @Provide
    Arbitrary<List<StepProgram>> workloads() {
        return program().list().ofSize(40);
    }

    private static Arbitrary<StepProgram> program() {
        return wishes().list().ofMinSize(2).ofMaxSize(8).map(jobs -> {
            StepProgram.Builder program = StepProgram.named("one by one");
            for (int i = 0; i < jobs.size(); i++) {
                List<Wish> wishes = jobs.get(i);
                program.job("job " + (i + 1), job -> granted(job, wishes));
            }
            return program.build();
        });
    }

    /** Each buffer is taken at most once, and given back only if it was taken. */
    private static JobBuilder granted(JobBuilder job, List<Wish> wishes) {
        Set<String> taken = new HashSet<>();
        Set<String> held = new HashSet<>();
        for (Wish wish : wishes) {
            String buffer = wish.buffer();
            switch (wish.kind()) {
                case TAKE, READ -> {
                    if (taken.add(buffer)) {
                        held.add(buffer);
                        boolean reads = wish.kind() == Wish.Kind.READ;
                        job = reads ? job.takeShared(buffer) : job.take(buffer);
                    }
                }
                case WORK -> job = job.work();
                case RELEASE -> job = held.remove(buffer) ? job.release(buffer) : job;
            }
        }
        return job;
    }

    /** Some buffers in any order, with work between; some are given back before the end. */
    private static Arbitrary<List<Wish>> wishes() {
        Arbitrary<String> buffer = Arbitraries.integers()
                .between(0, BUFFERS - 1)
                .map(number -> String.valueOf((char) ('A' + number)));
        Arbitrary<Wish.Kind> kind = Arbitraries.frequency(
                Tuple.of(3, Wish.Kind.TAKE),
                Tuple.of(1, Wish.Kind.READ),
                Tuple.of(4, Wish.Kind.WORK),
                Tuple.of(1, Wish.Kind.RELEASE));
        return Combinators.combine(kind, buffer)
                .as(Wish::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(10);
    }
}
