package dev.baton.sim.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.BufferException;
import dev.baton.buffers.heap.SystemHeap;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.sim.EventLoop;
import dev.baton.sim.Interrupt;
import dev.baton.sim.Latency;
import dev.baton.sim.SeededScheduler;
import dev.baton.sim.pixels.FrameStamp;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.PixelFormat;
import dev.baton.sim.pixels.Position;
import dev.baton.sim.pixels.Rows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class CpuTest {
    private final EventLoop loop = new EventLoop(new SeededScheduler(1));
    private final Dispatcher dispatcher = new Dispatcher(null, loop.timers("engine"));
    private final Cpu cpu = new Cpu(loop, "cpu", null, Interrupt.SOUND);
    private final List<String> log = new ArrayList<>();
    private int refusedTouches;

    private Job submit(Cpu to, AccessSet set, String name) {
        CpuWork work = CpuWorks.of(10, () -> log.add(name + "@" + loop.nowNanos()));
        return dispatcher.submit(set, to, work, JobOptions.DEFAULT);
    }

    private static Framebuffer picture(String name, int width, int height) {
        PixelFormat format = PixelFormat.GREY;
        return Framebuffer.of(
                format,
                width,
                height,
                new SystemHeap().allocate(name, Framebuffer.bytesFor(format, width, height)));
    }

    private Job submit(CpuWork work, Framebuffer picture, JobOptions options) {
        AccessSet set = AccessSet.exclusive(picture.queues().get(0));
        return dispatcher.submit(set, cpu, work, options);
    }

    private CpuWork stamp(Framebuffer picture, int number) {
        FrameStamp stamp = new FrameStamp(picture.format(), picture.width());
        return new CpuWork(10, List.of(), List.of(picture), (drawing, reads, writes) -> {
            try {
                stamp.draw(writes.get(0), new Rows(0, picture.height()), number);
            } catch (BufferException.Closed refused) {
                refusedTouches++;
                throw refused;
            }
        });
    }

    private List<Integer> numbers(Framebuffer picture) {
        List<Integer> numbers = new ArrayList<>();
        FrameStamp stamp = new FrameStamp(picture.format(), picture.width());
        submit(CpuWorks.check(10, picture, stamp, numbers::add), picture, JobOptions.DEFAULT);
        loop.run();
        return numbers;
    }

    @Test
    void jobsRunOneAfterTheOther() {
        submit(cpu, AccessSet.exclusive(new SyncQueue("a")), "x");
        submit(cpu, AccessSet.exclusive(new SyncQueue("b")), "y");
        loop.run();
        assertThat(log).containsExactly("x@10", "y@20");
    }

    @Test
    void anIdleCpuWakesForAGrantAndABusyOneNeedNot() {
        Latency wakeup = new Latency(100, 100);
        Cpu sleeper = new Cpu(loop, "sleeper", wakeup, Interrupt.SOUND);
        submit(sleeper, AccessSet.empty(), "x");
        submit(sleeper, AccessSet.empty(), "y");
        loop.runUntil(1000);
        submit(sleeper, AccessSet.empty(), "z");
        loop.run();
        assertThat(log).containsExactly("x@110", "y@120", "z@1110");
    }

    @Test
    void aJobWithoutWorkFails() {
        Job job = dispatcher.submit(AccessSet.empty(), cpu);
        assertThat(job.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(job.cause()).hasMessageContaining("no CpuWork");
    }

    @Test
    void workThatThrowsFailsItsJobAlone() {
        CpuWork bad = CpuWorks.of(10, () -> {
            throw new IllegalStateException("bad");
        });
        Job job = dispatcher.submit(AccessSet.empty(), cpu, bad, JobOptions.DEFAULT);
        submit(cpu, AccessSet.empty(), "x");
        loop.run();
        assertThat(job.cause()).hasMessage("bad");
        assertThat(log).containsExactly("x@20");
    }

    @Test
    @Tag("B5")
    void workReachesItsPicturesInsideBrackets() {
        Framebuffer large = picture("large", 64, 36);
        Framebuffer small = picture("small", 32, 18);
        large.handles().get(0).enforceBrackets();
        small.handles().get(0).enforceBrackets();
        submit(stamp(large, 7), large, JobOptions.DEFAULT);
        AccessSet both =
                AccessSet.exclusive(large.queues().get(0), small.queues().get(0));
        CpuWork thumbnail = new CpuWork(
                10,
                List.of(large),
                List.of(small),
                (drawing, reads, writes) ->
                        drawing.thumbnail(reads.get(0), writes.get(0), new Rows(0, 18)));
        Job job = dispatcher.submit(both, cpu, thumbnail, JobOptions.DEFAULT);
        assertThat(numbers(small)).hasSize(18).containsOnly(7);
        assertThat(job.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(large.handles().get(0).buffer().info().toString()).contains("brackets=0");

        CpuWork overlay = new CpuWork(
                10,
                List.of(small),
                List.of(large),
                (drawing, reads, writes) -> drawing.overlay(
                        reads.get(0), writes.get(0), new Position(0, 18), new Rows(0, 36)));
        dispatcher.submit(both, cpu, overlay, JobOptions.DEFAULT);
        assertThat(numbers(large)).hasSize(36).startsWith(7);
    }

    @Test
    @Tag("S16")
    void aHungCpuLosesTheJobItHangsInAndGoesOn() {
        Framebuffer picture = picture("a", 64, 36);
        JobOptions held = JobOptions.DEFAULT.hold(Duration.ofNanos(100));
        Job job = submit(stamp(picture, 1), picture, held);
        Job behind = dispatcher.submit(AccessSet.empty(), cpu, stamp(picture, 2), held);
        loop.at(5, "hang", cpu::hang);
        loop.run();
        assertThat(job.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(behind.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(refusedTouches).isZero();
    }

    @Test
    @Tag("B12")
    void aZombieTouchesAndReleasesWithoutEffect() {
        Framebuffer picture = picture("a", 64, 36);
        Job job = submit(stamp(picture, 1), picture, JobOptions.DEFAULT);
        loop.runUntil(5);
        cpu.kill();
        loop.run();
        assertThat(job.isGranted()).as("held for ever").isTrue();
        dispatcher.close(cpu, Duration.ZERO);
        assertThat(job.outcome()).isEqualTo(Outcome.ABANDONED);
        cpu.revive();
        loop.run();
        assertThat(refusedTouches).isEqualTo(1);
        assertThat(dispatcher.lateReleases()).isEqualTo(1);
    }

    @Test
    void aResetFailsWhatRunsAndSparesWhatWaits() {
        Job running = submit(cpu, AccessSet.empty(), "x");
        Job waiting = submit(cpu, AccessSet.empty(), "y");
        loop.at(5, "reset", cpu::reset);
        loop.run();
        assertThat(running.cause()).hasMessageContaining("reset");
        assertThat(waiting.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(log).containsExactly("y@15");
    }
}
