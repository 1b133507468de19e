package dev.baton.sim.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.event.EventRecorder;
import dev.baton.event.EventStream;
import dev.baton.law.Laws;
import dev.baton.sim.Interrupt;
import dev.baton.sim.Latency;
import dev.baton.sim.ThreadLoop;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** The same GPU on a thread of its own, with submitters on others. */
@Timeout(60)
class GpuOnThreadsTest {
    private static final int SUBMITTERS = 4;
    private static final int JOBS = 1_000;
    private static final int BUFFERS = 6;

    private final ThreadLoop loop = new ThreadLoop(System.nanoTime(), 1);
    private final Thread thread = new Thread(loop, "gpu");
    private final EventRecorder recorder = new EventRecorder(1 << 18);
    private final Laws laws = Laws.all();
    private final Dispatcher dispatcher =
            new Dispatcher(new EventStream(loop::nowNanos, recorder), loop.timers("dispatcher"));
    private final List<SyncQueue> buffers = new ArrayList<>();
    private final Job[] writers = new Job[BUFFERS];

    @BeforeEach
    void start() {
        for (int i = 0; i < BUFFERS; i++) {
            buffers.add(new SyncQueue("buffer " + i));
        }
        thread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        loop.stop();
        thread.join();
    }

    /** Work on one buffer that notices anybody else there. */
    private record Alone(Job[] writers, int buffer) implements GpuWork {
        @Override
        public long durationNanos() {
            return 1_000;
        }

        @Override
        public int bands() {
            return 2;
        }

        @Override
        public void started(Job job) {
            Job before = writers[buffer];
            if (before != null && before.outcome() == null) { // neither done nor taken
                throw new IllegalStateException(before + " and " + job + " write one buffer");
            }
            writers[buffer] = job;
        }

        @Override
        public void draw(int band) {}

        @Override
        public void completed(long startNanos, long endNanos) {
            writers[buffer] = null;
        }
    }

    private List<Job> submitAll(GpuContext context, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            int buffer = random.nextInt(BUFFERS);
            jobs.add(dispatcher.submit(
                    AccessSet.exclusive(buffers.get(buffer)),
                    context,
                    new Alone(writers, buffer),
                    JobOptions.DEFAULT));
        }
        return jobs;
    }

    private List<Job> submitOnThreads(List<GpuContext> contexts) {
        List<CompletableFuture<List<Job>>> submitted = new ArrayList<>();
        for (int i = 0; i < contexts.size(); i++) {
            GpuContext context = contexts.get(i);
            long seed = i;
            CompletableFuture<List<Job>> jobs = new CompletableFuture<>();
            new Thread(() -> jobs.complete(submitAll(context, seed)), "submitter " + i).start();
            submitted.add(jobs);
        }
        return submitted.stream().flatMap(jobs -> jobs.join().stream()).toList();
    }

    private static void awaitEnds(List<Job> jobs) {
        CompletableFuture.allOf(jobs.stream()
                        .map(job -> job.whenEnded().toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new))
                .join();
    }

    private void assertLaws() throws InterruptedException {
        loop.stop();
        thread.join();
        recorder.poll(laws);
        laws.end();
        assertThat(laws.violations()).isEmpty();
        assertThat(laws.complete()).isTrue();
    }

    @Test
    @Tag("drm_sched_parallel_submit_test")
    @Tag("drm_sched_interleaved_submit_test")
    void thousandsOfJobsOfSeveralContextsFromSeveralThreadsAllEnd() throws InterruptedException {
        Gpu gpu = new Gpu(
                loop,
                GpuOptions.named("gpu").withRings(2, 2).withInterrupt(new Latency(500, 5_000)),
                Interrupt.SOUND);
        List<GpuContext> contexts = new ArrayList<>();
        for (int i = 0; i < SUBMITTERS; i++) {
            contexts.add(gpu.context("c" + i, i % 2, Priority.values()[i % 3]));
        }
        List<Job> jobs = submitOnThreads(contexts);
        awaitEnds(jobs);
        assertThat(jobs).hasSize(SUBMITTERS * JOBS);
        assertThat(jobs).extracting(Job::outcome).containsOnly(Outcome.COMPLETED);
        assertLaws();
        assertThat(gpu.tally.finished).isEqualTo(SUBMITTERS * JOBS);
    }

    @Test
    void anIdleGpuSleepsUntilTheDoorbellRings() throws InterruptedException {
        Gpu gpu = new Gpu(loop, GpuOptions.named("gpu"), Interrupt.SOUND);
        GpuContext context = gpu.context("c", 0, Priority.NORMAL);
        for (int i = 0; i < 3; i++) {
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            awaitEnds(submitAll(context, i));
        }
        assertLaws();
    }

    @Test
    void hangsAreFoundAndTheOthersSurvive() throws InterruptedException {
        Gpu gpu = new Gpu(
                loop,
                GpuOptions.named("gpu").withTimeout(20_000_000, 100_000, TimeoutHandler.RESET),
                Interrupt.SOUND);
        GpuContext context = gpu.context("c", 0, Priority.NORMAL);
        List<Job> jobs = submitAll(context, 1);
        Job last = dispatcher.submit(
                AccessSet.exclusive(new SyncQueue("lone")),
                context,
                new Alone(writers, 0),
                JobOptions.DEFAULT);
        gpu.hang(last);
        jobs.add(last);
        awaitEnds(jobs);
        assertLaws();
        assertThat(gpu.tally.hangs)
                .isEqualTo(jobs.stream()
                        .filter(job -> job.outcome() != Outcome.COMPLETED)
                        .count());
    }

    @Test
    @Tag("S17")
    void aContextClosedInTheMiddleLeavesTheOthersTheirBuffers() throws InterruptedException {
        Gpu gpu = new Gpu(loop, GpuOptions.named("gpu").withRings(2, 2), Interrupt.SOUND);
        List<GpuContext> contexts = List.of(
                gpu.context("victim", 0, Priority.NORMAL),
                gpu.context("survivor", 1, Priority.NORMAL));
        List<Job> jobs = submitOnThreads(contexts);
        dispatcher.close(contexts.get(0), Duration.ZERO);
        awaitEnds(jobs);
        assertThat(jobs.subList(JOBS, 2 * JOBS))
                .extracting(Job::outcome)
                .containsOnly(Outcome.COMPLETED);
        assertLaws();
    }

    @Test
    @Tag("S16")
    @Tag("B12")
    void aBufferIsNotHandedOnWhileABandIsStillBeingDrawn() throws InterruptedException {
        Gpu gpu = new Gpu(loop, GpuOptions.named("gpu"), Interrupt.SOUND);
        CountDownLatch drawing = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        GpuWork slow = new Stuck(drawing, goOn, second);
        GpuContext victim = gpu.context("victim", 0, Priority.NORMAL);
        AccessSet set = AccessSet.exclusive(buffers.get(0));
        Job taken = dispatcher.submit(set, victim, slow, JobOptions.DEFAULT);
        CompletableFuture<Boolean> granted = new CompletableFuture<>();
        Job next = dispatcher.submit(set, job -> {
            granted.complete(goOn.getCount() == 0);
            job.release();
        });
        drawing.await();
        try {
            dispatcher.close(victim, Duration.ZERO);
            assertThat(next.isGranted()).isFalse();
            assertThat(granted).isNotDone();
        } finally {
            goOn.countDown();
        }
        assertThat(granted.join()).isTrue();
        awaitEnds(List.of(taken, next));
        assertThat(taken.outcome()).isEqualTo(Outcome.ABANDONED);
        assertLaws();
        assertThat(second.getCount()).as("the second band is not drawn").isEqualTo(1);
    }

    /** Work whose first band ends when it is told to. */
    private record Stuck(CountDownLatch drawing, CountDownLatch goOn, CountDownLatch second)
            implements GpuWork {
        @Override
        public long durationNanos() {
            return 1;
        }

        @Override
        public int bands() {
            return 2;
        }

        @Override
        public void draw(int band) {
            if (band == 1) {
                second.countDown();
            }
            drawing.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
