package dev.baton.proptests.rule;

import static dev.baton.proptests.rule.EndScenario.DUE;
import static dev.baton.proptests.rule.EndScenario.EXPIRING;
import static dev.baton.proptests.rule.EndScenario.HELD;
import static dev.baton.proptests.rule.EndScenario.LOST;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Gate;
import dev.baton.engine.Inbox;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.PoisonPolicy;
import dev.baton.engine.SyncQueue;
import dev.baton.fence.FenceSource;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/** Everything that ends a job, in words and as what to do for it: a line of docs/ends.md each. */
final class EndLines {
    private static final JobOptions PLAIN = JobOptions.DEFAULT;
    private static final Duration LONG = Duration.ofSeconds(100);
    private static final Duration SOON = Duration.ofNanos(DUE);

    /** Never signaled. */
    private static final FenceSource PENDING = new FenceSource("pending");

    /** Does what the line says, and answers with the job that ended by it. */
    interface Doing {
        Job in(EndScenario scenario) throws Exception;
    }

    static final Map<String, Doing> ALL = new LinkedHashMap<>();

    static {
        owners();
        deliveries();
        timers();
        waiters();
        poison();
        watchdog();
        gates();
        foreign();
        closings();
    }

    private static void gates() {
        ALL.put("a gate does not open in time, in its place", in -> {
            Job job = in.owned(PLAIN.gate(Gate.holdingPlace(PENDING.fence(), SOON)));
            in.timers.advanceTo(DUE);
            return job;
        });
        ALL.put("a gate does not open in time, while it owns a buffer", in -> {
            JobOptions gated = PLAIN.gate(Gate.holdingPlace(PENDING.fence(), SOON));
            Job job = in.submit(in.eager, gated, in.buffer);
            in.timers.advanceTo(DUE);
            return job;
        });
        ALL.put("it is cancelled before it is placed", in -> {
            Job job = in.owned(PLAIN.gate(Gate.beforePlacing(PENDING.fence())));
            job.cancel();
            return job;
        });
        ALL.put("its queue was closed when its gate opens", in -> {
            FenceSource gate = new FenceSource("gate");
            Job job = in.owned(PLAIN.gate(Gate.beforePlacing(gate.fence())));
            in.dispatcher.close(in.buffer);
            gate.signal();
            return job;
        });
        ALL.put("a gate opens with an error, and it was to fail then", in -> {
            FenceSource gate = new FenceSource("gate");
            gate.fail(LOST);
            return in.owned(
                    PLAIN.onPoison(PoisonPolicy.FAIL).gate(Gate.beforePlacing(gate.fence())));
        });
    }

    private static void foreign() {
        ALL.put("foreign work is done", in -> {
            FenceSource camera = new FenceSource("camera");
            Job job = imported(in, camera);
            camera.signal();
            return job;
        });
        ALL.put("foreign work has failed", in -> {
            FenceSource camera = new FenceSource("camera");
            Job job = imported(in, camera);
            camera.fail(LOST);
            return job;
        });
        ALL.put("foreign work is given up by its producer", in -> {
            FenceSource camera = new FenceSource("camera");
            Job job = imported(in, camera);
            camera.close();
            return job;
        });
        ALL.put("foreign work is not done in time", in -> {
            Job job = imported(in, PENDING);
            in.timers.advanceTo(DUE);
            return job;
        });
    }

    private static Job imported(EndScenario in, FenceSource source) {
        return in.dispatcher.importFence(AccessSet.exclusive(in.buffer), source.fence(), SOON);
    }

    private static void owners() {
        ALL.put("its client releases it", in -> {
            Job job = in.owned(PLAIN);
            job.release();
            return job;
        });
        ALL.put("its client has released each of its buffers", in -> {
            Job job = in.submit(in.device, PLAIN, in.buffer, in.other);
            job.release(in.other);
            job.release(in.buffer);
            return job;
        });
        ALL.put("its client reports a failure", in -> {
            Job job = in.owned(PLAIN);
            job.fail(LOST);
            return job;
        });
        ALL.put("its client reports a failure, having only read", in -> {
            Job job = in.dispatcher.submit(AccessSet.shared(in.buffer), in.device);
            job.fail(LOST);
            return job;
        });
    }

    private static void deliveries() {
        Client throwing = job -> {
            throw LOST;
        };
        ALL.put("`granted` throws", in -> in.submit(throwing, PLAIN, in.buffer));
        ALL.put("`onAvailable` throws, while another buffer is waited for", in -> {
            in.submit(new EndScenario.Idle(), PLAIN, in.other);
            return in.submit(
                    in.new EagerDevice() {
                        @Override
                        public void onAvailable(Job job, SyncQueue queue) {
                            throw LOST;
                        }
                    },
                    PLAIN,
                    in.buffer,
                    in.other);
        });
        ALL.put(
                "its client's executor rejects the grant",
                in -> in.submit(Client.on(EndLines::reject, in.device), PLAIN, in.buffer));
        ALL.put("its client's executor rejects a notice", in -> {
            in.submit(new EndScenario.Idle(), PLAIN, in.other);
            return in.submit(Client.on(EndLines::reject, in.eager), PLAIN, in.buffer, in.other);
        });
        ALL.put("its inbox is full", in -> {
            Inbox inbox = new Inbox("display", 1);
            in.submit(inbox, PLAIN, in.other);
            return in.submit(inbox, PLAIN, in.buffer);
        });
    }

    private static void timers() {
        ALL.put("the source of time rejects the timer of its expiry", in -> {
            in.rejectsTimers();
            return in.owned(EXPIRING);
        });
        ALL.put("the source of time rejects the timer of its hold", in -> {
            in.rejectsTimers();
            return in.owned(HELD);
        });
    }

    private static void reject(Runnable task) {
        throw new RejectedExecutionException(task + " is not run");
    }

    private static void waiters() {
        ALL.put("it is cancelled while it waits", in -> {
            Job job = in.waiting(PLAIN);
            job.cancel();
            return job;
        });
        ALL.put("it is cancelled while it owns a buffer and waits for another", in -> {
            Job job = in.inPart(PLAIN);
            job.cancel();
            return job;
        });
        ALL.put("its expiry passes while it waits", in -> {
            Job job = in.waiting(EXPIRING);
            in.timers.advanceTo(DUE);
            return job;
        });
        ALL.put("its expiry passes while it owns a buffer and waits for another", in -> {
            Job job = in.inPart(EXPIRING);
            in.timers.advanceTo(DUE);
            return job;
        });
        ALL.put("its expiry has passed when it is submitted", in -> {
            in.timers.advanceTo(DUE);
            return in.owned(EXPIRING);
        });
        ALL.put("its blocking `acquire` times out", in -> {
            in.takeBuffer();
            assertThatThrownBy(() -> in.acquire(Duration.ofNanos(1)))
                    .isInstanceOf(TimeoutException.class);
            return in.lastSubmitted();
        });
        ALL.put("its blocking `acquire` is interrupted", in -> {
            in.takeBuffer();
            in.interruptsItsSubmitter();
            assertThatThrownBy(() -> in.acquire(LONG)).isInstanceOf(InterruptedException.class);
            return in.lastSubmitted();
        });
        ALL.put("it is placed behind the closing of one of its queues", EndLines::fallBehind);
    }

    /** Its first place is taken before the closing of its last queue, which comes in between. */
    private static Job fallBehind(EndScenario in) throws Exception {
        while (true) {
            SyncQueue[] many = new SyncQueue[2_000];
            for (int i = 0; i < many.length; i++) {
                many[i] = new SyncQueue("part " + i);
            }
            CompletableFuture<Job> closing = EndScenario.elsewhere(() -> {
                while (many[0].isReady(AccessMode.SHARED)) {
                    Thread.onSpinWait();
                }
                return in.dispatcher.close(many[many.length - 1]);
            });
            Job job = in.submit(in.device, PLAIN, many);
            closing.get();
            if (job.ending() != null) {
                return job;
            }
        }
    }

    private static void poison() {
        ALL.put("it was to be skipped behind a failed writer", in -> {
            in.poison();
            return in.owned(PLAIN.onPoison(PoisonPolicy.SKIP));
        });
        ALL.put("it was to fail behind a failed writer", in -> {
            in.poison();
            return in.owned(PLAIN.onPoison(PoisonPolicy.FAIL));
        });
        ALL.put("its client releases it, behind a failed writer", in -> {
            in.poison();
            Job job = in.owned(PLAIN);
            job.release();
            return job;
        });
    }

    private static void watchdog() {
        ALL.put("its hold runs out", in -> {
            Job job = in.owned(HELD);
            in.timers.advanceTo(DUE);
            return job;
        });
        ALL.put("its hold runs out while it owns a buffer and waits for another", in -> {
            Job job = in.inPart(HELD);
            in.timers.advanceTo(DUE);
            return job;
        });
    }

    /** How something is closed. */
    private interface Closing {
        void within(EndScenario scenario, Client client, Duration deadline);
    }

    private static void closings() {
        closings("its client", (in, client, deadline) -> in.dispatcher.close(client, deadline));
        closings("its dispatcher", (in, client, deadline) -> in.dispatcher.close(deadline));
    }

    private static void closings(String what, Closing closing) {
        ALL.put(what + " is closed while it waits", in -> {
            Job job = in.waiting(PLAIN);
            closing.within(in, in.device, Duration.ZERO);
            return job;
        });
        ALL.put(what + " is closed while it owns a buffer and waits for another", in -> {
            Job job = in.inPart(PLAIN);
            closing.within(in, in.eager, Duration.ZERO);
            return job;
        });
        ALL.put(what + " is closed, and it is given back in time", in -> {
            Job job = in.owned(PLAIN);
            Job sign = in.owned(PLAIN); // waits behind it, and so ends when the closing begins
            sign.whenEnded().thenAccept(ending -> EndScenario.elsewhere(job::release));
            closing.within(in, in.device, LONG);
            return job;
        });
        ALL.put(what + " is closed, and it is not given back in time", in -> {
            Job job = in.owned(PLAIN);
            closing.within(in, in.device, Duration.ZERO);
            return job;
        });
    }

    private EndLines() {}
}
