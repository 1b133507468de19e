package dev.baton.explore;

import dev.baton.sim.Scheduler;

import java.util.List;

/**
 * Follows a schedule as far as it can be followed: a step of a job that cannot go on is skipped,
 * and after the last one the job that went last stays on while it can.
 */
final class ReplayScheduler implements Scheduler {
    private final List<Integer> order;
    private int position;
    private int last;

    ReplayScheduler(Schedule schedule) {
        this.order = schedule.jobs();
    }

    @Override
    public boolean newExecution() {
        position = 0;
        return true;
    }

    @Override
    public int nextTask(List<? extends Task> ready) {
        while (position < order.size()) {
            int chosen = indexOf(order.get(position++), ready);
            if (chosen >= 0) {
                last = order.get(position - 1);
                return chosen;
            }
        }
        return Math.max(0, indexOf(last, ready));
    }

    private static int indexOf(int job, List<? extends Task> ready) {
        for (int i = 0; i < ready.size(); i++) {
            if (ready.get(i) instanceof SteppedTask task && task.job() == job) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public long nextNumber(long bound) {
        return 0;
    }
}
