package dev.baton.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.heap.SystemHeap;
import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.RefusedException;
import dev.baton.event.EventStream;
import dev.baton.law.Laws;
import dev.baton.sim.EventLoop;
import dev.baton.sim.Loop;
import dev.baton.sim.PostingLoop;
import dev.baton.sim.SeededScheduler;
import dev.baton.sim.cpu.CpuWork;
import dev.baton.sim.cpu.CpuWorks;
import dev.baton.sim.fault.Faults.Rule;
import dev.baton.sim.fault.FaultyPipeline.JobState;
import dev.baton.sim.gpu.Gpu;
import dev.baton.sim.gpu.GpuContext;
import dev.baton.sim.gpu.GpuOptions;
import dev.baton.sim.gpu.Priority;
import dev.baton.sim.gpu.Render;
import dev.baton.sim.gpu.TimeoutHandler;
import dev.baton.sim.kms.Crtc;
import dev.baton.sim.kms.CrtcOptions;
import dev.baton.sim.kms.FlipListener;
import dev.baton.sim.kms.Mode;
import dev.baton.sim.kms.PageFlip;
import dev.baton.sim.kms.Presentation;
import dev.baton.sim.pixels.FrameStamp;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.PixelFormat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A GPU that draws frames, a display that shows them and a CPU that reads them, all with faults. */
final class FaultyScreen {
    static final long TICK = FaultyPipeline.TICK;

    /**
     * When faults have stopped and nothing is submitted any more, everything ends within so many
     * refreshes, but for what is on the screen: two spans after which a display looks itself, what
     * waits for it, and the watchdogs of GPU and CPU.
     */
    static final int SETTLE_TICKS = 2 * Crtc.FLIP_DONE_VBLANKS_MAX + 12;

    static final int TASKS_PER_FRAME = 4;

    /** Of one device at a time; some may have ended while others of their frames have not. */
    static final int FRAMES_IN_FLIGHT_MAX = 12;

    static final int FRAMES_IN_FLIGHT = 5;

    private static final int TASKS_IN_FLIGHT = FRAMES_IN_FLIGHT * TASKS_PER_FRAME;
    private static final int WIDTH = 64;
    private static final int HEIGHT = 36;
    private static final long DRAW = 3_000_000;
    private static final JobOptions TERMS = JobOptions.DEFAULT.hold(Duration.ofNanos(2 * TICK));

    final Laws laws = Laws.all();
    final EventLoop loop;
    final Dispatcher dispatcher;
    final Stage gpu;
    final Stage display;
    final Stage reader;
    final List<Task> tasks = new ArrayList<>();
    private final Crtc crtc;
    private final boolean isMailbox;
    private final Gpu chip;
    private final GpuContext innocent;
    private final List<Framebuffer> buffers = new ArrayList<>();
    private final Framebuffer scratch = framebuffer("scratch");
    private final FrameStamp stamp = new FrameStamp(PixelFormat.XR24, WIDTH);
    private Task shown;
    private boolean stopped;
    private int frames;
    private int refused;

    /** A job and how far its work has come. */
    static final class Task {
        final String name;
        final int frame;
        boolean begun;
        boolean done;
        Job job;

        Task(String name, int frame) {
            this.name = name;
            this.frame = frame;
        }

        JobState state() {
            if (job == null || job.outcome() == null && !job.isGranted()) {
                return JobState.QUEUED;
            }
            return job.outcome() != null
                    ? JobState.RELEASED
                    : done ? JobState.COMPLETING : begun ? JobState.RUNNING : JobState.GRANTED;
        }

        @Override
        public String toString() {
            return name + " " + frame + " " + job + " " + state();
        }
    }

    /**
     * Begins to run.
     *
     * @param count of buffers: with as many as there are frames in flight or fewer, an application may
     *     draw into what is on the screen when the flips in between have failed
     */
    FaultyScreen(long seed, Presentation presentation, int count, List<Rule> rules) {
        loop = new EventLoop(new SeededScheduler(seed), laws::quiescent);
        dispatcher = new Dispatcher(new EventStream(loop::nowNanos, laws), loop.timers("engine"));
        gpu = new Stage(own(seed), dispatcher, "gpu", rules);
        display = new Stage(own(seed), dispatcher, "display", rules);
        reader = Stage.cpu(own(seed), dispatcher, "reader", rules);
        long timeout = seed % 4 < 2 ? TICK : 0; // without, the watchdogs are all there is
        GpuOptions options =
                GpuOptions.named("gpu").withTimeout(timeout, TICK / 4, TimeoutHandler.RESET);
        chip = new Gpu(own(seed), options, gpu.line);
        innocent = chip.context("innocent", 0, Priority.NORMAL);
        gpu.attach(chip.context("drawing", 0, Priority.NORMAL), chip);
        CrtcOptions screen = CrtcOptions.of("display", new Mode(WIDTH, HEIGHT, TICK))
                .presentation(presentation)
                .bands(4);
        isMailbox = presentation == Presentation.MAILBOX;
        crtc = new Crtc(own(seed), dispatcher, screen, display.line, (number, at, latched) -> {});
        display.attach(crtc);
        for (int i = 0; i < count; i++) {
            buffers.add(framebuffer("buffer " + i));
        }
        loop.at(0, "tick", this::tick);
    }

    private static Framebuffer framebuffer(String name) {
        long bytes = Framebuffer.bytesFor(PixelFormat.XR24, WIDTH, HEIGHT);
        return Framebuffer.of(
                PixelFormat.XR24, WIDTH, HEIGHT, new SystemHeap().allocate(name, bytes));
    }

    /** With odd seeds work is brought to devices as in virtual time, with even ones as in real time. */
    private Loop own(long seed) {
        return seed % 2 != 0 ? loop : new PostingLoop(loop);
    }

    private void tick() {
        if (stopped) {
            return;
        }
        loop.after(TICK, "tick", this::tick);
        while (unended() < TASKS_IN_FLIGHT) {
            Framebuffer picture = buffers.get(frames % buffers.size());
            draw(new Task("prepare", frames), innocent, scratch);
            draw(new Task("draw", frames), gpu.client, picture);
            flip(new Task("flip", frames), picture);
            read(new Task("read", frames), picture);
            frames++;
        }
    }

    private long unended() {
        return tasks.stream().filter(task -> task.job.outcome() == null).count();
    }

    private void draw(Task task, Client client, Framebuffer target) {
        int frame = frames;
        Render.Pass pass =
                new Render.Pass((none, to, rows) -> stamp.draw(to, rows, frame), null, target);
        Render render = new Render(chip.port(), pass, DRAW, 4) {
            @Override
            public void started(Job job) {
                super.started(job);
                task.begun = true;
            }

            @Override
            public void completed(long startNanos, long endNanos) {
                super.completed(startNanos, endNanos);
                task.done = true;
            }
        };
        tasks.add(task);
        task.job = dispatcher.submit(
                AccessSet.exclusive(target.queues().get(0)), client, render, TERMS);
    }

    private void flip(Task task, Framebuffer picture) {
        FlipListener listener = (sequence, nanos) -> {
            task.begun = true;
            if (shown != null) {
                shown.done = true;
            }
            shown = task;
        };
        try {
            task.job = crtc.submit(new PageFlip(picture, AccessMode.SHARED, listener));
            tasks.add(task);
        } catch (RefusedException s20) { // the buffers went round, and this one is on the screen
            refused++;
        }
    }

    private void read(Task task, Framebuffer picture) {
        CpuWork readback = CpuWorks.readback(TICK / 4, picture, bytes -> task.done = true);
        tasks.add(task);
        task.job = dispatcher.submit(
                AccessSet.shared(picture.queues().get(0)), reader.client, readback, TERMS);
    }

    List<Stage> stages() {
        return List.of(gpu, display, reader);
    }

    void run(int ticks) {
        loop.runUntil(loop.nowNanos() + ticks * TICK);
    }

    /** From now on nothing is submitted and nothing goes wrong; then all must end in good time. */
    void settle() {
        stopped = true;
        stages().forEach(stage -> stage.faults.stop());
        run(0); // a jump of the clock may be on its way
        run(SETTLE_TICKS);
        if (refused == 0) { // else there may be who waits for what is on the screen
            assertThat(tasks)
                    .filteredOn(task -> task.job.outcome() == null)
                    .hasSizeLessThanOrEqualTo(1)
                    .allMatch(task -> task == shown);
        }
        crtc.disable();
        run(refused == 0 ? 0 : SETTLE_TICKS);
        assertThat(tasks).allMatch(task -> task.job.outcome() != null);
        loop.run(); // what zombies and the frozen still do has no effect
        laws.end();
        assertThat(laws.violations()).isEmpty();
        assertThat(laws.complete()).isTrue();
    }

    /** Those that came to no good end, but for flips that a mailbox has withdrawn. */
    List<Task> lost() {
        return tasks.stream()
                .filter(task -> task.job.outcome() != Outcome.COMPLETED
                        && !(isMailbox && task.job.outcome() == Outcome.CANCELLED))
                .toList();
    }
}
