package dev.baton.fence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The cases of the kernel's L:drivers/dma-buf/st-dma-fence-unwrap.c; an array is a snapshot. The
 * kernel sorts members by context, and here the order of first appearance stays.
 */
@Tag("S9")
class DmaFenceUnwrapCasesTest {
    private static final class Mock extends Fence {
        Mock(long context, long point) {
            super("mock", context, point);
        }

        static long newOne() {
            return newContext();
        }
    }

    private final Fence f1 = new Mock(Mock.newOne(), 1);
    private final Fence f2 = new Mock(Mock.newOne(), 1);

    @Test
    @Tag("st-dma-fence-unwrap/sanitycheck")
    void sanitycheck() {
        assertThat(SyncFile.merge(SyncFile.merge(f1)).members()).containsExactly(f1);
    }

    @Test
    @Tag("st-dma-fence-unwrap/unwrap_array")
    void arrayHasItsTwo() {
        assertThat(SyncFile.merge(f1, f2).members()).containsExactly(f1, f2);
    }

    /** A point of a timeline is a leaf here: it stands for all points before it. */
    @Test
    @Tag("st-dma-fence-unwrap/unwrap_chain")
    void chainIsOneLeafThatWaitsForBoth() {
        Timeline chain = new Timeline("chain");
        FenceSource one = new FenceSource("one");
        FenceSource two = new FenceSource("two");
        chain.submit(1, one.fence());
        chain.submit(2, two.fence());
        SyncFile file = SyncFile.merge(chain.point(2));
        assertThat(file.members()).containsExactly(chain.point(2));
        two.signal();
        assertThat(file.isSignaled()).isFalse();
        one.signal();
        assertThat(file.isSignaled()).isTrue();
    }

    @Test
    @Tag("st-dma-fence-unwrap/unwrap_chain_array")
    void chainOverAnArrayWaitsForTheArray() {
        Timeline chain = new Timeline("chain");
        FenceSource one = new FenceSource("one");
        FenceSource two = new FenceSource("two");
        chain.submit(1, SyncFile.merge(one.fence(), two.fence()));
        SyncFile file = SyncFile.merge(chain.point(1));
        one.signal();
        assertThat(file.isSignaled()).isFalse();
        two.signal();
        assertThat(file.isSignaled()).isTrue();
    }

    @Test
    @Tag("st-dma-fence-unwrap/unwrap_merge")
    void mergeHasBoth() {
        assertThat(SyncFile.merge(SyncFile.merge(f1), f2).members()).containsExactly(f1, f2);
    }

    @Test
    @Tag("st-dma-fence-unwrap/unwrap_merge_duplicate")
    void mergeHasADuplicateOnce() {
        assertThat(SyncFile.merge(f1, f1).members()).containsExactly(f1);
    }

    @Test
    @Tag("st-dma-fence-unwrap/unwrap_merge_seqno")
    void mergeKeepsTheNewestOfAContext() {
        Fence newer = new Mock(f1.context(), 2);
        assertThat(SyncFile.merge(f1, newer, f2).members()).containsExactly(newer, f2);
        assertThat(SyncFile.merge(newer, f2, f1).members()).containsExactly(newer, f2);
    }

    @Test
    @Tag("st-dma-fence-unwrap/unwrap_merge_order")
    void mergeKeepsTheOrderOfFirstAppearance() {
        assertThat(SyncFile.merge(SyncFile.merge(f1, f2), SyncFile.merge(f2, f1))
                        .members())
                .containsExactly(f1, f2);
    }

    @Test
    @Tag("st-dma-fence-unwrap/unwrap_merge_complex")
    void mergeDropsWhatHasSignaled() {
        SyncFile merged =
                SyncFile.merge(SyncFile.merge(f1, f2), SyncFile.merge(f2, f1), Fence.signaled());
        assertThat(merged.members()).containsExactly(f1, f2);
    }

    @Test
    @Tag("st-dma-fence-unwrap/unwrap_merge_complex_seqno")
    void mergeOfArraysKeepsTheNewestOfEachContext() {
        Fence newer1 = new Mock(f1.context(), 2);
        Fence newer2 = new Mock(f2.context(), 2);
        SyncFile merged = SyncFile.merge(SyncFile.merge(newer1, f2), SyncFile.merge(f1, newer2));
        assertThat(merged.members()).containsExactly(newer1, newer2);
    }
}
