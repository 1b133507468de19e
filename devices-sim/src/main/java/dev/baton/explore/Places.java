package dev.baton.explore;

import dev.baton.sim.Scheduler;

import java.util.List;

/** Follows lists of choices and numbers to the letter. */
final class Places implements Scheduler {
    private final List<Integer> places;
    private final List<Long> numbers;
    private int position;
    private int drawn;

    Places(List<Integer> places, List<Long> numbers) {
        this.places = places;
        this.numbers = numbers;
    }

    /** What was never chosen, or cannot be, makes another run: its hash will tell. */
    @Override
    public int nextTask(List<? extends Task> ready) {
        int place = position < places.size() ? places.get(position) : 0;
        position++;
        return place >= 0 && place < ready.size() ? place : 0;
    }

    @Override
    public long nextNumber(long bound) {
        long number = drawn < numbers.size() ? numbers.get(drawn) : 0;
        drawn++;
        return Math.max(0, Math.min(number, bound - 1));
    }
}
