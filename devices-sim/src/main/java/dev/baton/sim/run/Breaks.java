package dev.baton.sim.run;

import dev.baton.sim.Breakable;
import dev.baton.sim.Loop;
import dev.baton.sim.gpu.Gpu;
import dev.baton.sim.kms.Crtc;

/**
 * What breaks in a device as a whole, brought to its loop.
 *
 * @param loop the device's
 * @param hangs lets it hang
 * @param dies lets it die
 * @param returns brings it back as a zombie
 * @param starts resets it
 */
record Breaks(Loop loop, Runnable hangs, Runnable dies, Runnable returns, Runnable starts)
        implements Breakable {
    static Breakable of(Gpu gpu, Loop loop) {
        Runnable starts = () -> {
            gpu.rise();
            gpu.reset();
        };
        return new Breaks(loop, gpu::hang, gpu::kill, gpu::rise, starts);
    }

    static Breakable of(Crtc crtc, Loop loop) {
        return new Breaks(loop, crtc::hang, crtc::kill, crtc::reset, crtc::reset);
    }

    @Override
    public void hang() {
        loop.post(hangs);
    }

    @Override
    public void kill() {
        loop.post(dies);
    }

    @Override
    public void revive() {
        loop.post(returns);
    }

    @Override
    public void reset() {
        loop.post(starts);
    }
}
