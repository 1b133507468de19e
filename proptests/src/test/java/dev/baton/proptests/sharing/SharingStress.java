package dev.baton.proptests.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.SharedBuffer;
import dev.baton.proptests.Budget;
import dev.baton.proptests.sharing.Setup.Keeping;
import dev.baton.proptests.sharing.Setup.Source;
import dev.baton.proptests.sharing.StressClient.Common;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Real threads that export, duplicate, attach, map, use, revoke and close each other's things at random:
 * nothing leaks, and nobody has access when a revoke has completed.
 */
@Tag("B2")
@Tag("B9")
@Tag("B12")
class SharingStress {
    private static final int THREADS = 8;
    private static final int ROUND_OPERATIONS = 2_000;

    private static final List<Setup> SETUPS = List.of(
            new Setup(Source.SYSTEM, Keeping.FAKED, false, 64, 2),
            new Setup(Source.CONTIGUOUS, Keeping.BRACKETS, true, 8, 1),
            new Setup(Source.CARVEOUT, Keeping.WRITE_COMBINED, false, 1, 1),
            new Setup(Source.COHERENT, Keeping.COHERENT, true, 1, 1));

    private final SplittableRandom seeds = new SplittableRandom(Budget.seed());
    private long done;
    private long refused;
    private long revoked;

    @Test
    void nothingLeaksAndNobodyHasAccessBehindARevoke() throws Exception {
        long end = System.nanoTime() + Budget.ofOneCampaign().toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        int rounds = 0;
        do {
            round(threads, SETUPS.get(rounds % SETUPS.size()));
            rounds++;
        } while (System.nanoTime() < end || rounds < SETUPS.size());
        threads.shutdown();
        assertThat(revoked).isPositive();
        System.out.printf(
                Locale.ROOT,
                "Stress: %,d operations on buffers, %,d refused, %,d revoked, %d rounds, %d threads,"
                        + " -Dbaton.seed=%d%n",
                done,
                refused,
                revoked,
                rounds,
                THREADS,
                Budget.seed());
    }

    private void round(ExecutorService threads, Setup setup) throws Exception {
        WatchedViews views = new WatchedViews();
        Board board = new Board(setup, views::watch);
        Common common = Common.of(board);
        List<StressClient> clients = Stream.generate(() -> new StressClient(common, seeds.split()))
                .limit(THREADS)
                .toList();
        List<Future<?>> running = new ArrayList<>();
        for (StressClient client : clients) {
            running.add(threads.submit(() -> client.round(ROUND_OPERATIONS)));
        }
        for (Future<?> each : running) {
            each.get();
        }
        common.closeAll();
        assertNothingIsLeft(board, views, setup);
        for (StressClient client : clients) {
            done += client.done;
            refused += client.refused;
            revoked += client.revoked;
        }
    }

    private static void assertNothingIsLeft(Board board, WatchedViews views, Setup setup) {
        assertThat(board.heap.report().isClean()).as("storage of %s", setup).isTrue();
        assertThat(SharedBuffer.allOf(board.heap)).as("%s", setup).isEmpty();
        assertThat(board.machine.memory().segments()).as("memory of %s", setup).isZero();
        assertThat(board.machine.cache().lines()).as("lines of %s", setup).isZero();
        assertThat(board.domain.freeBytes()).as("%s", setup).isEqualTo(Board.IOMMU_BYTES);
        assertThat(board.domain.keptBuffers()).as("%s", setup).isZero();
        assertThat(views.open.sum()).as("views of %s", setup).isZero();
        assertThat(views.late.sum()).as("accesses behind a revoke in %s", setup).isZero();
    }
}
