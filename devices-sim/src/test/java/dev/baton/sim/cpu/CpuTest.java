package dev.baton.sim.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.sim.EventLoop;
import dev.baton.sim.SeededScheduler;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class CpuTest {
    private final EventLoop loop = new EventLoop(new SeededScheduler(1));
    private final Dispatcher dispatcher = new Dispatcher();
    private final Cpu cpu = new Cpu(loop, "cpu", 10);
    private final List<String> log = new ArrayList<>();

    private Job submit(AccessSet set, String name) {
        Runnable work = () -> log.add(name + "@" + loop.nowNanos());
        return dispatcher.submit(set, cpu, work, JobOptions.DEFAULT);
    }

    @Test
    void jobsRunOneAfterTheOther() {
        submit(AccessSet.exclusive(new SyncQueue("a")), "x");
        submit(AccessSet.exclusive(new SyncQueue("b")), "y");
        loop.run();
        assertThat(log).containsExactly("x@10", "y@20");
    }

    @Test
    void anIdleCpuStartsAtTheGrant() {
        submit(AccessSet.empty(), "x");
        loop.runUntil(100);
        submit(AccessSet.empty(), "y");
        loop.run();
        assertThat(log).containsExactly("x@10", "y@110");
    }

    @Test
    void aJobWithoutWorkFails() {
        Job job = dispatcher.submit(AccessSet.empty(), cpu);
        assertThat(job.outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void anApplicationWakesAfterItsLatency() {
        Application application = new Application(
                loop,
                "app",
                (what, eventNanos, nanos) -> log.add(what + " " + eventNanos + "-" + nanos));
        loop.at(5, "event", () -> application.wake("flip", 30, () -> log.add("runs")));
        loop.run();
        assertThat(log).containsExactly("flip 5-35", "runs");
    }
}
