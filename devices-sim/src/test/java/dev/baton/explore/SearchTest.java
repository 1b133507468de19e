package dev.baton.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.sim.Scheduler;
import dev.baton.sim.SeededScheduler;

import org.junit.jupiter.api.Test;

import java.util.List;

class SearchTest {
    @Test
    void holdFindsEveryRingInItsFirstExecution() {
        for (int jobs = 2; jobs <= 8; jobs++) {
            for (int work : List.of(0, 20)) {
                Search search = new Search(OneByOne::new, List.of(new HoldScheduler(jobs)));

                assertThat(search.find(Rings.of(jobs, work), 1)).isPresent();
                assertThat(search.executions()).isEqualTo(1);
            }
        }
    }

    @Test
    void randomFindsASmallRingToo() {
        Search search = new Search(OneByOne::new, List.of(new SeededScheduler(1)));

        assertThat(search.find(Rings.of(2, 0), 100)).isPresent();
    }

    @Test
    void sameSeedFindsTheSame() {
        Deadlock one = new Search(OneByOne::new, 7).find(Rings.of(5, 3), 10).orElseThrow();
        Deadlock other = new Search(OneByOne::new, 7).find(Rings.of(5, 3), 10).orElseThrow();

        assertThat(one).isEqualTo(other);
    }

    @Test
    void searchEndsWhenNobodyHasAnythingLeftToTry() {
        Scheduler tired = new Scheduler() {
            @Override
            public boolean newExecution() {
                return false;
            }

            @Override
            public int nextTask(List<? extends Task> ready) {
                throw new AssertionError("not asked");
            }

            @Override
            public long nextNumber(long bound) {
                throw new AssertionError("not asked");
            }
        };
        Search search = new Search(OneByOne::new, List.of(tired, tired));

        assertThat(search.find(Rings.of(2, 0), Integer.MAX_VALUE)).isEmpty();
        assertThat(search.executions()).isZero();
    }
}
