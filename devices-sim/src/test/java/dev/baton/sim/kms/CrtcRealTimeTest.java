package dev.baton.sim.kms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.sim.Interrupt;
import dev.baton.sim.ThreadLoop;
import dev.baton.sim.pixels.Framebuffer;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** The same display on a thread of its own, with flips from another. */
@Timeout(60)
class CrtcRealTimeTest {
    private static final int LATCHES = 40;
    private static final int FLIPS_AHEAD = 3;
    private static final Client AT_ONCE = Job::release;

    private final Dispatcher dispatcher = new Dispatcher();
    private final List<Long> sequences = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch shown = new CountDownLatch(LATCHES);
    private final Semaphore ahead = new Semaphore(FLIPS_AHEAD);

    private final FlipListener counting = new FlipListener() {
        @Override
        public void latched(long sequence, long nanos) {
            sequences.add(sequence);
            shown.countDown();
            ahead.release();
        }

        @Override
        public void dropped(Dropped why) {
            ahead.release();
        }
    };

    @ParameterizedTest
    @EnumSource
    void flipsOfAnotherThreadLatchInOrderAndEverythingEnds(Presentation presentation)
            throws InterruptedException {
        ThreadLoop loop = new ThreadLoop(System.nanoTime(), 1);
        CrtcOptions options = CrtcOptions.of(
                        "crtc", new Mode(Screens.WIDTH, Screens.HEIGHT, 500_000))
                .presentation(presentation)
                .bands(2);
        Crtc crtc = new Crtc(
                loop, dispatcher, options, Interrupt.SOUND, (sequence, nanos, latched) -> {});
        Thread thread = new Thread(loop, "display");
        thread.setUncaughtExceptionHandler((t, e) -> thrown.add(e));
        thread.start();
        List<Job> jobs = flipUntilEnoughAreShown(crtc);
        CountDownLatch off = new CountDownLatch(1);
        loop.post(() -> {
            crtc.close();
            off.countDown();
        });
        off.await();
        loop.stop();
        thread.join();
        assertThat(thrown).isEmpty();
        assertThat(jobs).allMatch(job -> job.outcome() != null);
        assertThat(sequences).isSorted();
        assertThat(dispatcher.lateReleases()).isZero(); // nothing was given back while it was shown
        if (presentation != Presentation.IMMEDIATE) {
            assertThat(sequences).doesNotHaveDuplicates();
        }
    }

    private List<Job> flipUntilEnoughAreShown(Crtc crtc) throws InterruptedException {
        List<Framebuffer> framebuffers = List.of(
                Screens.framebuffer("A"), Screens.framebuffer("B"), Screens.framebuffer("C"));
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; shown.getCount() > 0; i++) {
            ahead.acquire();
            Framebuffer next = framebuffers.get(i % framebuffers.size());
            AccessSet.Builder set = AccessSet.builder();
            next.addTo(set, AccessMode.EXCLUSIVE);
            jobs.add(dispatcher.submit(set.build(), AT_ONCE));
            jobs.add(crtc.submit(new PageFlip(next, AccessMode.SHARED, counting)));
        }
        return jobs;
    }
}
