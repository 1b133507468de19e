package dev.baton.proptests.rule;

import static dev.baton.proptests.rule.EndScenario.DUE;
import static dev.baton.proptests.rule.EndScenario.EXPIRING;
import static dev.baton.proptests.rule.EndScenario.HELD;
import static dev.baton.proptests.rule.EndScenario.LOST;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Inbox;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.PoisonPolicy;
import dev.baton.engine.SyncQueue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/** Everything that ends a job, done for each line of the table, which docs/ends.md must equal (S13). */
@Tag("S13")
@Timeout(120)
class EndsTest {
    private static final Page PAGE = new Page("docs/ends.md", EndsTest.class);
    private static final JobOptions PLAIN = JobOptions.DEFAULT;
    private static final Duration LONG = Duration.ofSeconds(100);

    /** Does what the line says, and answers with the job that ended by it. */
    private interface Doing {
        Job in(EndScenario scenario) throws Exception;
    }

    private static final Map<String, Doing> LINES = new LinkedHashMap<>();

    static {
        owners();
        deliveries();
        waiters();
        poison();
        watchdog();
        closings();
    }

    private static void owners() {
        LINES.put("its client releases it", in -> {
            Job job = in.owned(PLAIN);
            job.release();
            return job;
        });
        LINES.put("its client has released each of its buffers", in -> {
            Job job = in.submit(in.device, PLAIN, in.buffer, in.other);
            job.release(in.other);
            job.release(in.buffer);
            return job;
        });
        LINES.put("its client reports a failure", in -> {
            Job job = in.owned(PLAIN);
            job.fail(LOST);
            return job;
        });
        LINES.put("its client reports a failure, having only read", in -> {
            Job job = in.dispatcher.submit(AccessSet.shared(in.buffer), in.device);
            job.fail(LOST);
            return job;
        });
    }

    private static void deliveries() {
        Client throwing = job -> {
            throw LOST;
        };
        LINES.put("`granted` throws", in -> in.submit(throwing, PLAIN, in.buffer));
        LINES.put("`onAvailable` throws, while another buffer is waited for", in -> {
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
        LINES.put(
                "its client's executor rejects the grant",
                in -> in.submit(Client.on(EndsTest::reject, in.device), PLAIN, in.buffer));
        LINES.put("its client's executor rejects a notice", in -> {
            in.submit(new EndScenario.Idle(), PLAIN, in.other);
            return in.submit(Client.on(EndsTest::reject, in.eager), PLAIN, in.buffer, in.other);
        });
        LINES.put("its inbox is full", in -> {
            Inbox inbox = new Inbox("display", 1);
            in.submit(inbox, PLAIN, in.other);
            return in.submit(inbox, PLAIN, in.buffer);
        });
    }

    private static void reject(Runnable task) {
        throw new RejectedExecutionException(task + " is not run");
    }

    private static void waiters() {
        LINES.put("it is cancelled while it waits", in -> {
            Job job = in.waiting(PLAIN);
            job.cancel();
            return job;
        });
        LINES.put("it is cancelled while it owns a buffer and waits for another", in -> {
            Job job = in.inPart(PLAIN);
            job.cancel();
            return job;
        });
        LINES.put("its expiry passes while it waits", in -> {
            Job job = in.waiting(EXPIRING);
            in.timers.advanceTo(DUE);
            return job;
        });
        LINES.put("its expiry passes while it owns a buffer and waits for another", in -> {
            Job job = in.inPart(EXPIRING);
            in.timers.advanceTo(DUE);
            return job;
        });
        LINES.put("its expiry has passed when it is submitted", in -> {
            in.timers.advanceTo(DUE);
            return in.owned(EXPIRING);
        });
        LINES.put("its blocking `acquire` times out", in -> {
            in.takeBuffer();
            assertThatThrownBy(() -> in.acquire(Duration.ofNanos(1)))
                    .isInstanceOf(TimeoutException.class);
            return in.lastSubmitted();
        });
        LINES.put("its blocking `acquire` is interrupted", in -> {
            in.takeBuffer();
            in.interruptsItsSubmitter();
            assertThatThrownBy(() -> in.acquire(LONG)).isInstanceOf(InterruptedException.class);
            return in.lastSubmitted();
        });
        LINES.put("it is placed behind the closing of one of its queues", EndsTest::fallBehind);
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
        LINES.put("it was to be skipped behind a failed writer", in -> {
            in.poison();
            return in.owned(PLAIN.onPoison(PoisonPolicy.SKIP));
        });
        LINES.put("it was to fail behind a failed writer", in -> {
            in.poison();
            return in.owned(PLAIN.onPoison(PoisonPolicy.FAIL));
        });
        LINES.put("its client releases it, behind a failed writer", in -> {
            in.poison();
            Job job = in.owned(PLAIN);
            job.release();
            return job;
        });
    }

    private static void watchdog() {
        LINES.put("its hold runs out", in -> {
            Job job = in.owned(HELD);
            in.timers.advanceTo(DUE);
            return job;
        });
        LINES.put("its hold runs out while it owns a buffer and waits for another", in -> {
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
        LINES.put(what + " is closed while it waits", in -> {
            Job job = in.waiting(PLAIN);
            closing.within(in, in.device, Duration.ZERO);
            return job;
        });
        LINES.put(what + " is closed while it owns a buffer and waits for another", in -> {
            Job job = in.inPart(PLAIN);
            closing.within(in, in.eager, Duration.ZERO);
            return job;
        });
        LINES.put(what + " is closed, and it is given back in time", in -> {
            Job job = in.owned(PLAIN);
            Job sign = in.owned(PLAIN); // waits behind it, and so ends when the closing begins
            sign.whenEnded().thenAccept(ending -> EndScenario.elsewhere(job::release));
            closing.within(in, in.device, LONG);
            return job;
        });
        LINES.put(what + " is closed, and it is not given back in time", in -> {
            Job job = in.owned(PLAIN);
            closing.within(in, in.device, Duration.ZERO);
            return job;
        });
    }

    static Set<String> lines() {
        return LINES.keySet();
    }

    private static String line(String cause) throws Exception {
        EndScenario scenario = new EndScenario();
        return scenario.line(cause, LINES.get(cause).in(scenario));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void everyLineIsWhatHappens(String cause) throws Exception {
        assumeFalse(Boolean.getBoolean("baton.rewrite"));
        assertThat(PAGE.read()).contains(line(cause));
    }

    @Test
    void thePageIsUpToDate() throws Exception {
        StringBuilder table = new StringBuilder();
        table.append(Table.line(
                "what happens",
                "outcome",
                "reason",
                "cause",
                "client fenced off",
                "buffer poisoned afterwards"));
        table.append(Table.line("---", "---", "---", "---", "---", "---"));
        for (String cause : LINES.keySet()) {
            table.append(line(cause));
        }
        PAGE.judge("""
                # The ends of a job

                What ends a job, and what is known of it then: `Job.ending()` gives outcome, reason
                and cause. The last two columns say whether `Client.fenceOff` was called, and whether
                the buffer that the job wanted, exclusively unless said otherwise, is in doubt for
                the next owner. Every line is done by a test. Generated; rewrite it with

                ```
                %s
                ```

                %s""".formatted(PAGE.rewrite(), table));
    }
}
