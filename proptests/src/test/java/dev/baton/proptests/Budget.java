package dev.baton.proptests;

import java.time.Duration;

/** How long a campaign may take, and from which seed it draws: both are given to the whole run. */
public final class Budget {
    private Budget() {}

    /** The time of one campaign; {@code -Dbaton.budget}, such as PT10M. */
    public static Duration ofOneCampaign() {
        return Duration.parse(System.getProperty("baton.budget", "PT2S"));
    }

    /** How many trials a campaign does at least; {@code -Dbaton.trials}. */
    public static long trials() {
        return Long.getLong("baton.trials", 0);
    }

    /** The seed of the run; {@code -Dbaton.seed}. */
    public static long seed() {
        return Long.getLong(SeedOfTheDay.PROPERTY, 0);
    }
}
