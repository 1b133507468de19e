package dev.baton.explore.story;

import static dev.baton.explore.step.Relation.EQUAL;

import dev.baton.explore.Failure.Kind;
import dev.baton.explore.step.StepProgram;

import java.util.List;

/** Jobs that wait for ever. */
final class DeadlockStories {
    private static final int RING = 4;
    private static final int PHILOSOPHERS = 5;

    private DeadlockStories() {}

    static List<Story> all() {
        return List.of(
                new Story(
                        "ww_mutex selftest test_abba; SCTBench deadlock01",
                        Kind.DEADLOCK,
                        true,
                        abba()),
                new Story("ww_mutex selftest test_cycle", Kind.DEADLOCK, true, ring("ring", RING)),
                new Story(
                        "Dijkstra; SCTBench din_phil",
                        Kind.DEADLOCK,
                        true,
                        ring("philosophers", PHILOSOPHERS)),
                new Story("JaConTeBe log4j: logger and appender", Kind.DEADLOCK, true, logger()),
                new Story(
                        "JaConTeBe dbcp: the pool's lock is held while waiting",
                        Kind.DEADLOCK,
                        false,
                        poolBorrow()),
                new Story(
                        "JaConTeBe derby: notify before wait", Kind.DEADLOCK, false, lostWakeUp()),
                new Story(
                        "DRM/KMS: a flip to the buffer on the screen (S20)",
                        Kind.DEADLOCK,
                        false,
                        frontBuffer()),
                new Story(
                        "DRM/KMS: the flip event is not asked for",
                        Kind.DEADLOCK,
                        false,
                        lostFlip()));
    }

    private static StepProgram abba() {
        return StepProgram.named("abba")
                .job("render", job -> job.lock("a").work().lock("b").unlock("b").unlock("a"))
                .job(
                        "scan out",
                        job -> job.lock("b").work().lock("a").unlock("a").unlock("b"))
                .build();
    }

    /** Each takes its own buffer and then its neighbour's. */
    private static StepProgram ring(String name, int jobs) {
        StepProgram.Builder ring = StepProgram.named(name);
        for (int i = 0; i < jobs; i++) {
            String own = letter(i);
            String next = letter((i + 1) % jobs);
            ring.job("job " + (i + 1), job -> job.take(own).work().take(next).work());
        }
        return ring.build();
    }

    private static String letter(int index) {
        return String.valueOf((char) ('A' + index));
    }

    private static StepProgram logger() {
        return StepProgram.named("logger")
                .job(
                        "log",
                        job -> job.lock("logger")
                                .lock("appender")
                                .unlock("appender")
                                .unlock("logger"))
                .job(
                        "close",
                        job -> job.lock("appender")
                                .lock("logger")
                                .unlock("logger")
                                .unlock("appender"))
                .build();
    }

    private static StepProgram poolBorrow() {
        return StepProgram.named("pool-borrow")
                .queue("idle", 2)
                .job("borrow", job -> job.lock("pool").get("idle").unlock("pool"))
                .job("return", job -> job.work().lock("pool").put("idle").unlock("pool"))
                .build();
    }

    private static StepProgram lostWakeUp() {
        return StepProgram.named("lost-wake-up")
                .job(
                        "wait",
                        job -> job.when(
                                "done",
                                EQUAL,
                                0,
                                then -> then.lock("monitor")
                                        .waitFor("finished", "monitor")
                                        .unlock("monitor")))
                .job(
                        "notify",
                        job -> job.set("done", 1)
                                .lock("monitor")
                                .signal("finished")
                                .unlock("monitor"))
                .build();
    }

    /** The display keeps what it shows until it is given something else. */
    private static StepProgram frontBuffer() {
        return StepProgram.named("front-buffer-starvation")
                .job("display", job -> job.take("front").get("flips").release("front"))
                .job(
                        "render",
                        job -> job.work().take("front").work().release("front").put("flips"))
                .build();
    }

    private static StepProgram lostFlip() {
        return StepProgram.named("flip-event-not-asked-for")
                .job(
                        "application",
                        job -> job.put("flips")
                                .lock("events")
                                .waitFor("flipped", "events")
                                .unlock("events"))
                .job(
                        "display",
                        job -> job.get("flips").lock("events").signal("flipped").unlock("events"))
                .build();
    }
}
