package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Readers before a writer, in every order of their ends (S2). */
class ReaderOrderTest {
    private final Dispatcher dispatcher = new Dispatcher();
    private int orders;

    /** K11: all k! orders in which k readers end; the writer behind them waits for the last. */
    @Test
    void releaseOfLastSharedWakesExclusiveInEveryOrder() {
        for (int readers = 1; readers <= 5; readers++) {
            permute(new ArrayList<>(), readers);
        }
        assertThat(orders).isEqualTo(1 + 2 + 6 + 24 + 120);
    }

    private void permute(List<Integer> order, int count) {
        if (order.size() == count) {
            orders++;
            releaseIn(order);
            return;
        }
        for (int next = 0; next < count; next++) {
            if (!order.contains(next)) {
                order.add(next);
                permute(order, count);
                order.remove(order.size() - 1);
            }
        }
    }

    private void releaseIn(List<Integer> order) {
        SyncQueue queue = new SyncQueue("queue");
        GrantLog client = new GrantLog();
        List<Job> readers = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            readers.add(dispatcher.submit(AccessSet.shared(queue), client));
        }
        Job writer = dispatcher.submit(AccessSet.exclusive(queue), client);
        for (int index : order) {
            assertThat(writer.isGranted()).isFalse();
            readers.get(index).release();
        }
        assertThat(writer.isGranted()).isTrue();
    }
}
