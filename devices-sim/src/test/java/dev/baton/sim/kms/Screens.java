package dev.baton.sim.kms;

import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.heap.SystemHeap;
import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.sim.EventLoop;
import dev.baton.sim.Interrupt;
import dev.baton.sim.SeededScheduler;
import dev.baton.sim.pixels.Drawing;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.PixelFormat;
import dev.baton.sim.pixels.Rows;
import dev.baton.sim.pixels.Surface;

import java.util.ArrayList;
import java.util.List;

/** Displays of 8x4 pixels in virtual time, and a log of what they say. */
final class Screens {
    static final long PERIOD = 1_000;
    static final int WIDTH = 8;
    static final int HEIGHT = 4;
    static final Client KEEPS = job -> {};

    final EventLoop loop = new EventLoop(new SeededScheduler(1));
    final Dispatcher dispatcher = new Dispatcher(null, loop.timers("engine"));
    final List<String> log = new ArrayList<>();
    final List<String> vblanks = new ArrayList<>();

    static CrtcOptions options(String name) {
        return CrtcOptions.of(name, new Mode(WIDTH, HEIGHT, PERIOD)).bands(HEIGHT);
    }

    Crtc display(CrtcOptions options) {
        return display(options, Interrupt.SOUND);
    }

    Crtc display(CrtcOptions options, Interrupt interrupt) {
        return new Crtc(loop, dispatcher, options, interrupt, new VblankListener() {
            @Override
            public void vblank(long sequence, long nanos, boolean latched) {
                vblanks.add("#" + sequence + "@" + nanos);
            }

            @Override
            public void flipDoneTimedOut(Job flip, long sequence) {
                log.add("flip_done timed out #" + sequence);
            }
        });
    }

    static Framebuffer framebuffer(String name) {
        return framebuffer(name, PixelFormat.XR24, WIDTH, HEIGHT);
    }

    static Framebuffer framebuffer(String name, PixelFormat format, int width, int height) {
        long bytes = Framebuffer.bytesFor(format, width, height);
        return Framebuffer.of(format, width, height, new SystemHeap().allocate(name, bytes));
    }

    static void fill(Framebuffer framebuffer, int colour) {
        Surface surface = Surface.of(
                framebuffer,
                framebuffer.handles().stream()
                        .map(handle -> handle.map(CpuMapping.Access.READ_WRITE))
                        .toList());
        new Drawing().fill(surface, new Rows(0, framebuffer.height()), colour);
    }

    /** Notes latches and drops under a name. */
    FlipListener noted(String name) {
        return new FlipListener() {
            @Override
            public void latched(long sequence, long nanos) {
                log.add(name + " #" + sequence + "@" + nanos);
            }

            @Override
            public void dropped(Dropped why) {
                log.add(name + " " + why);
            }
        };
    }

    PageFlip flip(Framebuffer framebuffer) {
        return new PageFlip(framebuffer, AccessMode.SHARED, noted(framebuffer.toString()));
    }

    AtomicCommit commit(Plane... planes) {
        return AtomicCommit.of(noted(planes[0].framebuffer().toString()), planes);
    }

    Job draw(Framebuffer framebuffer) {
        AccessSet.Builder set = AccessSet.builder();
        framebuffer.addTo(set, AccessMode.EXCLUSIVE);
        return dispatcher.submit(set.build(), KEEPS);
    }

    void at(long nanos, Runnable task) {
        loop.at(nanos, "test", task);
    }

    /** Runs to just before a vblank. */
    void runToVblank(long sequence) {
        loop.runUntil(sequence * PERIOD - 1);
    }
}
