package dev.baton.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.BufferException;
import dev.baton.buffers.heap.SystemHeap;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.event.EventStream;
import dev.baton.law.Laws;
import dev.baton.sim.EventLoop;
import dev.baton.sim.Interrupt;
import dev.baton.sim.SeededScheduler;
import dev.baton.sim.cpu.Cpu;
import dev.baton.sim.cpu.CpuWork;
import dev.baton.sim.cpu.CpuWorks;
import dev.baton.sim.pixels.FrameStamp;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.PixelFormat;
import dev.baton.sim.pixels.Rows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a zombie still writes and releases has no effect, however often, and all is counted (G17). */
class LateTouchesTest {
    private static final int ZOMBIES = 10_000;
    private static final int HEIGHT = 2;
    private static final JobOptions HELD = JobOptions.DEFAULT.hold(Duration.ofNanos(1000));

    private final Laws laws = Laws.all();
    private final EventLoop loop = new EventLoop(new SeededScheduler(1), laws::quiescent);
    private final Dispatcher dispatcher =
            new Dispatcher(new EventStream(loop::nowNanos, laws), loop.timers("engine"));
    private final Framebuffer picture = Framebuffer.of(
            PixelFormat.GREY, 64, HEIGHT, new SystemHeap().allocate("picture", 4096));
    private final AccessSet exclusive = AccessSet.exclusive(picture.queues().get(0));
    private final FrameStamp stamp = new FrameStamp(PixelFormat.GREY, 64);

    private int refusedTouches;

    private CpuWork write(int number) {
        return new CpuWork(10, List.of(), List.of(picture), (drawing, reads, writes) -> {
            try {
                stamp.draw(writes.get(0), new Rows(0, HEIGHT), number);
            } catch (BufferException.Closed refused) {
                refusedTouches++;
                throw refused;
            }
        });
    }

    @Test
    @Tag("S5")
    @Tag("S16")
    @Tag("B12")
    void lateWritesAndReleasesHaveNoEffectAndAreCounted() {
        Cpu zombie = new Cpu(loop, "zombie", null, Interrupt.SOUND);
        Cpu next = new Cpu(loop, "next", null, Interrupt.SOUND);
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < ZOMBIES; i++) {
            Job taken = dispatcher.submit(exclusive, zombie, write(1), HELD);
            Job after = dispatcher.submit(exclusive, next, write(2), HELD);
            CpuWork check = CpuWorks.check(10, picture, stamp, seen::add);
            dispatcher.submit(exclusive, next, check, HELD);
            loop.runUntil(loop.nowNanos() + 5);
            zombie.kill();
            loop.runUntil(loop.nowNanos() + 1000); // the next one owns it now, and writes
            loop.at(loop.nowNanos() + i % 20, "revive", zombie::revive);
            loop.run();
            assertThat(taken.outcome()).isEqualTo(Outcome.TIMED_OUT);
            assertThat(after.outcome()).isEqualTo(Outcome.COMPLETED);
        }
        laws.end();
        assertThat(refusedTouches).isEqualTo(ZOMBIES);
        assertThat(dispatcher.lateReleases()).isEqualTo(ZOMBIES);
        assertThat(seen).containsExactly(2);
        assertThat(laws.violations()).isEmpty();
    }
}
