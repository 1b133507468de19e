package dev.baton.sim.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.Device;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.SystemHeap;
import dev.baton.buffers.heap.Topology;
import dev.baton.buffers.heap.UserMemory;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Ending;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.sim.EventLoop;
import dev.baton.sim.Interrupt;
import dev.baton.sim.PostingLoop;
import dev.baton.sim.SeededScheduler;
import dev.baton.sim.capture.CaptureOptions.Memory;
import dev.baton.sim.cpu.Cpu;
import dev.baton.sim.cpu.CpuWorks;
import dev.baton.sim.pixels.FrameStamp;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.PixelFormat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

class CaptureTest {
    private static final int WIDTH = 64;
    private static final int HEIGHT = 36;
    private static final long PERIOD = 40_000_000;
    private static final JobOptions TERMS = JobOptions.DEFAULT;

    private final EventLoop loop = new EventLoop(new SeededScheduler(1));
    private final Dispatcher dispatcher = new Dispatcher(null, loop.timers("engine"));
    private final Cpu cpu = new Cpu(loop, "cpu", null, Interrupt.SOUND);
    private final List<CaptureListener.Frame> frames = new ArrayList<>();
    private final List<Long> dropped = new ArrayList<>();
    private final List<Ending> returned = new ArrayList<>();
    private final CaptureListener listener = new CaptureListener() {
        @Override
        public void filled(Frame frame) {
            frames.add(frame);
        }

        @Override
        public void returned(int index, Ending ending) {
            returned.add(ending);
        }

        @Override
        public void dropped(long sequence) {
            dropped.add(sequence);
        }
    };

    private Capture camera(Memory memory, PixelFormat format, long periodNanos) {
        return new Capture(
                loop,
                dispatcher,
                new CaptureOptions("camera", memory, format, WIDTH, HEIGHT, periodNanos),
                Interrupt.SOUND);
    }

    private Capture mmap(int count) {
        Capture camera = camera(Memory.MMAP, PixelFormat.NV12, PERIOD);
        camera.request(count, new SystemHeap());
        return camera;
    }

    private List<Integer> numbers(Framebuffer picture) {
        List<Integer> numbers = new ArrayList<>();
        FrameStamp stamp = new FrameStamp(picture.format(), WIDTH);
        AccessSet set = AccessSet.shared(picture.queues().get(0));
        dispatcher.submit(set, cpu, CpuWorks.check(0, picture, stamp, numbers::add), TERMS);
        loop.runUntil(loop.nowNanos());
        return numbers;
    }

    @Test
    void aFrameIsWrittenIntoTheBufferGrantedFirstAndToldWithItsNumberAndTime() {
        Capture camera = mmap(2);
        Job first = camera.queue(1, TERMS);
        camera.queue(0, TERMS);
        loop.runUntil(7);
        camera.streamOn(listener);
        loop.runUntil(2 * PERIOD + 7);
        assertThat(first.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(frames).extracting(CaptureListener.Frame::index).containsExactly(1, 0);
        assertThat(frames).extracting(CaptureListener.Frame::sequence).containsExactly(0L, 1L);
        assertThat(frames.get(1).timestampNanos()).isEqualTo(2 * PERIOD + 7);
        assertThat(numbers(frames.get(1).picture())).hasSize(HEIGHT).containsOnly(1);
    }

    /** As when its loop comes to that while another thread is still inside QBUF. */
    @Test
    void aBufferThatIsBeingQueuedAsTheStreamIsTurnedOffComesBack() {
        Capture camera = mmap(1);
        camera.streamOn(listener);
        camera.submitAs(job -> {
            camera.streamOff();
            camera.granted(job);
        });
        Job job = camera.queue(0, TERMS);
        loop.run();
        assertThat(job.cause()).isInstanceOf(CancellationException.class);
        assertThat(returned).hasSize(1);
    }

    @Test
    void memoryThatIsRefusedAsItsIndexIsQueuedLeavesTheQueuedOneAsItIs() {
        Capture camera = camera(Memory.USERPTR, PixelFormat.GREY, PERIOD);
        camera.request(1);
        UserMemory first = new UserMemory(0, SharedBuffer.PAGE_SIZE);
        UserMemory other = new UserMemory(1 << 20, SharedBuffer.PAGE_SIZE);
        first.seal(UserMemory.Seal.SHRINK);
        other.seal(UserMemory.Seal.SHRINK);
        camera.queue(0, List.of(first), TERMS);
        assertThatThrownBy(() -> camera.queue(0, List.of(other), TERMS))
                .hasMessageContaining("buffer 0 is queued");
        camera.streamOn(listener);
        loop.runUntil(PERIOD);
        assertThat(numbers(frames.get(0).picture())).containsOnly(0);
    }

    @Test
    void aFrameWithoutBufferIsDroppedAndItsNumberUsedUp() {
        Capture camera = mmap(1);
        camera.streamOn(listener);
        loop.runUntil(PERIOD);
        camera.queue(0, TERMS);
        loop.runUntil(2 * PERIOD);
        assertThat(dropped).containsExactly(0L);
        assertThat(camera.dropped()).isEqualTo(1);
        assertThat(frames).extracting(CaptureListener.Frame::sequence).containsExactly(1L);
    }

    /** 100 ppm are 9 frames of the 90,000 of an hour. */
    @ParameterizedTest
    @CsvSource({"0, 90000", "100, 89991", "-100, 90009"})
    void framesKeepTheRateOfTheCamerasOwnClockForHours(int driftPpm, long frames) {
        Capture camera = new Capture(
                loop,
                dispatcher,
                new CaptureOptions(
                        Device.named("camera"),
                        Topology.DIRECT,
                        Memory.MMAP,
                        PixelFormat.GREY,
                        WIDTH,
                        HEIGHT,
                        PERIOD,
                        driftPpm),
                Interrupt.SOUND);
        camera.streamOn(listener);
        loop.runUntil(3_600_000_000_000L);
        assertThat(camera.dropped()).isEqualTo(frames);
    }

    @Test
    @Tag("B3")
    void aBufferThatIsStillReadIsQueuedAndFilledWhenTheReaderIsDone() {
        Capture camera = mmap(1);
        camera.queue(0, TERMS);
        camera.streamOn(listener);
        loop.runUntil(PERIOD);
        Framebuffer picture = frames.get(0).picture();
        AccessSet set = AccessSet.shared(picture.queues().get(0));
        Job reader = dispatcher.submit(set, job -> {});
        camera.queue(0, TERMS);
        loop.runUntil(2 * PERIOD);
        assertThat(dropped).containsExactly(1L);
        assertThat(numbers(picture)).as("it waits behind the camera").isEmpty();
        reader.release();
        loop.runUntil(3 * PERIOD);
        assertThat(frames).extracting(CaptureListener.Frame::sequence).containsExactly(0L, 2L);
    }

    @Test
    void planesAreExportedOneByOneAndImportedWithoutCopy() {
        Capture camera = mmap(1);
        Framebuffer imported = Framebuffer.of(
                PixelFormat.NV12, WIDTH, HEIGHT, camera.export(0, 0), camera.export(0, 1));
        assertThat(imported.queues()).hasSize(2);
        camera.queue(0, TERMS);
        camera.streamOn(listener);
        loop.runUntil(PERIOD);
        assertThat(numbers(imported)).containsOnly(0);
        assertThatThrownBy(() -> camera.export(0, 2)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void importedBuffersAreFilledAndStayTheirOwners() {
        Capture camera = camera(Memory.DMABUF, PixelFormat.GREY, PERIOD);
        camera.request(1);
        long bytes = Framebuffer.bytesFor(PixelFormat.GREY, WIDTH, HEIGHT);
        BufferHandle handle = new SystemHeap().allocate("mine", bytes);
        Framebuffer picture = Framebuffer.of(PixelFormat.GREY, WIDTH, HEIGHT, handle);
        Framebuffer other = Framebuffer.of(PixelFormat.GREY, WIDTH, 18, handle.duplicate());
        camera.queue(0, picture, TERMS);
        camera.streamOn(listener);
        loop.runUntil(PERIOD);
        assertThat(numbers(picture)).containsOnly(0);
        assertThatThrownBy(() -> camera.queue(0, other, TERMS))
                .hasMessageContaining("camera writes GREY 64x36");
        assertThatThrownBy(() -> camera.queue(0, TERMS)).hasMessageContaining("fills DMABUF");
        camera.close();
        assertThat(handle.duplicate().buffer().size()).isEqualTo(SharedBuffer.PAGE_SIZE);
    }

    @Test
    void aUsersMemoryIsWrappedOnceAndFilledInPlace() {
        Capture camera = camera(Memory.USERPTR, PixelFormat.GREY, PERIOD);
        camera.request(1);
        UserMemory memory = new UserMemory(0x10_000, SharedBuffer.PAGE_SIZE);
        assertThatThrownBy(() -> camera.queue(0, List.of(memory), TERMS))
                .isInstanceOf(BufferException.Unsealed.class);
        memory.seal(UserMemory.Seal.SHRINK);
        camera.queue(0, List.of(memory), TERMS);
        camera.streamOn(listener);
        loop.runUntil(PERIOD);
        camera.queue(0, List.of(memory), TERMS);
        loop.runUntil(2 * PERIOD);
        assertThat(frames).hasSize(2);
        assertThat(frames.get(0).picture()).isSameAs(frames.get(1).picture());
        byte[] row = new byte[WIDTH];
        memory.bytes().get(0, row, 0, WIDTH);
        assertThat(new FrameStamp(PixelFormat.GREY, WIDTH).numberOf(row, 0)).isEqualTo(1);
    }

    @Test
    void streamOffReturnsAllBuffersAndStreamOnBeginsAnew() {
        Capture camera = mmap(2);
        Job owner = camera.queue(0, TERMS);
        Job blocker = dispatcher.submit(
                AccessSet.exclusive(SyncQueue.of(camera.export(1, 0).buffer())), job -> {});
        Job waiter = camera.queue(1, TERMS);
        camera.streamOn(listener);
        loop.runUntil(PERIOD / 2);
        camera.streamOff();
        assertThat(owner.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(owner.cause()).hasMessageContaining("turned off");
        assertThat(waiter.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(returned).hasSize(2);
        blocker.release();

        camera.queue(0, TERMS);
        camera.streamOn(listener);
        loop.runUntil(PERIOD);
        assertThat(frames).as("the tick of the first stream").isEmpty();
        loop.runUntil(PERIOD + PERIOD / 2);
        assertThat(frames).extracting(CaptureListener.Frame::sequence).containsExactly(0L);
    }

    @Test
    void aBufferGrantedAsTheStreamIsTurnedOffComesBack() {
        CaptureOptions options =
                new CaptureOptions("camera", Memory.MMAP, PixelFormat.GREY, WIDTH, HEIGHT, PERIOD);
        Capture camera = new Capture(new PostingLoop(loop), dispatcher, options, Interrupt.SOUND);
        camera.request(1, new SystemHeap());
        Job job = camera.queue(0, TERMS);
        camera.streamOff();
        assertThat(job.outcome()).as("its grant is on the way to the camera").isNull();
        loop.run();
        assertThat(job.cause()).hasMessageContaining("turned off");
    }

    @Test
    void whatIsQueuedAlreadyOrStreamsAlreadyIsRefused() {
        Capture camera = mmap(1);
        camera.queue(0, TERMS);
        camera.streamOn(listener);
        assertThatThrownBy(() -> camera.queue(0, TERMS)).hasMessageContaining("is queued");
        assertThatThrownBy(() -> camera.streamOn(listener)).hasMessageContaining("already");
        assertThatThrownBy(() -> camera.request(1)).hasMessageContaining("is queued");
        assertThatThrownBy(() -> camera.request(33)).hasMessageContaining("at most 32");
        assertThatThrownBy(() -> camera.queue(1, TERMS))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    @Tag("S16")
    void aHungCameraLosesOneBufferAndGoesOn() {
        Capture camera = mmap(2);
        JobOptions held = TERMS.hold(Duration.ofNanos(2 * PERIOD));
        Job hungIn = camera.queue(0, held);
        Job next = camera.queue(1, held);
        camera.streamOn(listener);
        camera.hang();
        loop.runUntil(10 * PERIOD);
        assertThat(hungIn.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(next.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(returned).hasSize(1);
    }

    @Test
    @Tag("B12")
    void aZombieCameraWritesWithoutEffect() {
        Capture camera = mmap(1);
        Job job = camera.queue(0, TERMS);
        camera.streamOn(listener);
        camera.kill();
        loop.runUntil(PERIOD);
        dispatcher.close(camera, Duration.ZERO);
        assertThat(job.outcome()).isEqualTo(Outcome.ABANDONED);
        camera.revive();
        loop.runUntil(2 * PERIOD);
        Framebuffer untouched = Framebuffer.of(
                PixelFormat.NV12, WIDTH, HEIGHT, camera.export(0, 0), camera.export(0, 1));
        assertThat(numbers(untouched)).containsOnly(FrameStamp.NO_NUMBER);
        assertThat(dispatcher.lateReleases()).isEqualTo(1);
    }

    @Test
    void aResetReturnsWhatTheCameraOwnsAndTheStreamGoesOn() {
        Capture camera = mmap(1);
        Job job = camera.queue(0, TERMS);
        camera.streamOn(listener);
        camera.reset();
        assertThat(job.cause()).hasMessageContaining("reset");
        camera.queue(0, TERMS);
        loop.runUntil(PERIOD);
        assertThat(frames).hasSize(1);
    }
}
