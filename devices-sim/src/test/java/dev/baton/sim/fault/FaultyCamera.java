package dev.baton.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.heap.SystemHeap;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Ending;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.event.EventStream;
import dev.baton.law.Laws;
import dev.baton.sim.EventLoop;
import dev.baton.sim.Interrupt;
import dev.baton.sim.Loop;
import dev.baton.sim.PostingLoop;
import dev.baton.sim.SeededScheduler;
import dev.baton.sim.capture.Capture;
import dev.baton.sim.capture.CaptureListener;
import dev.baton.sim.capture.CaptureOptions;
import dev.baton.sim.cpu.CpuWork;
import dev.baton.sim.cpu.CpuWorks;
import dev.baton.sim.fault.Faults.Rule;
import dev.baton.sim.fault.FaultyPipeline.JobState;
import dev.baton.sim.pixels.PixelFormat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A camera with faults, and the application that queues what is free and whatever comes back; a CPU
 * reads the frames while their buffers are queued again.
 */
final class FaultyCamera implements CaptureListener {
    static final long TICK = FaultyPipeline.TICK;

    private static final int BUFFERS = 3;
    private static final long INTERRUPT_NANOS = 100_000;
    private static final JobOptions TERMS = JobOptions.DEFAULT.hold(Duration.ofNanos(2 * TICK));

    final EventLoop loop;
    final Faults faults;
    final FaultyInterrupt interrupt;
    final List<Job> captures = new ArrayList<>();
    FaultyClient client;
    int frames;
    private final Laws laws = Laws.all();
    private final Loop own;
    private final Dispatcher dispatcher;
    private final Capture camera;
    private final Stage reader;
    private final List<Job> reads = new ArrayList<>();
    private final Set<Job> done = new HashSet<>();
    private final TreeSet<Integer> free = new TreeSet<>();
    private boolean stopped;
    private boolean crashed;

    FaultyCamera(long seed, List<Rule> rules) {
        loop = new EventLoop(new SeededScheduler(seed), laws::quiescent);
        dispatcher = new Dispatcher(new EventStream(loop::nowNanos, laws), loop.timers("engine"));
        own = seed % 2 != 0 ? loop : new PostingLoop(loop);
        faults = new Faults(own, rules);
        interrupt = new FaultyInterrupt(faults, Interrupt.SOUND);
        reader = Stage.cpu(own, dispatcher, "reader", List.of());
        CaptureOptions options = new CaptureOptions(
                "camera", CaptureOptions.Memory.MMAP, PixelFormat.GREY, 64, 36, TICK);
        camera = new Capture(own, dispatcher, options, this::raise);
        camera.request(BUFFERS, new SystemHeap());
        for (int i = 0; i < BUFFERS; i++) {
            free.add(i);
        }
        begin();
        camera.streamOn(this);
    }

    private void raise(Job job, Throwable error) {
        done.add(job);
        own.after(INTERRUPT_NANOS, "camera interrupt", () -> interrupt.done(job, error));
    }

    private void begin() {
        crashed = false;
        client = FaultyClient.of(faults, camera, camera, this::crashed);
        camera.submitAs(client);
        queueFree();
    }

    private void queueFree() {
        while (!stopped && !crashed && !free.isEmpty()) {
            captures.add(camera.queue(free.pollFirst(), TERMS));
        }
    }

    private void crashed(FaultyClient dead, Fault fault) {
        if (fault == Fault.F1_HUNG) {
            return; // its jobs have watchdogs
        }
        crashed = true;
        loop.after(TICK / 8, "noticed", () -> {
            dispatcher.close(dead, Duration.ZERO);
            if (fault == Fault.F7_ZOMBIE) {
                camera.revive();
            } else {
                camera.reset();
                own.post(() -> camera.streamOn(this));
            }
            own.post(this::begin);
        });
    }

    @Override
    public void filled(Frame frame) {
        frames++;
        CpuWork look = CpuWorks.readback(TICK / 2, frame.picture(), bytes -> {});
        AccessSet set = AccessSet.shared(frame.picture().queues().get(0));
        reads.add(dispatcher.submit(set, reader.client, look, TERMS));
        comesBack(frame.index());
    }

    @Override
    public void returned(int index, Ending ending) {
        comesBack(index);
    }

    private void comesBack(int index) {
        free.add(index);
        own.post(this::queueFree);
    }

    /** A camera works on the first buffer that it owns: the next frame comes there. */
    JobState state(Job job) {
        if (job.outcome() != null) {
            return JobState.RELEASED;
        }
        if (!job.isGranted()) {
            return JobState.QUEUED;
        }
        Job first = captures.stream()
                .filter(each -> each.isGranted() && each.outcome() == null && !done.contains(each))
                .findFirst()
                .orElse(null);
        return done.contains(job)
                ? JobState.COMPLETING
                : job == first ? JobState.RUNNING : JobState.GRANTED;
    }

    /** When faults have stopped it goes on, and when it is turned off all ends in good time. */
    void settle() {
        faults.stop();
        int before = frames;
        loop.runUntil(loop.nowNanos() + FaultyPipeline.SETTLE_TICKS * TICK);
        assertThat(frames).as("it goes on").isGreaterThan(before);

        stopped = true;
        camera.streamOff();
        loop.runUntil(loop.nowNanos() + FaultyPipeline.SETTLE_TICKS * TICK);
        assertThat(captures).extracting(Job::outcome).doesNotContainNull();
        assertThat(reads).extracting(Job::outcome).doesNotContainNull();
        loop.run();
        laws.end();
        assertThat(laws.violations()).isEmpty();
        assertThat(laws.complete()).isTrue();
    }
}
