package dev.baton.sim.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.event.EventStream;
import dev.baton.law.Laws;
import dev.baton.sim.EventLoop;
import dev.baton.sim.Interrupt;
import dev.baton.sim.SeededScheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A GPU in virtual time, the laws over all that is done with it, and what its jobs have written. */
final class Bench {
    static final JobOptions PLAIN = JobOptions.DEFAULT;

    final List<String> log = new ArrayList<>();
    final List<Job> jobs = new ArrayList<>();
    final Laws laws = Laws.all();
    final EventLoop loop = new EventLoop(new SeededScheduler(1), laws::quiescent);
    final Dispatcher dispatcher =
            new Dispatcher(new EventStream(loop::nowNanos, laws), loop.timers("dispatcher"));
    final Gpu gpu;

    Bench(GpuOptions options) {
        this(options, Interrupt.SOUND);
    }

    Bench(GpuOptions options, Interrupt interrupt) {
        gpu = new Gpu(loop, options, interrupt);
    }

    GpuContext context(String name) {
        return gpu.context(name, 0, Priority.NORMAL);
    }

    /** A job with a buffer of its own. */
    Job submit(GpuContext context, String name, long nanos) {
        return submit(context, new Noted(this, name, nanos, 1), new SyncQueue(name));
    }

    Job submit(GpuContext context, GpuWork work, SyncQueue queue) {
        return submit(context, work, queue, JobOptions.DEFAULT);
    }

    Job submit(GpuContext context, GpuWork work, SyncQueue queue, JobOptions options) {
        Job job = dispatcher.submit(AccessSet.exclusive(queue), context, work, options);
        jobs.add(job);
        return job;
    }

    void close(GpuContext context) {
        dispatcher.close(context, Duration.ZERO);
    }

    /** Runs to the end; everything has ended, and no law was broken. */
    void end() {
        loop.run();
        laws.end();
        assertThat(laws.violations()).isEmpty();
    }

    /** Runs to the end, which is a good one for every job. */
    void endWell() {
        end();
        assertThat(jobs).extracting(Job::outcome).containsOnly(Outcome.COMPLETED);
    }

    /** Work that writes down when what of it was done. */
    record Noted(Bench bench, String name, long durationNanos, int bands) implements GpuWork {
        @Override
        public void started(Job job) {
            bench.log.add(name + " begins@" + bench.loop.nowNanos());
        }

        @Override
        public void draw(int band) {
            bench.log.add(name + band + "@" + bench.loop.nowNanos());
        }

        @Override
        public void completed(long startNanos, long endNanos) {
            bench.log.add(name + " " + startNanos + "-" + endNanos);
        }

        @Override
        public void stopped() {
            bench.log.add(name + " stopped@" + bench.loop.nowNanos());
        }
    }
}
