package dev.baton.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.Race;
import dev.baton.engine.RefusedException;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/** The cases of the kernel's L:drivers/dma-buf/st-dma-fence-chain.c; a chain is a timeline. */
@Tag("S9")
@Timeout(60)
class DmaFenceChainCasesTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int FEW = 64;
    private static final int MANY = 4096;
    private static final long SEED =
            Long.getLong("baton.seed", new SplittableRandom().nextLong(1L << 48));

    private final Timeline chain = new Timeline("chain");
    private final List<FenceSource> mocks = new ArrayList<>();
    private final List<Fence> points = new ArrayList<>();

    @BeforeAll
    static void printSeed() {
        System.out.println("Seed of the chains: -Dbaton.seed=" + SEED);
    }

    private void init(int count, int step) {
        for (int i = 0; i < count; i++) {
            mocks.add(new FenceSource("mock"));
            assertThat(chain.submit((long) step * (i + 1), mocks.get(i).fence()))
                    .isTrue();
            points.add(chain.point((long) step * (i + 1)));
        }
    }

    @Test
    @Tag("st-dma-fence-chain/sanitycheck")
    void sanitycheck() {
        init(1, 1);
        mocks.get(0).signal();
        assertThat(points.get(0).isSignaled()).isTrue();
    }

    @Test
    @Tag("st-dma-fence-chain/find_seqno")
    void findSeqnoFindsEachAndRefusesTheFuture() {
        init(FEW, 1);
        assertThat(chain.point(0).isSignaled()).isTrue();
        for (int i = 0; i < FEW; i++) {
            assertThat(chain.point(i + 1)).isSameAs(points.get(i));
            assertThat(points.get(i).point()).isEqualTo(i + 1);
        }
        assertThatThrownBy(() -> chain.point(FEW + 1)).isInstanceOf(RefusedException.class);
    }

    @Test
    @Tag("st-dma-fence-chain/find_signaled")
    void findSignaledIsSignaled() {
        init(2, 1);
        mocks.get(0).signal();
        assertThat(chain.point(1).status()).isEqualTo(FenceStatus.SIGNALED);
        assertThat(chain.point(2).status()).isEqualTo(FenceStatus.PENDING);
    }

    /** The middle one's own work is done: it still waits for the first, and then for no other. */
    @Test
    @Tag("st-dma-fence-chain/find_out_of_order")
    void findOutOfOrderWaitsForTheFirst() {
        init(3, 1);
        mocks.get(1).signal();
        assertThat(chain.point(2).isSignaled()).isFalse();
        mocks.get(0).signal();
        assertThat(chain.point(2).isSignaled()).isTrue();
        assertThat(chain.point(3).isSignaled()).isFalse();
    }

    @Test
    @Tag("st-dma-fence-chain/find_gap")
    void findGapResolvesUpwards() {
        init(FEW, 2);
        for (int i = 0; i < FEW; i++) {
            Fence gap = chain.point(2 * i + 1);
            assertThat(gap.isSignaled()).isFalse();
            mocks.get(i).signal();
            assertThat(gap.isSignaled()).isTrue();
            assertThat(chain.value()).isEqualTo(2 * i + 2);
        }
    }

    @Test
    @Tag("st-dma-fence-chain/find_race")
    void findRaceFindsWhatOthersSignal() throws Exception {
        init(MANY, 1);
        Callable<Boolean> one = () -> findAndSignal(new Random(SEED));
        Callable<Boolean> other = () -> findAndSignal(new Random(~SEED));
        try (Race race = new Race(2)) {
            assertThat(race.<Boolean>run(one, other)).containsOnly(true);
        }
        mocks.forEach(FenceSource::signal);
        assertThat(points).allMatch(Fence::isSignaled);
        assertThat(chain.value()).isEqualTo(MANY);
    }

    private boolean findAndSignal(Random random) {
        boolean consistent = true;
        for (int i = 0; i < MANY; i++) {
            int point = random.nextInt(MANY) + 1;
            Fence found = chain.point(point);
            consistent &=
                    found.point() == point && found.context() == points.get(0).context();
            consistent &= !found.isSignaled() || chain.value() >= point;
            mocks.get(random.nextInt(MANY - 1)).signal();
        }
        return consistent;
    }

    @Test
    @Tag("st-dma-fence-chain/signal_forward")
    void signalForwardReachesOneAtATime() {
        init(FEW, 1);
        for (int i = 0; i < FEW; i++) {
            mocks.get(i).signal();
            assertThat(points.get(i).isSignaled()).isTrue();
            assertThat(points.stream().filter(Fence::isSignaled)).hasSize(i + 1);
        }
    }

    @Test
    @Tag("st-dma-fence-chain/signal_backward")
    void signalBackwardReachesNoneUntilTheFirst() {
        init(FEW, 1);
        for (int i = FEW - 1; i >= 0; i--) {
            assertThat(points).noneMatch(Fence::isSignaled);
            mocks.get(i).signal();
        }
        assertThat(points).allMatch(Fence::isSignaled);
    }

    @Test
    @Tag("st-dma-fence-chain/wait_forward")
    void waitForwardIsWoken() throws Exception {
        init(MANY, 1);
        awaitTailWhileSignaling();
    }

    @Test
    @Tag("st-dma-fence-chain/wait_backward")
    void waitBackwardIsWoken() throws Exception {
        init(MANY, 1);
        Collections.reverse(mocks);
        awaitTailWhileSignaling();
    }

    @Test
    @Tag("st-dma-fence-chain/wait_random")
    void waitRandomIsWoken() throws Exception {
        init(MANY, 1);
        Collections.shuffle(mocks, new Random(SEED));
        awaitTailWhileSignaling();
    }

    private void awaitTailWhileSignaling() throws Exception {
        try (Race race = new Race(2)) {
            assertThat(race.<Boolean>run(() -> points.get(MANY - 1).await(LONG), () -> {
                        mocks.forEach(FenceSource::signal);
                        return true;
                    }))
                    .containsOnly(true);
        }
        assertThat(points).allMatch(Fence::isSignaled);
    }
}
