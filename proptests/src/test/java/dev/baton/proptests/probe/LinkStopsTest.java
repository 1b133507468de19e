package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;
import dev.baton.proptests.OnOneJdk;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A submitter is stopped for ever behind a job that ended in the middle of its submission: when its
 * client is closed, nobody waits for it. Found by the kit.
 */
@ExtendWith(Probed.class)
@Tag("S17")
@Tag("S21")
@OnOneJdk
class LinkStopsTest {
    @Test
    void submitterThatWasToSayThatAllAheadIsOverHoldsNobodyUp() {
        boolean ended = false;
        for (int before = 0; !ended; before++) {
            int after = 0;
            while (!isOverAt(before, after)) {
                after++;
            }
            ended = after == 0;
        }
    }

    /** Whether the submission is over after so many accesses before the release and behind it. */
    private static boolean isOverAt(int before, int after) {
        Dispatcher dispatcher = new Dispatcher();
        SyncQueue queue = new SyncQueue("queue");
        Client closed = job -> {};
        List<Job> held = new ArrayList<>();
        Actor.alone(() -> held.add(dispatcher.submit(AccessSet.exclusive(queue), job -> {})));
        Actor submitter =
                new Actor("submitter", () -> dispatcher.submit(AccessSet.shared(queue), closed));
        Actor releaser = new Actor("releaser", () -> held.get(0).release());
        submitter.proceed(before);
        releaser.proceed(Long.MAX_VALUE);
        boolean over = submitter.proceed(after + 1); // the first is the one it stands at
        submitter.rethrow();
        try {
            Actor.alone(() -> {
                dispatcher.close(closed, Duration.ZERO);
                Job fresh = dispatcher.submit(AccessSet.exclusive(queue), job -> {});
                assertThat(fresh.isGranted())
                        .as("a fresh job, stopped at %d and %d", before, after)
                        .isTrue();
            });
        } finally {
            submitter.dismiss();
            releaser.dismiss();
        }
        return over;
    }
}
