package dev.baton.fence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The random merges of IGT:tests/sw_sync.c and of the kernel's sync_test.c. */
@Tag("S9")
class SyncRandomMergeTest {
    private static final int TIMELINES = 32;
    private static final long SEED =
            Long.getLong("baton.seed", new SplittableRandom().nextLong(1L << 48));

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<Timeline> timelines = IntStream.range(0, TIMELINES)
            .mapToObj(i -> new Timeline("timeline " + i))
            .toList();
    private final long[] newest = new long[TIMELINES];

    @BeforeAll
    static void printSeed() {
        System.out.println("Seed of the random merges: -Dbaton.seed=" + SEED);
    }

    @Test
    @Tag("sw_sync/sync_random_merge")
    void randomMergeSignalsWithTheLastOfTheNewestPoints() {
        mergeAndReachOneByOne(1_024);
    }

    @Test
    @Tag("sync_test/test_merge_stress_random_merge")
    void randomMergeIsAsLargeAsThereAreTimelinesInIt() {
        mergeAndReachOneByOne(32_768);
    }

    private void mergeAndReachOneByOne(int merges) {
        SyncFile merged = SyncFile.merge();
        for (int i = 0; i < merges; i++) {
            int index = random.nextInt(TIMELINES);
            long point = random.nextLong(1, Integer.MAX_VALUE);
            newest[index] = Math.max(newest[index], point);
            merged = SyncFile.merge(timelines.get(index).promise(point), merged);
        }
        List<Integer> used =
                IntStream.range(0, TIMELINES).filter(i -> newest[i] > 0).boxed().toList();
        assertThat(merged.members()).hasSize(used.size());
        for (int index : used) {
            timelines.get(index).advanceTo(newest[index] - 1);
            assertThat(merged.isSignaled()).isFalse();
            timelines.get(index).advanceTo(newest[index]);
        }
        assertThat(merged.isSignaled()).isTrue();
    }
}
