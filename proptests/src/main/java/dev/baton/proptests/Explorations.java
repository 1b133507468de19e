package dev.baton.proptests;

import dev.baton.explore.Exploration;

import java.util.Optional;

/**
 * What the explorations of a test or of all tries of a property came to.
 *
 * @param count how many there were
 * @param telling in how many of them some schedule was run that could have failed
 * @param schedules how many were run
 * @param exhausted in how many of them these were all schedules that differ
 * @param found how many found something
 */
record Explorations(long count, long telling, long schedules, long exhausted, long found) {
    static final Explorations NONE = new Explorations(0, 0, 0, 0, 0);

    Explorations plus(Exploration.Result result) {
        return new Explorations(
                count + 1,
                telling + (result.vacuity().isEmpty() ? 1 : 0),
                schedules + result.bound().schedules(),
                exhausted + (result.bound().exhausted() ? 1 : 0),
                found + (result.first().isPresent() ? 1 : 0));
    }

    /** Why they say nothing together; of few that do the others are enough. */
    Optional<String> vacuity(int percent) {
        return 100 * telling >= percent * count
                ? Optional.empty()
                : Optional.of("vacuous: only " + telling + " of " + inWords()
                        + ", in which a schedule was run that could fail, not " + percent + " %"
                        + Vacuity.WAIVE);
    }

    String inWords() {
        return count + (count == 1 ? " exploration, " : " explorations, ") + schedules
                + " schedules; exhaustive: " + exhausted + ", found something: " + found;
    }
}
