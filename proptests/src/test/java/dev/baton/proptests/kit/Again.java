package dev.baton.proptests.kit;

import dev.baton.sim.Scheduler;

import java.util.ArrayList;
import java.util.List;

/** Chooses as another does, and after a rewind the same once more. */
final class Again implements Scheduler {
    private final Scheduler scheduler;
    private final List<Integer> places = new ArrayList<>();
    private int at = Integer.MAX_VALUE;

    Again(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void rewind() {
        at = 0;
    }

    @Override
    public boolean newExecution() {
        return scheduler.newExecution();
    }

    /** A run that differs may have fewer to choose from. */
    @Override
    public int nextTask(List<? extends Task> ready) {
        if (at < places.size()) {
            return Math.min(places.get(at++), ready.size() - 1);
        }
        int place = scheduler.nextTask(ready);
        places.add(place);
        return place;
    }

    @Override
    public long nextNumber(long bound) {
        return scheduler.nextNumber(bound);
    }
}
