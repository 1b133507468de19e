package dev.baton.sim.demo;

import dev.baton.buffers.heap.SystemHeap;
import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.JobOptions;
import dev.baton.event.EventHash;
import dev.baton.event.EventStream;
import dev.baton.law.Laws;
import dev.baton.sim.EventLoop;
import dev.baton.sim.Interrupt;
import dev.baton.sim.SeededScheduler;
import dev.baton.sim.cpu.Application;
import dev.baton.sim.cpu.Cpu;
import dev.baton.sim.cpu.CpuWork;
import dev.baton.sim.gpu.Gpu;
import dev.baton.sim.gpu.GpuContext;
import dev.baton.sim.gpu.GpuOptions;
import dev.baton.sim.gpu.Priority;
import dev.baton.sim.kms.Crtc;
import dev.baton.sim.kms.CrtcOptions;
import dev.baton.sim.kms.PageFlip;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.PixelFormat;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * One run: frames are rendered by a GPU and shown by a display, in a double buffer. When a frame
 * has latched, the application is told, wakes, and submits the next one.
 */
public final class RenderToPageflip {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;
    private static final int FRAMEBUFFERS = 2;
    private static final long SCREENSHOT_NANOS = 400_000;
    private static final int SCREENSHOTS = 3;

    /** The most frames of one run: some twenty seconds of work. */
    public static final int FRAMES_MAX = 10_000;

    private final Mode mode;
    private final Workload work;
    private final IntConsumer progress;

    private final Laws laws = Laws.all();
    private final EventHash hash = new EventHash();
    private final EventLoop loop;
    private final Dispatcher dispatcher;
    private final GpuContext gpu;
    private final Cpu cpu;
    private final Crtc crtc;
    private final Application application;

    private final List<Frame> frames = new ArrayList<>();
    private final RunRecord record;
    private final List<Picture> pictures = new ArrayList<>();
    private @Nullable Picture torn;
    private int tornRowsOff = HEIGHT;

    private RenderToPageflip(Mode mode, Workload work, IntConsumer progress) {
        this.mode = mode;
        this.work = work;
        this.progress = progress;
        loop = new EventLoop(new SeededScheduler(work.seed()), laws::quiescent);
        dispatcher = new Dispatcher(new EventStream(loop::nowNanos, event -> {
            laws.on(event);
            hash.on(event);
        }));
        gpu = new Gpu(loop, GpuOptions.named("gpu"), Interrupt.SOUND)
                .context("gpu", 0, Priority.NORMAL);
        cpu = new Cpu(loop, "cpu", null, Interrupt.SOUND);
        record = new RunRecord(mode);
        crtc = new Crtc(
                loop,
                dispatcher,
                CrtcOptions.of(
                        "crtc", new dev.baton.sim.kms.Mode(WIDTH, HEIGHT, Workload.PERIOD_NANOS)),
                Interrupt.SOUND,
                record::vblank);
        application = new Application(loop, "application", record::woke);
    }

    /**
     * Runs it in virtual time, on this thread.
     *
     * @param mode who brings finished frames to the display
     * @param work what is done; the same in all modes
     * @param progress told the count of presented frames at each
     * @return what came of it
     */
    public static RunReport run(Mode mode, Workload work, IntConsumer progress) {
        return new RenderToPageflip(mode, work, progress).run();
    }

    private RunReport run() {
        List<Canvas> framebuffers = allocate();
        FramePattern pattern = new FramePattern(WIDTH, HEIGHT);
        for (int i = 0; i < work.frames().size(); i++) {
            frames.add(new Frame(
                    i,
                    framebuffers.get(i % FRAMEBUFFERS),
                    pattern,
                    work.frames().get(i).renderNanos(),
                    this::rendered,
                    this::latched));
        }
        if (mode == Mode.UNSYNCHRONISED) {
            timer(0);
        } else {
            wakeToSubmit(0, "start");
        }
        loop.run();
        leaveScreen(frames.get(frames.size() - 1));
        laws.end();
        if (torn != null) {
            pictures.add(torn);
        }
        framebuffers.forEach(Canvas::close);
        return record.report(frames, hash.hex(), laws, pictures);
    }

    private static List<Canvas> allocate() {
        SystemHeap heap = new SystemHeap();
        List<Canvas> framebuffers = new ArrayList<>();
        for (int i = 0; i < FRAMEBUFFERS; i++) {
            String name = "framebuffer " + (char) ('A' + i);
            framebuffers.add(new Canvas(
                    WIDTH,
                    HEIGHT,
                    heap.allocate(name, Framebuffer.bytesFor(PixelFormat.XR24, WIDTH, HEIGHT))));
        }
        return framebuffers;
    }

    private void wakeToSubmit(int number, String why) {
        wake(
                frames.get(number),
                why,
                work.frames().get(number).submitWakeupNanos(),
                () -> submit(number));
    }

    /** The control's own clock: a quarter of a period after vblank, whatever the display does. */
    private void timer(int number) {
        long nanos = Workload.PERIOD_NANOS / 4 + number * Workload.PERIOD_NANOS;
        loop.at(
                nanos,
                "timer",
                () -> wake(
                        frames.get(number),
                        "timer",
                        work.frames().get(number).submitWakeupNanos(),
                        () -> {
                            submit(number);
                            if (number + 1 < frames.size()) {
                                timer(number + 1);
                            }
                        }));
    }

    /** Wakes the application for a frame, and counts it if the frame is ready and waits for it. */
    private void wake(Frame frame, String why, long latencyNanos, Runnable then) {
        application.wake(why, latencyNanos, () -> {
            record.handled(frame);
            then.run();
        });
    }

    private void submit(int number) {
        Frame frame = frames.get(number);
        dispatcher.submit(set(frame, mode.drawing()), gpu, frame, JobOptions.DEFAULT);
        if (mode != Mode.APPLICATION) {
            flip(frame);
        }
    }

    private void rendered(Frame frame) {
        if (mode == Mode.APPLICATION) {
            long latencyNanos = work.frames().get(frame.number).renderedWakeupNanos();
            wake(frame, "rendered", latencyNanos, () -> flip(frame));
        }
    }

    private void flip(Frame frame) {
        crtc.submit(new PageFlip(frame.framebuffer.framebuffer, mode.reading(), frame));
        int every = Math.max(1, frames.size() / SCREENSHOTS);
        if (frame.number % every == every / 2) {
            CpuWork screenshot =
                    CpuWork.of(SCREENSHOT_NANOS, () -> pictures.add(screenshot(frame)));
            dispatcher.submit(set(frame, mode.reading()), cpu, screenshot, JobOptions.DEFAULT);
        }
    }

    private void latched(Frame frame) {
        progress.accept(frame.number + 1);
        if (frame.number > 0) {
            leaveScreen(frames.get(frame.number - 1));
        }
        if (frame.number + 1 == frames.size()) {
            // One more period, to see the last frame scanned out.
            loop.after(Workload.PERIOD_NANOS - 1, "display off", crtc::disable);
        } else if (mode != Mode.UNSYNCHRONISED) {
            wakeToSubmit(frame.number + 1, "flip complete");
        }
    }

    /** Keeps a picture of the frame torn nearest to the middle, as it was seen. */
    private void leaveScreen(Frame frame) {
        Picture seen = frame.leaveScreen(mode.word() + "-torn-frame-" + frame.number);
        int rowsOff = Math.abs(frame.tornRow - HEIGHT / 2);
        if (frame.isTorn() && rowsOff < tornRowsOff) {
            tornRowsOff = rowsOff;
            torn = seen;
        }
    }

    private static AccessSet set(Frame frame, AccessMode access) {
        return AccessSet.builder().add(frame.framebuffer.queue(), access).build();
    }

    private Picture screenshot(Frame frame) {
        int[] pixels = new int[WIDTH * HEIGHT];
        int[] line = new int[WIDTH];
        for (int row = 0; row < HEIGHT; row++) {
            frame.framebuffer.readRow(row, line);
            System.arraycopy(line, 0, pixels, row * WIDTH, WIDTH);
        }
        return new Picture(mode.word() + "-frame-" + frame.number, WIDTH, HEIGHT, pixels);
    }
}
