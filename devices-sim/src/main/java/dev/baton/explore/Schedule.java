package dev.baton.explore;

import java.util.List;

/**
 * All choices of one execution.
 *
 * @param places which of the tasks that were ready went, by its place among them
 * @param names what those tasks are called
 * @param numbers that were drawn
 * @since 0.1
 */
public record Schedule(List<Integer> places, List<String> names, List<Long> numbers) {
    /** Beyond so many stretches of one task nobody reads on. */
    private static final int STRETCHES_MAX = 200;

    /**
     * Copies the lists.
     *
     * @param places which of the tasks that were ready went
     * @param names what those tasks are called
     * @param numbers that were drawn
     */
    public Schedule {
        places = List.copyOf(places);
        names = List.copyOf(names);
        numbers = List.copyOf(numbers);
    }

    /**
     * How often another task went than the one before.
     *
     * @return the number of context switches
     */
    public int switches() {
        int count = 0;
        for (int i = 1; i < names.size(); i++) {
            count += names.get(i).equals(names.get(i - 1)) ? 0 : 1;
        }
        return count;
    }

    /**
     * The order in words.
     *
     * @return such as "job 1 (2 steps), job 2 (2 steps), job 1", of a long one the beginning
     */
    public String inWords() {
        if (names.isEmpty()) {
            return "nothing was left to choose but " + numbers.size() + " numbers";
        }
        StringBuilder words = new StringBuilder();
        int from = 0;
        int stretches = 0;
        for (int i = 1; i <= names.size() && stretches < STRETCHES_MAX; i++) {
            if (i == names.size() || !names.get(i).equals(names.get(from))) {
                words.append(from == 0 ? "" : ", ").append(names.get(from));
                words.append(i - from == 1 ? "" : " (" + (i - from) + " steps)");
                from = i;
                stretches++;
            }
        }
        return words + (from == names.size() ? "" : ", and " + (names.size() - from) + " more");
    }
}
