package dev.baton.explore.strategy;

import dev.baton.sim.Scheduler;

import java.util.List;

/** Hides from another scheduler in which state the jobs are. */
record Stateless(Scheduler scheduler) implements Scheduler {
    @Override
    public int nextTask(List<? extends Task> ready) {
        return scheduler.nextTask(
                ready.stream().map(task -> new Blank((Stepped) task)).toList());
    }

    @Override
    public long nextNumber(long bound) {
        return scheduler.nextNumber(bound);
    }

    private record Blank(Stepped step) implements Stepped {
        @Override
        public String name() {
            return step.name();
        }

        @Override
        public int job() {
            return step.job();
        }

        @Override
        public boolean holds() {
            return step.holds();
        }

        @Override
        public boolean takes() {
            return step.takes();
        }

        @Override
        public int remaining() {
            return step.remaining();
        }

        @Override
        public long reads() {
            return step.reads();
        }

        @Override
        public long writes() {
            return step.writes();
        }
    }
}
