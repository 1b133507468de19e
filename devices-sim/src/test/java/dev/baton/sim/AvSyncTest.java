package dev.baton.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Gate;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.SyncQueue;
import dev.baton.event.EventStream;
import dev.baton.fence.Fence;
import dev.baton.fence.Timeline;
import dev.baton.law.Laws;
import dev.baton.sim.cpu.Cpu;
import dev.baton.sim.cpu.CpuWork;
import dev.baton.sim.cpu.CpuWorks;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Pictures that must be seen when they are heard. Audio and display have clocks of their own, which
 * part by 150 ppm: 90 ms in ten minutes. Queues pass frames on as soon as they can, so they cannot
 * know; a time or a fence of the audio clock beside them does.
 */
class AvSyncTest {
    private static final long SECOND = 1_000_000_000;
    private static final long FRAME_RATE_HZ = 30;
    private static final long FRAMES = 600 * FRAME_RATE_HZ;
    private static final long HALF_FRAME = SECOND / FRAME_RATE_HZ / 2;
    private static final long REFRESH = 16_667_500; // 60 Hz, 50 ppm slow
    private static final int BUFFERS = 3;
    private static final long DECODE = 4_000_000;
    private static final long AUDIO_PERIOD = 5_000_000;

    private final Laws laws = Laws.all();
    private final EventLoop loop = new EventLoop(new SeededScheduler(1), laws::quiescent);
    private final Dispatcher dispatcher =
            new Dispatcher(new EventStream(loop::nowNanos, laws), loop.timers("engine"));
    private final AudioClock audio = new AudioClock(0, 48_000, 240, -100);
    private final Timeline periods = new Timeline("audio");
    private final Cpu decoder = new Cpu(loop, "decoder", null, Interrupt.SOUND);
    private final List<SyncQueue> buffers = new ArrayList<>();
    private final List<Long> latchedNanos = new ArrayList<>();

    private interface Terms {
        JobOptions of(long mediaNanos);
    }

    /** Shows each frame for at least so many refreshes, and keeps it until the next one latches. */
    private final class Display implements Client {
        private final SyncQueue crtc = new SyncQueue("crtc");
        private final int refreshes;
        private final Terms terms;
        private @Nullable Job pending;
        private @Nullable Job front;
        private int shown;

        Display(int refreshes, Terms terms) {
            this.refreshes = refreshes;
            this.terms = terms;
            for (int i = 0; i < BUFFERS; i++) {
                buffers.add(new SyncQueue("buffer " + i));
                submit(i);
            }
            loop.after(REFRESH, "vblank", this::vblank);
        }

        private void submit(long frame) {
            if (frame < FRAMES) {
                SyncQueue buffer = buffers.get((int) (frame % BUFFERS));
                CpuWork decode = CpuWorks.of(DECODE, () -> {});
                dispatcher.submit(AccessSet.exclusive(buffer), decoder, decode, JobOptions.DEFAULT);
                AccessSet flip =
                        AccessSet.builder().exclusive(crtc).shared(buffer).build();
                dispatcher.submit(flip, this, null, terms.of(mediaNanos(frame)));
            }
        }

        @Override
        public void granted(Job job) {
            pending = job;
        }

        private void vblank() {
            shown++;
            Job next = pending;
            if (next != null && (front == null || shown >= refreshes)) {
                latch(next);
            }
            if (latchedNanos.size() < FRAMES) {
                loop.after(REFRESH, "vblank", this::vblank);
            } else if (front != null) {
                front.release();
            }
        }

        private void latch(Job next) {
            latchedNanos.add(loop.nowNanos());
            Job before = front;
            front = next;
            pending = null;
            shown = 0;
            if (before != null) {
                before.release();
            }
            next.release(crtc);
            submit(latchedNanos.size() - 1 + BUFFERS);
        }
    }

    private static long mediaNanos(long frame) {
        return (frame + 10) * SECOND / FRAME_RATE_HZ; // what is heard first is not at once
    }

    /** Signals with the sound card's interrupt, at the end of the period that plays a time. */
    private Fence audioFence(long mediaNanos) {
        long period = mediaNanos / AUDIO_PERIOD + 1;
        if (period > periods.value()) {
            loop.at(
                    audio.dueNanos(period * AUDIO_PERIOD),
                    "audio period",
                    () -> periods.advanceTo(period));
        }
        return periods.promise(period);
    }

    /** How much later than it is heard each frame is seen. */
    private long[] run(int refreshes, Terms terms) {
        new Display(refreshes, terms);
        loop.run();
        laws.end();
        assertThat(laws.violations()).isEmpty();
        assertThat(latchedNanos).hasSize((int) FRAMES);
        return LongStream.range(0, FRAMES)
                .map(frame -> latchedNanos.get((int) frame) - audio.dueNanos(mediaNanos(frame)))
                .toArray();
    }

    @Test
    @Tag("S8")
    void aTimeOfTheAudioClockKeepsEveryFrameWithinHalfARefresh() {
        Terms exact = media -> JobOptions.DEFAULT.notBefore(audio.dueNanos(media) - REFRESH / 2);
        assertThat(LongStream.of(run(1, exact)))
                .allMatch(late -> Math.abs(late) <= REFRESH / 2 + 1);
    }

    @Test
    @Tag("S9")
    void aFenceOfTheAudioClockKeepsEveryFrameWithinHalfAFrame() {
        Terms gated = media -> JobOptions.DEFAULT.gate(
                Gate.holdingPlace(audioFence(media - REFRESH / 2), Duration.ofSeconds(1)));
        assertThat(LongStream.of(run(1, gated))).allMatch(late -> Math.abs(late) < HALF_FRAME);
    }

    @Test
    void theQueuesAloneRunAheadAsSoonAsTheyCan() {
        long[] late = run(1, media -> JobOptions.DEFAULT);
        assertThat(late[late.length - 1]).isLessThan(-250 * SECOND);
    }

    @Test
    void theQueuesAlonePacedByTheDisplayDriftWithItsClock() {
        long[] late = run(2, media -> JobOptions.DEFAULT);
        assertThat(late[late.length - 1] - late[0]).isBetween(85_000_000L, 95_000_000L);
        assertThat(late[late.length - 1] - late[0]).isGreaterThan(2 * HALF_FRAME);
    }
}
