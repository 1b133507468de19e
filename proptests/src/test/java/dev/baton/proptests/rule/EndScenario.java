package dev.baton.proptests.rule;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.DispatchObserver;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.EagerClient;
import dev.baton.engine.Ending;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Ownership;
import dev.baton.engine.SyncQueue;
import dev.baton.engine.Timers;
import dev.baton.engine.VirtualTimers;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/** What a scenario has at hand: buffers, time, and clients that are told apart. */
final class EndScenario {
    static final long DUE = 1_000;
    static final JobOptions HELD = JobOptions.DEFAULT.hold(Duration.ofNanos(DUE));
    static final JobOptions EXPIRING = JobOptions.DEFAULT.expiry(DUE);
    static final IllegalStateException LOST = new DeviceLost();

    final VirtualTimers timers = new VirtualTimers();
    final Dispatcher dispatcher = new Dispatcher(observer(), rejectingTimers());
    final SyncQueue buffer = new SyncQueue("buffer");
    final SyncQueue other = new SyncQueue("other");
    final Device device = new Device();
    final EagerDevice eager = new EagerDevice();
    private @Nullable Job fenced;
    private @Nullable Job lastSubmitted;
    private boolean interrupts;
    private boolean rejects;

    /** A job of the device over the buffer. */
    Job owned(JobOptions options) {
        return submit(device, options, buffer);
    }

    /** A job of the device behind another one's. */
    Job waiting(JobOptions options) {
        takeBuffer();
        return submit(device, options, buffer);
    }

    /** Somebody else reads the buffer, and goes on doing so. */
    void takeBuffer() {
        dispatcher.submit(AccessSet.shared(buffer), new Idle());
    }

    Ownership acquire(Duration timeout) throws Exception {
        return dispatcher.acquire(AccessSet.exclusive(buffer), timeout);
    }

    /** Also of a job that nobody was given, since it was never acquired. */
    Job lastSubmitted() {
        return Objects.requireNonNull(lastSubmitted);
    }

    /** From now on a thread finds itself interrupted when its job is placed. */
    void interruptsItsSubmitter() {
        interrupts = true;
    }

    /** From now on the source of time takes no more tasks. */
    void rejectsTimers() {
        rejects = true;
    }

    private Timers rejectingTimers() {
        return new Timers() {
            @Override
            public long nowNanos() {
                return timers.nowNanos();
            }

            @Override
            public Timer at(long atNanos, Runnable task) {
                if (rejects) {
                    throw new RejectedExecutionException("the scheduler was shut down");
                }
                return timers.at(atNanos, task);
            }
        };
    }

    /** Sees no more than what is submitted. */
    private DispatchObserver observer() {
        return (DispatchObserver) Proxy.newProxyInstance(
                DispatchObserver.class.getClassLoader(),
                new Class<?>[] {DispatchObserver.class},
                (proxy, told, arguments) -> {
                    if (told.getName().equals("submitted")) {
                        lastSubmitted = (Job) arguments[0];
                        if (interrupts) {
                            Thread.currentThread().interrupt();
                        }
                    }
                    return null;
                });
    }

    /** A job of the eager device that owns the buffer and waits for the other one. */
    Job inPart(JobOptions options) {
        submit(new Idle(), JobOptions.DEFAULT, other);
        return submit(eager, options, buffer, other);
    }

    Job submit(Client client, JobOptions options, SyncQueue... queues) {
        return dispatcher.submit(AccessSet.exclusive(queues), client, null, options);
    }

    /** Leaves the buffer as a failed writer leaves it. */
    void poison() {
        submit(new Idle(), JobOptions.DEFAULT, buffer).fail(LOST);
    }

    /** Runs something on a thread of its own, to its end or until it blocks for good. */
    static <T> CompletableFuture<T> elsewhere(Callable<T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                done.complete(task.call());
            } catch (Throwable thrown) {
                done.completeExceptionally(thrown);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    /** The line of the table for a job that has ended. */
    String line(String cause, Job job) {
        Ending ending = Objects.requireNonNull(job.ending(), cause + ": it has not ended");
        Throwable thrown = ending.cause();
        return Table.line(
                cause,
                ending.outcome().toString(),
                ending.reason() == null ? "-" : ending.reason().toString(),
                thrown == null ? "-" : "`" + thrown.getClass().getSimpleName() + "`",
                fenced == null ? "no" : fenced == job ? "yes" : "yes, for another job",
                buffer.poison() == null ? "no" : "yes");
    }

    private static final class DeviceLost extends IllegalStateException {
        private static final long serialVersionUID = 1L;
    }

    /** Somebody else, who keeps what he is granted. */
    static final class Idle implements Client {
        @Override
        public void granted(Job job) {}
    }

    /** The client whose job ends. */
    class Device implements Client {
        @Override
        public void granted(Job job) {}

        @Override
        public void fenceOff(Job job) {
            fenced = job;
        }
    }

    /** The same, told of each buffer. */
    class EagerDevice extends Device implements EagerClient {
        @Override
        public void onAvailable(Job job, SyncQueue queue) {}
    }
}
