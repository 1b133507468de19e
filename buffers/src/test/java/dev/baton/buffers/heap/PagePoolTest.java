package dev.baton.buffers.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** B8: runs of pages, first fit, joined when they come back; compared with a plain array. */
@Tag("B8")
class PagePoolTest {
    private static final int PAGES = 24;

    @Test
    void runsAreTakenFromTheLowestPage() {
        PagePool pool = new PagePool(8);
        assertThat(pool.take(3)).isEqualTo(0);
        assertThat(pool.take(2)).isEqualTo(3);
        pool.giveBack(0, 3);
        assertThat(pool.take(2)).isEqualTo(0);
        assertThat(pool.take(3)).isEqualTo(5);
        assertThat(pool.take(2)).isEqualTo(PagePool.NO_RUN);
        assertThat(pool).hasToString("1 of 8 pages free, the longest run 1");
    }

    @Test
    void aRunThatComesBackIsJoinedWithBothNeighbours() {
        PagePool pool = new PagePool(6);
        for (int page = 0; page < 6; page++) {
            pool.take(1);
        }
        pool.giveBack(1, 1);
        pool.giveBack(3, 1);
        assertThat(pool.longestRun()).isEqualTo(1);
        pool.giveBack(2, 1);
        assertThat(pool.longestRun()).isEqualTo(3);
        assertThat(pool.take(3)).isEqualTo(1);
    }

    @Test
    void whatIsFreeCannotComeBack() {
        PagePool pool = new PagePool(6);
        pool.take(4);
        pool.giveBack(1, 1);
        List<long[]> wrong = List.of(
                new long[] {1, 1},
                new long[] {0, 2},
                new long[] {1, 2},
                new long[] {3, 2},
                new long[] {-1, 1},
                new long[] {5, 2});
        for (long[] run : wrong) {
            assertThatThrownBy(() -> pool.giveBack(run[0], run[1]))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(pool).hasToString("3 of 6 pages free, the longest run 2");
    }

    @Test
    void aCopyIsIndependent() {
        PagePool pool = new PagePool(4);
        pool.copy().take(4);
        assertThat(pool.take(4)).isZero();
    }

    @Test
    void randomUseAgreesWithAnArrayOfPages() {
        for (long seed = 0; seed < 200; seed++) {
            compare(new Random(seed), "seed " + seed);
        }
    }

    private static void compare(Random random, String seed) {
        PagePool pool = new PagePool(PAGES);
        boolean[] used = new boolean[PAGES];
        List<int[]> out = new ArrayList<>();
        for (int step = 0; step < 200; step++) {
            if (random.nextBoolean()) {
                int pages = 1 + random.nextInt(6);
                int expected = firstFit(used, pages);
                assertThat(pool.take(pages)).as(seed).isEqualTo(expected);
                if (expected >= 0) {
                    set(used, expected, pages, true);
                    out.add(new int[] {expected, pages});
                }
            } else if (!out.isEmpty()) {
                int[] run = out.remove(random.nextInt(out.size()));
                pool.giveBack(run[0], run[1]);
                set(used, run[0], run[1], false);
            }
        }
    }

    private static int firstFit(boolean[] used, int pages) {
        int run = 0;
        for (int page = 0; page < used.length; page++) {
            run = used[page] ? 0 : run + 1;
            if (run == pages) {
                return page - pages + 1;
            }
        }
        return -1;
    }

    private static void set(boolean[] used, int first, int pages, boolean value) {
        for (int page = first; page < first + pages; page++) {
            used[page] = value;
        }
    }
}
