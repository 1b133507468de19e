package dev.baton.explore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class ShrinkerTest {
    @Test
    void everyRingShrinksToTwoJobsAndTwoBuffers() {
        for (int jobs = 2; jobs <= 8; jobs++) {
            for (int work : List.of(0, 20)) {
                Search search = new Search(OneByOne::new, jobs);
                Deadlock found = search.find(Rings.of(jobs, work), 10).orElseThrow();

                Deadlock smallest = new Shrinker(search).shrink(found);

                assertThat(smallest.program().jobs()).hasSize(2);
                assertThat(smallest.program().buffers()).hasSize(2);
                assertThat(smallest.program().jobs())
                        .allMatch(job -> job.steps().size() == 2);
                assertThat(smallest.schedule().switches()).isEqualTo(1);
                assertThat(smallest.signature()).isEqualTo(found.signature());
            }
        }
    }

    @Test
    void itTakesFewExecutions() {
        Search search = new Search(OneByOne::new, 1);
        Deadlock found = search.find(Rings.of(8, 20), 10).orElseThrow();

        new Shrinker(search).shrink(found);

        assertThat(search.executions()).isLessThan(300);
    }
}
