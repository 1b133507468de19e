package dev.baton.trace;

import static dev.baton.trace.Recording.UNKNOWN;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;

import java.util.Objects;

/**
 * Whoever signals fences at times of his own: test programs, drivers without a ring. The recorded
 * signal ends the job.
 *
 * <p>The kernel lets such a fence signal although earlier ones of its buffer are still to come, and
 * then nobody waits for it any more. A job that still waits at its signal is therefore taken out of
 * its queues ungranted; if it had to be granted first, a reader's late signal would hold up flips
 * that in the kernel wait for writers only. It is counted.
 */
final class ReplayedSoftware implements Client {
    private final ReplayStage stage;

    ReplayedSoftware(ReplayStage stage) {
        this.stage = stage;
    }

    Job submit(ReplayedJob run, AccessSet.Builder set) {
        Job job = stage.dispatcher.submit(set.build(), this, run, JobOptions.DEFAULT);
        if (run.recorded.endNanos() != UNKNOWN) {
            stage.at(run.recorded.endNanos(), "signal", () -> end(run, job));
        }
        return job;
    }

    @Override
    public String name() {
        return "software";
    }

    @Override
    public void granted(Job job) {
        ReplayedJob run = (ReplayedJob) Objects.requireNonNull(job.attachment());
        run.startNanos = stage.nowNanos();
    }

    private void end(ReplayedJob run, Job job) {
        run.endNanos = stage.nowNanos();
        if (job.isGranted()) {
            job.release();
        } else {
            run.endedWaiting = job.cancel();
        }
    }
}
