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
import dev.baton.sim.pixels.PixelFormat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A camera with faults, whose frames a CPU reads while the buffers are queued again. */
class FaultyCameraTest {
    private static final long TICK = FaultyPipeline.TICK;
    private static final int BUFFERS = 3;
    private static final int SEEDS = 10;
    private static final int TICKS = 300;
    private static final JobOptions TERMS = JobOptions.DEFAULT.hold(Duration.ofNanos(2 * TICK));

    /** The application: queues what is free, and whatever comes back. */
    private static final class App implements CaptureListener {
        private final Laws laws = Laws.all();
        private final EventLoop loop;
        private final Loop own;
        private final Dispatcher dispatcher;
        private final Faults faults;
        private final Capture camera;
        private final Stage reader;
        private final List<Job> jobs = new ArrayList<>();
        private final TreeSet<Integer> free = new TreeSet<>();
        private boolean stopped;
        private boolean crashed;
        private int frames;

        App(long seed, Rule rule) {
            loop = new EventLoop(new SeededScheduler(seed), laws::quiescent);
            dispatcher =
                    new Dispatcher(new EventStream(loop::nowNanos, laws), loop.timers("engine"));
            own = seed % 2 != 0 ? loop : new PostingLoop(loop);
            faults = new Faults(own, List.of(rule));
            reader = Stage.cpu(own, dispatcher, "reader", List.of());
            CaptureOptions options = new CaptureOptions(
                    "camera", CaptureOptions.Memory.MMAP, PixelFormat.GREY, 64, 36, 16_666_667);
            camera = new Capture(
                    own, dispatcher, options, new FaultyInterrupt(faults, Interrupt.SOUND));
            camera.request(BUFFERS, new SystemHeap());
            for (int i = 0; i < BUFFERS; i++) {
                free.add(i);
            }
            begin();
        }

        private void begin() {
            crashed = false;
            camera.submitAs(FaultyClient.of(faults, camera, camera, this::crashed));
            queueFree();
        }

        private void queueFree() {
            while (!stopped && !crashed && !free.isEmpty()) {
                jobs.add(camera.queue(free.pollFirst(), TERMS));
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
            jobs.add(dispatcher.submit(set, reader.client, look, TERMS));
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
    }

    static Stream<Arguments> faults() {
        return Pairs.MATRIX.stream()
                .flatMap(fault -> LongStream.rangeClosed(1, SEEDS)
                        .mapToObj(seed -> Arguments.of(fault, seed)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("faults")
    @Tag("S13")
    @Tag("S16")
    void everyBufferComesBackAndTheCameraGoesOn(Fault fault, long seed) {
        App app = new App(seed, Rule.chance(fault, 50_000));
        app.camera.streamOn(app);
        app.loop.runUntil(TICKS * TICK);
        app.faults.stop();
        int before = app.frames;
        app.loop.runUntil(app.loop.nowNanos() + FaultyPipeline.SETTLE_TICKS * TICK);
        assertThat(app.frames).as("it goes on").isGreaterThan(before);

        app.stopped = true;
        app.camera.streamOff();
        app.loop.runUntil(app.loop.nowNanos() + FaultyPipeline.SETTLE_TICKS * TICK);
        assertThat(app.jobs).extracting(Job::outcome).doesNotContainNull();
        app.loop.run();
        app.laws.end();
        assertThat(app.laws.violations()).isEmpty();
        assertThat(app.faults.injected()).containsOnlyKeys(fault);
    }
}
