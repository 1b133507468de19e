package dev.baton.sim.capture;

import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.heap.Heap;
import dev.baton.buffers.heap.UserMemory;
import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Ending;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.sim.Breakable;
import dev.baton.sim.Interrupt;
import dev.baton.sim.Loop;
import dev.baton.sim.pixels.Framebuffer;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A camera with a queue of buffers, after V4L2. A queued buffer is an exclusive job: it may still be
 * read by others, and when it is granted the camera may fill it. It takes a frame at each tick of its
 * own fixed rate, into the buffer that it was granted first; if it has none, the frame is dropped,
 * and its number is used up.
 *
 * <pre>
 *   QBUF    job submitted      job granted: prepare     frame: filled, finish     job over: DQBUF
 * </pre>
 *
 * <p>Prepare and finish are maintenance of caches and nothing else, as in videobuf2: who may touch a
 * buffer when is the engine's business (B3).
 *
 * <p><b>Threading:</b> as {@link Client} and {@link Breakable}; buffers are queued from any thread, as
 * by an ioctl, one index by one at a time; everything else on its loop, or before that runs.
 *
 * @since 0.1
 */
public final class Capture implements Client, Breakable, AutoCloseable {
    /** How many buffers there may be: V4L2's {@code VIDEO_MAX_FRAME}. */
    public static final int BUFFERS_MAX = 32;

    private static final String COMES_BACK = "wait until it comes back";

    private final Loop loop;
    private final Dispatcher dispatcher;
    private final CaptureOptions options;
    private final CaptureBuffers buffers;
    private final Sensor sensor;

    private Client client = this;
    private @Nullable CaptureListener listener;

    /** What stays with the camera, by index. Read and written: volatile; replaced on the loop. */
    private volatile AtomicReferenceArray<@Nullable Filling> queued = new AtomicReferenceArray<>(0);

    /**
     * A camera that is off and has no buffers.
     *
     * @param loop its clock
     * @param dispatcher where its jobs are submitted
     * @param options what it is like
     * @param interrupt how it tells that it is done with a job
     */
    public Capture(Loop loop, Dispatcher dispatcher, CaptureOptions options, Interrupt interrupt) {
        this.loop = Objects.requireNonNull(loop, "loop");
        this.dispatcher = Objects.requireNonNull(dispatcher, "dispatcher");
        this.options = options;
        this.buffers = new CaptureBuffers(options);
        this.sensor = new Sensor(loop, options, interrupt);
    }

    @Override
    public String name() {
        return options.name();
    }

    /**
     * Makes room for imported or wrapped buffers: {@code VIDIOC_REQBUFS}. What was there is given up.
     *
     * @param count how many, at most {@link #BUFFERS_MAX}
     * @throws IllegalStateException if a buffer is queued
     */
    public void request(int count) {
        if (count < 0 || count > BUFFERS_MAX) {
            throw new IllegalArgumentException(
                    name() + ": " + count + " buffers; use at most " + BUFFERS_MAX);
        }
        for (int i = 0; i < queued.length(); i++) {
            refuseQueued(i, "turn the stream off first");
        }
        buffers.request(count);
        queued = new AtomicReferenceArray<>(count);
    }

    /**
     * Makes buffers of the camera's own, one for each plane: {@code VIDIOC_REQBUFS} for MMAP.
     *
     * @param count how many, at most {@link #BUFFERS_MAX}
     * @param heap what they are made of
     * @throws BufferException.Exhausted if the heap has no room
     */
    public void request(int count, Heap heap) {
        request(count);
        buffers.allocate(heap);
    }

    /**
     * Exports a plane of one of the camera's own buffers: {@code VIDIOC_EXPBUF}.
     *
     * @param index the buffer's
     * @param plane from 0
     * @return a handle of the caller's own
     */
    public BufferHandle export(int index, int plane) {
        return buffers.export(index, plane);
    }

    /**
     * Queues a buffer of the camera's own: {@code VIDIOC_QBUF} for MMAP.
     *
     * @param index the buffer's
     * @param terms what its job asks for beside the buffer
     * @return the job, which ends when the buffer comes back
     * @throws IllegalStateException if the buffer is queued already, or this camera fills others
     */
    public Job queue(int index, JobOptions terms) {
        return submit(index, buffers.own(index), terms);
    }

    /**
     * Queues an imported buffer: {@code VIDIOC_QBUF} for DMABUF. It stays its owner's to close.
     *
     * @param index where
     * @param picture what is to be filled; of the camera's format and size
     * @param terms what its job asks for beside the buffer
     * @return the job
     * @throws IllegalStateException as above
     */
    public Job queue(int index, Framebuffer picture, JobOptions terms) {
        return submit(index, buffers.imported(index, picture), terms);
    }

    /**
     * Queues memory of a user: {@code VIDIOC_QBUF} for USERPTR.
     *
     * @param index where
     * @param memory one for each plane, or one for all; in whole pages, and sealed against shrinking
     * @param terms what its job asks for beside the buffer
     * @return the job
     * @throws IllegalStateException as above
     * @throws BufferException as {@link UserMemory#share}
     */
    public Job queue(int index, List<UserMemory> memory, JobOptions terms) {
        refuseQueued(index, COMES_BACK);
        return submit(index, buffers.wrapped(index, memory), terms);
    }

    private void refuseQueued(int index, String instead) {
        if (queued.get(index) != null) {
            throw isQueued(index, instead);
        }
    }

    private IllegalStateException isQueued(int index, String instead) {
        return new IllegalStateException(name() + ": buffer " + index + " is queued; " + instead);
    }

    /**
     * Lets another stand for this camera where jobs are submitted, such as one with faults.
     *
     * @param standIn passes grants on to this
     */
    public void submitAs(Client standIn) {
        client = Objects.requireNonNull(standIn, "standIn");
    }

    private Job submit(int index, Framebuffer picture, JobOptions terms) {
        Filling filling = new Filling(index, picture);
        AccessSet.Builder set = AccessSet.builder();
        picture.addTo(set, AccessMode.EXCLUSIVE);
        AtomicReferenceArray<@Nullable Filling> all = queued;
        // Decides: that it is with the camera, before it can come back. Lost: it is there already.
        if (!all.compareAndSet(index, null, filling)) {
            throw isQueued(index, COMES_BACK);
        }
        boolean submitted = false;
        try {
            Job job = dispatcher.submit(set.build(), client, filling, terms);
            submitted = true;
            filling.job = job;
            if (filling.returned) { // by a STREAMOFF that did not know the job yet
                job.cancel();
            }
            job.whenEnded().thenAccept(ending -> loop.post(() -> dequeue(filling, ending)));
            return job;
        } finally {
            if (!submitted) {
                all.set(index, null);
            }
        }
    }

    /** Takes the buffer, to be filled in its turn. */
    @Override
    public void granted(Job job) {
        if (job.attachment() instanceof Filling filling) {
            filling.job = job;
            sensor.granted(filling, job);
        } else if (job.outcome() == null) {
            throw new IllegalArgumentException(job + " was not queued at " + name());
        }
    }

    private void dequeue(Filling filling, Ending ending) {
        AtomicReferenceArray<@Nullable Filling> all = queued;
        if (filling.index < all.length() && all.compareAndSet(filling.index, filling, null)) {
            CaptureListener told = listener;
            CaptureListener.Frame frame = filling.frame;
            if (told != null && frame != null && ending.outcome() == Outcome.COMPLETED) {
                told.filled(frame);
            } else if (told != null) {
                told.returned(filling.index, ending);
            }
        }
    }

    /**
     * Turns the stream on: {@code VIDIOC_STREAMON}. The first frame, number 0, is taken after one
     * period.
     *
     * @param dequeuer told of buffers that come back
     */
    public void streamOn(CaptureListener dequeuer) {
        if (sensor.isOn()) {
            throw new IllegalStateException(name() + " streams already");
        }
        listener = Objects.requireNonNull(dequeuer, "dequeuer");
        sensor.start(dequeuer);
    }

    /**
     * Turns the stream off, and gives all buffers back: {@code VIDIOC_STREAMOFF}. Jobs that wait end
     * CANCELLED, those that own their buffers FAILED, as nothing was written.
     */
    public void streamOff() {
        sensor.stop();
        AtomicReferenceArray<@Nullable Filling> all = queued;
        for (int i = 0; i < all.length(); i++) {
            Filling filling = all.get(i);
            if (filling != null) {
                filling.returned = true; // before its job is looked at
                Job job = filling.job;
                if (job != null && !job.cancel()) {
                    sensor.giveBack(filling);
                }
            }
        }
    }

    @Override
    public void hang() {
        loop.post(sensor::hang);
    }

    @Override
    public void kill() {
        loop.post(sensor::kill);
    }

    @Override
    public void revive() {
        loop.post(sensor::revive);
    }

    /** All buffers that it owns come back without a frame. One that was dead is off, and has none. */
    @Override
    public void reset() {
        loop.post(() -> {
            if (sensor.reset()) {
                queued = new AtomicReferenceArray<>(queued.length());
            }
        });
    }

    @Override
    public boolean isWorking(Job job) {
        return sensor.isWorking(job);
    }

    /** Gives the buffer up, and hangs no longer if it was the next one. The dead keep what they have. */
    @Override
    public void fenceOff(Job job) {
        loop.post(() -> sensor.fenceOff(job));
    }

    /**
     * Which buffer a job fills.
     *
     * @param job any
     * @return its index; -1 if it was not queued at a camera
     */
    public static int indexOf(Job job) {
        return job.attachment() instanceof Filling filling ? filling.index : -1;
    }

    /** {@return how many frames found no buffer, or a camera that does not work} */
    public long dropped() {
        return sensor.dropped();
    }

    /** Turns the stream off, and gives up its own buffers and its way to all others. */
    @Override
    public void close() {
        streamOff();
        sensor.close();
        buffers.close();
    }
}
