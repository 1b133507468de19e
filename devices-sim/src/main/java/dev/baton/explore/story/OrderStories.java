package dev.baton.explore.story;

import static dev.baton.explore.step.Relation.AT_LEAST;
import static dev.baton.explore.step.Relation.EQUAL;
import static dev.baton.explore.step.Relation.LESS;
import static dev.baton.explore.step.Relation.NOT_EQUAL;

import dev.baton.explore.Failure.Kind;
import dev.baton.explore.step.JobBuilder;
import dev.baton.explore.step.StepProgram;

import java.util.List;
import java.util.function.UnaryOperator;

/** Jobs that see or leave what nobody meant, as something happens between two of their steps. */
final class OrderStories {
    private OrderStories() {}

    static List<Story> all() {
        return List.of(
                order("SCTBench account: read, add, write", account()),
                order("SCTBench wronglock: one buffer behind two locks", wrongLock()),
                order("SCTBench lazy01", lazy()),
                order("SCTBench reorder_3: a flag before its payload", reorder("reorder-3", 2)),
                order("SCTBench reorder_10", reorder("reorder-10", 9)),
                order("SCTBench twostage: two buffers under two grants", twoStage()),
                order("SCTBench token_ring: whoever comes first releases", tokenRing()),
                order("SCTBench bluetooth: closed while a submit is in flight", bluetooth()),
                order("SCTBench circular_buffer: advanced before it is written", circularBuffer()),
                order("SCTBench WorkStealQueue: the last job is taken twice", workSteal()),
                order("SCTBench StringBufferJDK: a length that is out of date", stringBuffer()),
                order("DRM/KMS: EBUSY is checked before the flip is queued", flipWhilePending()),
                order(
                        "DRM: a buffer is released before scan-out has begun",
                        releaseBeforeScanOut()));
    }

    private static Story order(String source, StepProgram program) {
        return new Story(source, Kind.EXPECTATION, false, program);
    }

    private static UnaryOperator<JobBuilder> increment(String register) {
        return job -> job.copy("balance", register).add(register, 1).copy(register, "balance");
    }

    private static StepProgram account() {
        return StepProgram.named("account")
                .job("deposit", increment("r1"))
                .job("pay in", increment("r2"))
                .expect("balance", EQUAL, 2)
                .build();
    }

    private static StepProgram wrongLock() {
        return StepProgram.named("wronglock")
                .job("camera", job -> increment("r1").apply(job.lock("a")).unlock("a"))
                .job("encoder", job -> increment("r2").apply(job.lock("b")).unlock("b"))
                .expect("balance", EQUAL, 2)
                .build();
    }

    private static StepProgram lazy() {
        return StepProgram.named("lazy")
                .job("one", job -> job.lock("m").add("data", 1).unlock("m"))
                .job("two", job -> job.lock("m").add("data", 2).unlock("m"))
                .job("three", job -> job.lock("m").expect("data", LESS, 3).unlock("m"))
                .build();
    }

    private static StepProgram reorder(String name, int writers) {
        StepProgram.Builder program = StepProgram.named(name);
        for (int i = 0; i < writers; i++) {
            program.job("writer " + i, job -> job.set("flag", 1).set("payload", 1));
        }
        return program.job(
                        "reader",
                        job -> job.when("flag", EQUAL, 1, then -> then.expect("payload", EQUAL, 1)))
                .build();
    }

    private static StepProgram twoStage() {
        return StepProgram.named("twostage")
                .job(
                        "writer",
                        job -> job.lock("a")
                                .set("first", 1)
                                .unlock("a")
                                .lock("b")
                                .set("second", 1)
                                .unlock("b"))
                .job(
                        "reader",
                        job -> job.lock("a")
                                .copy("first", "seen")
                                .unlock("a")
                                .when(
                                        "seen",
                                        NOT_EQUAL,
                                        0,
                                        then -> then.lock("b")
                                                .expect("second", EQUAL, 1)
                                                .unlock("b")))
                .build();
    }

    private static StepProgram tokenRing() {
        return StepProgram.named("token-ring")
                .job("one", job -> job.lock("m").set("x1", 1).unlock("m"))
                .job("two", job -> job.lock("m").copy("x1", "x2").unlock("m"))
                .job("three", job -> job.lock("m").copy("x2", "x3").unlock("m"))
                .expect("x3", EQUAL, 1)
                .build();
    }

    /** Pending is one less than it is there, as variables begin with 0. */
    private static StepProgram bluetooth() {
        return StepProgram.named("bluetooth")
                .job(
                        "submit",
                        job -> job.when(
                                "stopping",
                                EQUAL,
                                0,
                                then -> then.add("pending", 1)
                                        .expect("stopped", EQUAL, 0)
                                        .add("pending", -1)))
                .job(
                        "close",
                        job -> job.set("stopping", 1)
                                .add("pending", -1)
                                .await("pending", LESS, 0)
                                .set("stopped", 1))
                .build();
    }

    private static StepProgram circularBuffer() {
        return StepProgram.named("circular-buffer")
                .job("camera", job -> job.add("head", 1).set("frame", 1))
                .job("encoder", job -> job.await("head", AT_LEAST, 1).expect("frame", EQUAL, 1))
                .build();
    }

    private static StepProgram workSteal() {
        UnaryOperator<JobBuilder> take =
                job -> job.when("empty", EQUAL, 0, then -> then.set("empty", 1).add("taken", 1));
        return StepProgram.named("work-steal")
                .job("owner", take)
                .job("thief", take)
                .expect("taken", LESS, 2)
                .build();
    }

    private static StepProgram stringBuffer() {
        return StepProgram.named("string-buffer")
                .job(
                        "append",
                        job -> job.lock("text")
                                .copy("cut", "seen")
                                .unlock("text")
                                .lock("text")
                                .when("seen", EQUAL, 0, then -> then.expect("cut", EQUAL, 0))
                                .unlock("text"))
                .job("cut", job -> job.lock("text").set("cut", 1).unlock("text"))
                .build();
    }

    private static StepProgram flipWhilePending() {
        UnaryOperator<JobBuilder> flip =
                job -> job.when("pending", EQUAL, 0, then -> then.add("pending", 1));
        return StepProgram.named("flip-while-pending")
                .job("compositor", flip)
                .job("cursor", flip)
                .expect("pending", LESS, 2)
                .build();
    }

    private static StepProgram releaseBeforeScanOut() {
        return StepProgram.named("release-before-scan-out")
                .job(
                        "render",
                        job -> job.take("buffer")
                                .set("frame", 1)
                                .release("buffer")
                                .put("flips")
                                .take("buffer")
                                .set("frame", 2)
                                .release("buffer"))
                .job(
                        "display",
                        job -> job.get("flips")
                                .take("buffer")
                                .expect("frame", EQUAL, 1)
                                .release("buffer"))
                .build();
    }
}
