package dev.baton.sim.fault;

import static dev.baton.sim.fault.Fault.F10_CLOCK_JUMP;
import static dev.baton.sim.fault.Fault.F11_RESET;
import static dev.baton.sim.fault.Fault.F12_REJECT;
import static dev.baton.sim.fault.Fault.F1_HUNG;
import static dev.baton.sim.fault.Fault.F5_EARLY_COMPLETION;
import static dev.baton.sim.fault.Fault.F6_CRASH;
import static dev.baton.sim.fault.Fault.F7_ZOMBIE;
import static dev.baton.sim.fault.Fault.F8_THROW;
import static dev.baton.sim.fault.Fault.F9_FREEZE;

import dev.baton.engine.Client;
import dev.baton.engine.EagerClient;
import dev.baton.engine.HardwareClient;
import dev.baton.engine.Job;
import dev.baton.engine.RefusedException;
import dev.baton.engine.SyncQueue;
import dev.baton.sim.Breakable;
import dev.baton.sim.Loop;
import dev.baton.sim.Semaphore;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * A device as a client to which things happen: submit jobs with this one instead of the device's own.
 * When its process dies, who {@linkplain BreakListener notices} closes this client, and wraps the
 * device in another for the jobs to come.
 *
 * <p><b>Threading:</b> as any client.
 *
 * @since 0.1
 */
public sealed class FaultyClient implements Client permits FaultyClient.Eager, FaultyHardware {
    /** How far ahead {@link Fault#F10_CLOCK_JUMP} lets a clock jump. */
    public static final long CLOCK_JUMP_NANOS = 1_000_000_000;

    private static final Set<Fault> OF_DEVICES =
            EnumSet.of(F1_HUNG, F6_CRASH, F7_ZOMBIE, F10_CLOCK_JUMP, F11_RESET);

    /** For how long {@link Fault#F9_FREEZE} stops a grant, by turns. */
    private static final List<Long> FREEZES_NANOS =
            List.of(1_000_000L, 1_000_000_000L, Long.MAX_VALUE);

    /** What {@link Fault#F8_THROW} throws, by turns. */
    private static final List<Supplier<Throwable>> THROWN = List.of(
            () -> new IllegalStateException("injected"),
            () -> new AssertionError("injected"),
            () -> new StackOverflowError("injected"),
            () -> new OutOfMemoryError("injected"));

    private static final Executor FULL = task -> {
        throw rejection();
    };

    final Faults faults;
    private final Client device;
    private final Breakable actions;
    private final BreakListener listener;

    /**
     * Hears that a device hangs, or that its client has died, as whoever watches over them does.
     *
     * @since 0.1
     */
    @FunctionalInterface
    public interface BreakListener {
        /**
         * A device hangs (F1): if no watchdog sees to its jobs, as with a display's, {@linkplain
         * Breakable#reset reset} it after a while. Or the process is gone (F6, F7): after a while
         * {@linkplain dev.baton.engine.Dispatcher#close(Client, java.time.Duration) close} the client;
         * then reset the device, or, if it comes back as a zombie, {@linkplain Breakable#revive
         * revive} it.
         *
         * @param client the client
         * @param fault F1, F6 or F7
         */
        void broke(FaultyClient client, Fault fault);
    }

    FaultyClient(Faults faults, Client device, Breakable actions, BreakListener listener) {
        this.faults = Objects.requireNonNull(faults, "faults");
        this.device = Objects.requireNonNull(device, "device");
        this.actions = Objects.requireNonNull(actions, "actions");
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /**
     * A device with faults.
     *
     * @param faults when what goes wrong
     * @param device what jobs are granted to; one that orders itself (S12) waits for {@link
     *     Semaphore}s
     * @param actions what can happen to it as a whole
     * @param listener told when it hangs or has died
     * @return the client; eager if the device is, and of its domain if it has one
     */
    @SuppressWarnings("unchecked") // as the parameter says
    public static FaultyClient of(
            Faults faults, Client device, Breakable actions, BreakListener listener) {
        if (device instanceof HardwareClient<?> hardware) {
            return new FaultyHardware(
                    faults, (HardwareClient<Semaphore>) hardware, actions, listener);
        }
        return device instanceof EagerClient eager
                ? new Eager(faults, eager, actions, listener)
                : new FaultyClient(faults, device, actions, listener);
    }

    /** Tells an eager device of each buffer; faults strike at grants. */
    static final class Eager extends FaultyClient implements EagerClient {
        private final EagerClient device;

        Eager(Faults faults, EagerClient device, Breakable actions, BreakListener listener) {
            super(faults, device, actions, listener);
            this.device = device;
        }

        @Override
        public void onAvailable(Job job, SyncQueue queue) {
            device.onAvailable(job, queue);
        }
    }

    @Override
    public void granted(Job job) {
        throwOrReject(job);
        if (faults.strikes(F9_FREEZE, job)) {
            freeze(job);
            return;
        }
        device.granted(job);
        befall(job);
    }

    final void throwOrReject(Job job) {
        if (faults.strikes(F8_THROW, job)) {
            throw FaultyClient.<RuntimeException>unchecked(drawn(THROWN).get());
        }
        if (faults.names(F12_REJECT, job)) {
            throw rejection();
        }
    }

    /** What may happen as the device has the job, which may not be granted yet. */
    final void befall(Job job) {
        for (Fault fault : OF_DEVICES) {
            if (faults.strikes(fault, job)) {
                breakDevice(fault, job);
            }
        }
        if (faults.strikes(F5_EARLY_COMPLETION, job)) {
            complete(job);
        }
    }

    private static void complete(Job job) {
        try {
            job.release();
        } catch (RefusedException notGranted) {
            // in hardware, it still waits: such a completion has no effect
        }
    }

    static RejectedExecutionException rejection() {
        return new RejectedExecutionException("injected");
    }

    private void freeze(Job job) {
        Loop loop = faults.loop();
        long nanos = freezeNanos();
        loop.post(() -> loop.after(nanos, "thaw", () -> device.granted(job)));
    }

    final long freezeNanos() {
        return drawn(FREEZES_NANOS);
    }

    private void breakDevice(Fault fault, @Nullable Job struck) {
        Loop loop = faults.loop();
        switch (fault) {
            case F1_HUNG -> {
                if (struck == null) {
                    actions.hang();
                } else {
                    actions.hang(struck);
                }
                listener.broke(this, fault);
            }
            case F10_CLOCK_JUMP -> loop.post(() -> loop.stall(CLOCK_JUMP_NANOS));
            case F11_RESET -> actions.reset();
            default -> {
                actions.kill();
                listener.broke(this, fault);
            }
        }
    }

    /**
     * Lets a fault strike: at once if it befalls the device as a whole, else at its next occasion.
     *
     * @param fault which
     */
    public void strike(Fault fault) {
        if (OF_DEVICES.contains(fault)) {
            faults.count(fault);
            breakDevice(fault, null);
        } else {
            faults.arm(fault);
        }
    }

    /** For each grant the engine asks for the executor first, and then gives it the grant. */
    @Override
    public @Nullable Executor executor() {
        return faults.strikes(F12_REJECT, null) ? FULL : device.executor();
    }

    private <T> T drawn(List<T> from) {
        return from.get((int) faults.loop().nextNumber(from.size()));
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E unchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Override
    public boolean isWorking(Job job) {
        return device.isWorking(job);
    }

    @Override
    public void fenceOff(Job job) {
        device.fenceOff(job);
    }

    @Override
    public void deadlineHinted(Job job, long nanos) {
        device.deadlineHinted(job, nanos);
    }

    @Override
    public String name() {
        return device.name();
    }
}
