package dev.baton.sim.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.heap.SystemHeap;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.JobOptions;
import dev.baton.sim.Interrupt;
import dev.baton.sim.ThreadLoop;
import dev.baton.sim.cpu.Cpu;
import dev.baton.sim.cpu.CpuWork;
import dev.baton.sim.cpu.CpuWorks;
import dev.baton.sim.pixels.FrameStamp;
import dev.baton.sim.pixels.PixelFormat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A camera and a CPU, each on a thread of its own: what is read is one whole frame, and that one. */
class CaptureOnThreadsTest {
    private static final int FRAMES = 200;
    private static final int BUFFERS = 3;

    private final ThreadLoop cameras = new ThreadLoop(System.nanoTime(), 1);
    private final ThreadLoop cpus = new ThreadLoop(System.nanoTime(), 2);
    private final Dispatcher dispatcher = new Dispatcher(null, cameras.timers("engine"));
    private final Cpu cpu = new Cpu(cpus, "cpu", null, Interrupt.SOUND);
    private final Capture camera = new Capture(
            cameras,
            dispatcher,
            new CaptureOptions(
                    "camera", CaptureOptions.Memory.MMAP, PixelFormat.GREY, 64, 36, 1_000_000),
            Interrupt.SOUND);
    private final FrameStamp stamp = new FrameStamp(PixelFormat.GREY, 64);
    private final List<String> wrong = new ArrayList<>();
    private final CompletableFuture<Integer> checked = new CompletableFuture<>();
    private int count;

    @Test
    @Tag("S2")
    void everyFrameThatIsReadIsWhole() throws InterruptedException {
        List<Thread> threads = List.of(new Thread(cameras), new Thread(cpus));
        cameras.post(() -> {
            camera.request(BUFFERS, new SystemHeap());
            for (int i = 0; i < BUFFERS; i++) {
                camera.queue(i, JobOptions.DEFAULT);
            }
            camera.streamOn(this::filled);
        });
        threads.forEach(Thread::start);
        assertThat(checked.join()).isEqualTo(FRAMES);
        cameras.stop();
        cpus.stop();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(wrong).isEmpty();
    }

    /** The buffer is queued again at once; the reader is ahead of that. */
    private void filled(CaptureListener.Frame frame) {
        Set<Integer> numbers = new HashSet<>();
        CpuWork check = CpuWorks.check(0, frame.picture(), stamp, numbers::add);
        CpuWork judged = new CpuWork(0, check.reads(), List.of(), (drawing, reads, writes) -> {
            check.body().run(drawing, reads, writes);
            judge(frame, numbers);
        });
        AccessSet set = AccessSet.shared(frame.picture().queues().get(0));
        dispatcher.submit(set, cpu, judged, JobOptions.DEFAULT);
        camera.queue(frame.index(), JobOptions.DEFAULT);
    }

    private void judge(CaptureListener.Frame frame, Set<Integer> numbers) {
        if (!numbers.equals(Set.of((int) frame.sequence()))) {
            wrong.add(frame + " shows " + numbers);
        }
        if (++count == FRAMES) {
            checked.complete(count);
        }
    }
}
