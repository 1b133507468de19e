package dev.baton.sim.kms;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.EagerClient;
import dev.baton.engine.Gate;
import dev.baton.engine.HardwareClient;
import dev.baton.engine.HardwareDomain;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Succession;
import dev.baton.engine.SyncQueue;
import dev.baton.sim.Breakable;
import dev.baton.sim.Interrupt;
import dev.baton.sim.Loop;
import dev.baton.sim.Semaphore;
import dev.baton.sim.kms.FlipListener.Dropped;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A display controller. At each vblank it latches the flip that is pending, if one is, and scans
 * out what is on the screen, band by band, until the next vblank.
 *
 * <pre>
 *   flip N       granted ......... latched ........................ released
 *   crtc queue   |--- exclusive ---|                                    flips keep their order
 *   buffers      |--- shared, open-ended (S20) --------------------|    until flip N+1 latches
 * </pre>
 *
 * <p>The controller is itself a queue in the set of each flip, held until the latch. So flips latch
 * in the order of their submission, one per vblank, whatever is rendered first. A mailbox keeps that
 * queue for what is on the screen: at a vblank it takes the latest flip whose buffers are there, and
 * withdraws those before it.
 *
 * <p>It keeps the buffers that it was given attached and alive until it is turned off.
 *
 * <p><b>Threading:</b> {@link #submit}, {@link #test} and {@link #commit} from one thread at a time,
 * {@link Breakable} as that says, everything else on its loop, where listeners are called, too.
 *
 * @since 0.1
 */
public final class Crtc implements Breakable, AutoCloseable {
    /** How long a commit waits for its in-fences: as long as DRM's helpers wait for a flip. */
    public static final Duration IN_FENCE_TIMEOUT = Duration.ofSeconds(10);

    /**
     * After how many vblanks buffers that have left the screen must have been given back, and the
     * display must have heard of a grant; otherwise it looks itself.
     */
    public static final int FLIP_DONE_VBLANKS_MAX = 10;

    private final Loop loop;
    private final Dispatcher dispatcher;
    private final CrtcOptions options;
    private final Succession flips;
    private final JobOptions openEnded;
    private final Shown shown;
    private final Pipe pipe;
    private final boolean isImmediate;
    private Client own;
    private volatile Client client;
    private @Nullable Flip committed;
    private volatile boolean enabled;

    /**
     * A display that is on. Its first vblank comes after one period.
     *
     * @param loop its clock
     * @param dispatcher where its flips are submitted
     * @param options what it is like
     * @param interrupt how it gives back buffers that have left the screen
     * @param vblanks told of each vblank
     */
    public Crtc(
            Loop loop,
            Dispatcher dispatcher,
            CrtcOptions options,
            Interrupt interrupt,
            VblankListener vblanks) {
        this.loop = Objects.requireNonNull(loop, "loop");
        this.dispatcher = Objects.requireNonNull(dispatcher, "dispatcher");
        this.options = Objects.requireNonNull(options, "options");
        this.flips = new Succession(options.name());
        this.openEnded = JobOptions.DEFAULT.openEnded(flips);
        this.shown = new Shown(flips.queue(), new CommitCheck(options.name(), options.mode()));
        Pipe.Lines lines = new Pipe.Lines(
                Objects.requireNonNull(interrupt, "interrupt"),
                Objects.requireNonNull(vblanks, "vblanks"));
        this.pipe = new Pipe(loop, options, lines, flips.queue());
        this.isImmediate = options.presentation() == Presentation.IMMEDIATE;
        this.own = isMailbox() ? new Mailbox() : new Turns();
        this.client = own;
        enable();
    }

    /** Hears of grants. */
    private class Turns implements Client {
        @Override
        public String name() {
            return options.name();
        }

        @Override
        public void granted(Job job) {
            if (job.attachment() instanceof Flip flip) {
                flip.listener.granted();
                loop.post(() -> pipe.ready(flip, job));
            }
        }
    }

    /** Hears of every buffer, to know what is ready while it is not its turn. */
    private final class Mailbox extends Turns implements EagerClient {
        @Override
        public void onAvailable(Job job, SyncQueue queue) {
            if (queue != flips.queue() && job.attachment() instanceof Flip flip) {
                loop.post(flip::available);
            }
        }
    }

    /** Latches flips whose semaphores have passed, though the CPU has not heard of it yet. */
    private final class HardwareTurns extends Turns implements HardwareClient<Semaphore> {
        private final HardwareDomain<Semaphore> domain;

        HardwareTurns(HardwareDomain<Semaphore> domain) {
            this.domain = domain;
        }

        @Override
        public HardwareDomain<Semaphore> domain() {
            return domain;
        }

        @Override
        public Semaphore handOver(Job job, List<Semaphore> waits) {
            Semaphore semaphore = new Semaphore(domain, job, waits);
            if (job.isGranted()) {
                granted(job);
            } else if (job.attachment() instanceof Flip flip) {
                loop.post(() -> flip.handedOver(semaphore, waits, loop::nowNanos));
            }
            return semaphore;
        }
    }

    /**
     * Lets the display wait for other hardware by itself (S12): at a vblank it latches the next flip
     * if what that waits for is done, and only then tells the CPU of both. Before its first flip, and
     * before {@link #interpose}.
     *
     * @param with the hardware that orders itself
     * @throws IllegalArgumentException unless flips wait for their turn, in {@link Presentation#FIFO}
     */
    public void joins(HardwareDomain<Semaphore> with) {
        if (options.presentation() != Presentation.FIFO) {
            throw new IllegalArgumentException(options.name() + " takes flips by "
                    + options.presentation() + "; only FIFO can wait in hardware");
        }
        own = new HardwareTurns(Objects.requireNonNull(with, "with"));
        client = own;
    }

    /**
     * Puts something on the line by which grants come to the display: faults, most of all. For the
     * flips to come; so it is to be done again after the client has been closed.
     *
     * @param line wraps the display's own client; what it makes of an {@link EagerClient} is one
     * @return the client from now on, which is to be closed when the display has died
     */
    public Client interpose(UnaryOperator<Client> line) {
        client = line.apply(own);
        return client;
    }

    /**
     * Submits a flip and returns at once. It is ready when everything ahead of it is done: earlier
     * flips of this display, and whoever still draws into the framebuffer.
     *
     * @param flip what to show
     * @return the job, which holds the framebuffer until the next flip has latched
     * @throws CommitException if the display is off or cannot show it, or the framebuffer is closed
     * @throws dev.baton.engine.RefusedException (S20) if whoever draws into the framebuffer waits
     *     until this flip replaces what is shown
     */
    public Job submit(PageFlip flip) {
        Shown.Alone alone = alone(flip);
        return place(flip(flip, alone), alone.set(flip.mode()), openEnded);
    }

    /**
     * Submits a flip that asks for more: not before a time, dropped if it is late, behind a fence.
     *
     * @param flip what to show
     * @param more what it asks for
     * @return as above
     * @throws CommitException as above
     * @throws dev.baton.engine.RefusedException as above, and as {@link Dispatcher#submit}
     */
    public Job submit(PageFlip flip, JobOptions more) {
        Shown.Alone alone = alone(flip);
        Flip mine = flip(flip, alone);
        return watched(mine, place(mine, alone.set(flip.mode()), more.openEnded(flips)));
    }

    private Shown.Alone alone(PageFlip flip) {
        requireOn();
        return shown.alone(flip.framebuffer());
    }

    private Flip flip(PageFlip flip, Shown.Alone alone) {
        int buffers = flip.framebuffer().queues().size();
        return new Flip(
                new AtomicCommit(alone.planes(), isImmediate, flip.listener()),
                flip.mode() == AccessMode.SHARED ? buffers : 0,
                null);
    }

    /**
     * Checks a commit and does nothing else (DRM's {@code TEST_ONLY}).
     *
     * @param state what would be committed
     * @throws CommitException as {@link #commit(AtomicCommit)}, but for {@link CommitException.Busy}
     */
    public void test(AtomicCommit state) {
        requireOn();
        shown.check(state.planes());
    }

    /**
     * Commits a new state and returns at once. It is ready when earlier flips have latched, whoever
     * draws into the framebuffers of its planes is done, and its in-fences have signaled.
     *
     * @param state what to show
     * @return the job and the out-fence
     * @throws CommitException as {@link #submit}; {@link CommitException.Busy} if a commit has not
     *     latched yet
     * @throws dev.baton.engine.RefusedException as {@link #submit}; (S8) for an in-fence, if the
     *     dispatcher has no timers
     */
    public Committed commit(AtomicCommit state) {
        return commit(state, JobOptions.DEFAULT);
    }

    /**
     * Commits a new state that asks for more, such as not to be shown before a time.
     *
     * @param state what to show
     * @param more what it asks for
     * @return as above
     * @throws CommitException as above
     * @throws dev.baton.engine.RefusedException as above, and as {@link Dispatcher#submit}
     */
    public Committed commit(AtomicCommit state, JobOptions more) {
        requireOn();
        if (committed != null && !committed.isSettled()) {
            throw new CommitException.Busy(
                    options.name() + ": a commit is pending; wait for its flip");
        }
        List<Plane> planes = shown.keep(state.planes());
        AccessSet set = shown.set(planes, AccessMode.SHARED);
        AtomicCommit kept =
                new AtomicCommit(planes, state.async() || isImmediate, state.listener());
        OutFence outFence = new OutFence(options.name() + " flip");
        Flip flip = new Flip(kept, (int) set.ordered().count() - 1, outFence);
        Job job = place(flip, set, behindFences(planes, more).openEnded(flips));
        committed = flip;
        return new Committed(watched(flip, job), outFence);
    }

    private static JobOptions behindFences(List<Plane> planes, JobOptions more) {
        JobOptions mine = more;
        for (Plane plane : planes) {
            if (plane.inFence() != null) {
                mine = mine.gate(Gate.holdingPlace(plane.inFence(), IN_FENCE_TIMEOUT));
            }
        }
        return mine;
    }

    private void requireOn() {
        if (!enabled) {
            throw new CommitException.Invalid(options.name() + " is off; turn it on");
        }
    }

    private Job place(Flip flip, AccessSet set, JobOptions more) {
        Job job = dispatcher.submit(set, client, flip, more);
        loop.post(() -> pipe.placed(flip, job));
        return job;
    }

    /** Tells the listener if the job ends without the display's doing. */
    private Job watched(Flip flip, Job job) {
        job.whenEnded().thenAccept(ending -> loop.post(() -> pipe.drop(flip, Dropped.ENDED)));
        return job;
    }

    /**
     * Whom a flip tells.
     *
     * @param job any
     * @return its listener; null if it is no flip
     */
    public static @Nullable FlipListener listenerOf(Job job) {
        return job.attachment() instanceof Flip flip ? flip.listener : null;
    }

    private boolean isMailbox() {
        return options.presentation() == Presentation.MAILBOX;
    }

    /** {@return the number of the last vblank that was handled} */
    public long sequence() {
        return pipe.sequence();
    }

    /** Turns the display on: vblanks go on where its clock is by now. */
    public void enable() {
        if (!enabled) {
            AccessSet turns = AccessSet.exclusive(flips.queue());
            pipe.start(isMailbox() ? dispatcher.submit(turns, own, null, openEnded) : null);
            enabled = true;
        }
    }

    /**
     * Turns the display off (DPMS). It gives back what it shows and what was about to be shown; what
     * waits ends CANCELLED. The listeners of those that have not latched are told.
     */
    public void disable() {
        enabled = false;
        pipe.stop();
        shown.forget();
    }

    /** Stops all work until {@link #reset}: no vblank is handled and nothing given back (F1). */
    @Override
    public void hang() {
        loop.post(pipe::hang);
    }

    @Override
    public void kill() {
        loop.post(pipe::kill);
    }

    /** What was taken from it meanwhile it shows in black, and gives back too late. */
    @Override
    public void revive() {
        loop.post(pipe::revive);
    }

    /**
     * Brings the display back to work; what has become pending latches at the next vblank. After its
     * death nothing is pending, and nothing is on the screen.
     */
    @Override
    public void reset() {
        loop.post(pipe::reset);
    }

    /**
     * Makes it give back what it shows as soon as that is on the screen, before it has been scanned
     * out: a broken driver.
     *
     * @param early whether it does so from now on
     */
    public void releaseEarly(boolean early) {
        pipe.releaseEarly(early);
    }

    /** Turns it off for good. */
    @Override
    public void close() {
        disable();
    }
}
