package dev.baton.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.heap.SystemHeap;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.event.EventStream;
import dev.baton.law.Laws;
import dev.baton.sim.EventLoop;
import dev.baton.sim.Loop;
import dev.baton.sim.PostingLoop;
import dev.baton.sim.SeededScheduler;
import dev.baton.sim.cpu.CpuWork;
import dev.baton.sim.cpu.CpuWorks;
import dev.baton.sim.fault.Faults.Rule;
import dev.baton.sim.pixels.FrameStamp;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.PixelFormat;
import dev.baton.sim.pixels.Rows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A producer and a consumer of frames in two buffers, each with faults, under all laws. */
final class FaultyPipeline {
    /** The ticks of time are refreshes of a display. */
    static final long TICK = 16_666_667;

    /** When faults have stopped and nothing is submitted any more, everything ends within so many. */
    static final int SETTLE_TICKS = 12;

    private static final int FRAMES_IN_FLIGHT = 4;
    private static final long PRODUCE = 1_000_000;
    private static final long CONSUME = 20_000_000; // so that producers wait for buffers
    private static final JobOptions TERMS = JobOptions.DEFAULT.hold(Duration.ofNanos(2 * TICK));

    final Laws laws = Laws.all();
    final EventLoop loop;
    final Dispatcher dispatcher;
    final Stage producer;
    final Stage consumer;
    final List<Framebuffer> buffers = new ArrayList<>();
    final List<Task> tasks = new ArrayList<>();
    private int frames;
    private boolean stopped;

    /** A job and how far its work has come. */
    static final class Task {
        final Stage stage;
        final Framebuffer picture;
        boolean done;
        Job job;

        Task(Stage stage, Framebuffer picture) {
            this.stage = stage;
            this.picture = picture;
        }

        JobState state() {
            if (job.outcome() != null) {
                return JobState.RELEASED;
            }
            if (!job.isGranted()) {
                return JobState.QUEUED;
            }
            boolean begun = picture.handles().get(0).buffer().info().brackets() > 0;
            return done ? JobState.COMPLETING : begun ? JobState.RUNNING : JobState.GRANTED;
        }
    }

    enum JobState {
        QUEUED,
        GRANTED,
        RUNNING,
        COMPLETING,
        RELEASED
    }

    FaultyPipeline(long seed, List<Rule> rules) {
        loop = new EventLoop(new SeededScheduler(seed), laws::quiescent);
        dispatcher = new Dispatcher(new EventStream(loop::nowNanos, laws), loop.timers("engine"));
        producer = Stage.cpu(own(seed), dispatcher, "producer", rules);
        consumer = Stage.cpu(own(seed), dispatcher, "consumer", rules);
        SystemHeap heap = new SystemHeap();
        for (int i = 0; i < 2; i++) {
            long bytes = Framebuffer.bytesFor(PixelFormat.GREY, 64, 36);
            buffers.add(
                    Framebuffer.of(PixelFormat.GREY, 64, 36, heap.allocate("buffer " + i, bytes)));
        }
        loop.at(0, "tick", this::tick);
    }

    /** With odd seeds work is brought to devices as in virtual time, with even ones as in real time. */
    private Loop own(long seed) {
        return seed % 2 != 0 ? loop : new PostingLoop(loop);
    }

    private void tick() {
        if (!stopped) {
            loop.after(TICK, "tick", this::tick);
            if (tasks.stream().filter(task -> task.job.outcome() == null).count()
                    < 2 * FRAMES_IN_FLIGHT) {
                submitFrame();
            }
        }
    }

    private void submitFrame() {
        int frame = frames++;
        Framebuffer picture = buffers.get(frame % 2);
        FrameStamp stamp = new FrameStamp(PixelFormat.GREY, 64);
        Task produce = new Task(producer, picture);
        submit(
                produce,
                new CpuWork(PRODUCE, List.of(), List.of(picture), (drawing, reads, writes) -> {
                    produce.done = true;
                    stamp.draw(writes.get(0), new Rows(0, 36), frame);
                }));
        Task consume = new Task(consumer, picture);
        submit(consume, CpuWorks.readback(CONSUME, picture, bytes -> consume.done = true));
    }

    private void submit(Task task, CpuWork work) {
        AccessSet set = work.writes().isEmpty()
                ? AccessSet.shared(task.picture.queues().get(0))
                : AccessSet.exclusive(task.picture.queues().get(0));
        task.job = dispatcher.submit(set, task.stage.client, work, TERMS);
        tasks.add(task);
    }

    /** From now on nothing is submitted and nothing goes wrong; then all must end in good time. */
    void settle() {
        stopped = true;
        producer.faults.stop();
        consumer.faults.stop();
        loop.runUntil(loop.nowNanos() + SETTLE_TICKS * TICK);
        assertThat(tasks).extracting(task -> task.job.outcome()).doesNotContainNull();
        loop.run(); // what zombies and the frozen still do has no effect
        laws.end();
        assertThat(laws.violations()).isEmpty();
        assertThat(laws.complete()).isTrue();
    }

    /** How many jobs did not complete. */
    long lost() {
        return tasks.stream()
                .filter(task -> task.job.outcome() != Outcome.COMPLETED)
                .count();
    }
}
