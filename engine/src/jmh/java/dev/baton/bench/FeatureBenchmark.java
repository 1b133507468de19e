package dev.baton.bench;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.DispatchObserver;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.EagerClient;
import dev.baton.engine.Gate;
import dev.baton.engine.HoldAndWait;
import dev.baton.engine.Inbox;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.PoisonPolicy;
import dev.baton.engine.SyncQueue;
import dev.baton.engine.VirtualTimers;
import dev.baton.event.EventStream;
import dev.baton.event.JfrListener;
import dev.baton.fence.Fence;

import jdk.jfr.Recording;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.time.Duration;
import java.util.stream.Stream;

/** Submit, grant and release of one exclusive job with one optional feature, and with none. */
@State(Scope.Thread)
public class FeatureBenchmark extends Measured {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final long NEVER_NANOS = Long.MAX_VALUE / 2;

    /** What the job or its dispatcher has besides. */
    @Param({
        "off",
        "observer",
        "flightAttached",
        "flightRecording",
        "timers",
        "notBefore",
        "deadline",
        "expiry",
        "hold",
        "outFence",
        "gate",
        "skipPoisoned",
        "inbox",
        "eager",
        "releaseByAccess",
        "acquire",
        "acquireUnchecked"
    })
    String feature;

    /** How many buffers each job wants. */
    @Param({"1", "4"})
    int k;

    /** A job from submit to release; one lambda in each JVM. */
    private interface Operation {
        boolean run() throws Exception;
    }

    private final Grants grants = Grants.counted();
    private final Recording recording = new Recording();
    private SyncQueue[] queues;
    private AccessSet set;
    private Operation operation;

    /** Makes the buffers, and what the feature needs. */
    @Setup
    public void begin() {
        queues = Stream.generate(() -> new SyncQueue("queue")).limit(k).toArray(SyncQueue[]::new);
        set = AccessSet.exclusive(queues);
        operation = operation();
        System.gc(); // as for the systems that are compared
    }

    private Operation operation() {
        JobOptions none = JobOptions.DEFAULT;
        return switch (feature) {
            case "off" -> by(grants);
            case "observer" -> observed(new EventStream(() -> 0, event -> {}));
            case "flightAttached" -> observed(new EventStream(() -> 0, new JfrListener()));
            case "flightRecording" -> recorded();
            case "timers" -> timed(none);
            case "notBefore" -> timed(none.notBefore(1));
            case "deadline" -> timed(none.deadline(NEVER_NANOS));
            case "expiry" -> timed(none.expiry(NEVER_NANOS));
            case "hold" -> timed(none.hold(LONG));
            case "outFence" -> with(new Dispatcher(), none.withOutFence());
            case "gate" -> with(new Dispatcher(), none.gate(Gate.beforePlacing(Fence.signaled())));
            case "skipPoisoned" -> with(new Dispatcher(), none.onPoison(PoisonPolicy.SKIP));
            case "inbox" -> polled();
            case "eager" -> by(new Eager());
            case "releaseByAccess" -> byAccess();
            case "acquire" -> blocking(HoldAndWait.REFUSED);
            case "acquireUnchecked" -> blocking(HoldAndWait.UNCHECKED);
            default -> throw new IllegalArgumentException(feature);
        };
    }

    private Operation by(Client client) {
        Dispatcher dispatcher = new Dispatcher();
        return () -> dispatcher.submit(set, client).release();
    }

    private Operation observed(DispatchObserver observer) {
        return with(new Dispatcher(observer), JobOptions.DEFAULT);
    }

    private Operation recorded() {
        recording.setMaxSize(1 << 24);
        recording.start();
        return observed(JfrListener.observer());
    }

    private Operation timed(JobOptions options) {
        VirtualTimers timers = new VirtualTimers();
        timers.advance(Duration.ofNanos(1)); // what is not before 1 may go
        return with(new Dispatcher(null, timers), options);
    }

    private Operation with(Dispatcher dispatcher, JobOptions options) {
        return () -> dispatcher.submit(set, grants, null, options).release();
    }

    private Operation polled() {
        Dispatcher dispatcher = new Dispatcher();
        Inbox inbox = new Inbox("inbox");
        return () -> {
            dispatcher.submit(set, inbox);
            return inbox.poll().release();
        };
    }

    private Operation byAccess() {
        Dispatcher dispatcher = new Dispatcher();
        return () -> {
            Job job = dispatcher.submit(set, grants);
            boolean released = true;
            for (SyncQueue queue : queues) {
                released &= job.release(queue);
            }
            return released;
        };
    }

    private Operation blocking(HoldAndWait holdAndWait) {
        Dispatcher dispatcher = new Dispatcher(null, null, holdAndWait);
        return () -> {
            dispatcher.acquire(set, LONG).close();
            return true;
        };
    }

    /** One job. */
    @Benchmark
    public boolean job() throws Exception {
        return operation.run();
    }

    /** Ends the recording, if there is one. */
    @TearDown
    public void end() {
        recording.close();
    }

    /** Counts, as the other client does. */
    private static final class Eager implements EagerClient {
        private final Grants grants = Grants.counted();

        @Override
        public void onAvailable(Job job, SyncQueue queue) {}

        @Override
        public void granted(Job job) {
            grants.granted(job);
        }
    }
}
