package dev.baton.explore;

import dev.baton.sim.Scheduler;

import java.util.List;

/** One job after the other: who goes stays on while it can. Each number is another order. */
final class Serial implements Scheduler {
    private int order;
    private String last = "";

    Serial(int order) {
        this.order = order;
    }

    @Override
    public int nextTask(List<? extends Task> ready) {
        for (int i = 0; i < ready.size(); i++) {
            if (ready.get(i).name().equals(last)) {
                return i;
            }
        }
        int place = order % ready.size();
        order /= ready.size();
        last = ready.get(place).name();
        return place;
    }

    @Override
    public long nextNumber(long bound) {
        return bound / 2;
    }
}
