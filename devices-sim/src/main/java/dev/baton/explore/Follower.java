package dev.baton.explore;

import dev.baton.sim.Scheduler;

import java.util.List;

/**
 * Follows a list of task names as far as it can be followed: a task that is not ready is skipped, and
 * after the last name the task that went last stays on while it can. Numbers are as given, and then 0.
 */
final class Follower implements Scheduler {
    private final List<String> names;
    private final Places numbers;
    private int position;
    private String last = "";

    Follower(List<String> names, List<Long> numbers) {
        this.names = names;
        this.numbers = new Places(List.of(), numbers);
    }

    @Override
    public int nextTask(List<? extends Task> ready) {
        while (position < names.size()) {
            String name = names.get(position++);
            int place = placeOf(name, ready);
            if (place >= 0) {
                last = name;
                return place;
            }
        }
        return Math.max(0, placeOf(last, ready));
    }

    private static int placeOf(String name, List<? extends Task> ready) {
        for (int i = 0; i < ready.size(); i++) {
            if (ready.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public long nextNumber(long bound) {
        return numbers.nextNumber(bound);
    }
}
