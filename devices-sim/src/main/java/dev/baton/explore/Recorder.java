package dev.baton.explore;

import dev.baton.sim.Scheduler;

import java.util.ArrayList;
import java.util.List;

/** Writes down what another scheduler chooses. */
final class Recorder implements Scheduler {
    private final Scheduler scheduler;
    private final List<Integer> places = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<Long> numbers = new ArrayList<>();

    Recorder(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public boolean newExecution() {
        return scheduler.newExecution();
    }

    @Override
    public int nextTask(List<? extends Task> ready) {
        int place = scheduler.nextTask(ready);
        places.add(place);
        names.add(ready.get(place).name());
        return place;
    }

    @Override
    public long nextNumber(long bound) {
        long number = scheduler.nextNumber(bound);
        numbers.add(number);
        return number;
    }

    int choices() {
        return places.size();
    }

    Schedule schedule() {
        return new Schedule(places, names, numbers);
    }
}
