import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.PoisonPolicy;
import dev.baton.engine.SyncQueue;
import dev.baton.engine.VirtualTimers;

import java.time.Duration;

/** A GPU owns a buffer and never releases it. Who asks it, who takes the buffer, who hears of it? */
public class WhatHappensWhenTheGpuHangs {
    record Gpu(String name) implements Client {
        @Override
        public void granted(Job job) {
            System.out.println("granted: " + job.attachment());
        }

        @Override
        public boolean isWorking(Job job) {
            System.out.println("asked: still at work? no");
            return false; // true would count the hold anew
        }

        @Override
        public void fenceOff(Job job) {
            System.out.println("reset; from here on it cannot touch the buffer");
        }
    }

    public static void main(String[] args) {
        VirtualTimers timers = new VirtualTimers();
        Dispatcher dispatcher = new Dispatcher(null, timers);
        SyncQueue screen = new SyncQueue("screen");
        Gpu gpu = new Gpu("gpu");
        JobOptions limited = JobOptions.DEFAULT.hold(Duration.ofMillis(50));
        JobOptions careful = JobOptions.DEFAULT.onPoison(PoisonPolicy.SKIP);
        Client display = job -> System.out.println("shown: " + job.attachment());

        Job hung = dispatcher.submit(AccessSet.exclusive(screen), gpu, "frame 1", limited);
        Job flip = dispatcher.submit(AccessSet.shared(screen), display, "frame 1", careful);
        Job redraw = dispatcher.submit(AccessSet.exclusive(screen), gpu, "frame 2", limited);
        dispatcher.submit(AccessSet.shared(screen), display, "frame 2", careful);

        timers.advance(Duration.ofMillis(50));
        System.out.println("frame 1: " + hung.outcome() + ", " + hung.cause().getMessage());
        System.out.println("its flip: " + flip.ending().reason());
        redraw.release(); // written anew, so the buffer is sound again
        System.out.println("late? " + !hung.release() + ", counted: " + dispatcher.lateReleases());
    }
}
