package dev.baton.proptests;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

import java.util.SplittableRandom;

/**
 * Draws the seed of this run, unless {@code -Dbaton.seed} gives it, and prints it; tests that draw
 * at random read the property.
 */
public final class SeedOfTheDay implements LauncherSessionListener {
    static final String PROPERTY = "baton.seed";

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (System.getProperty(PROPERTY) == null) {
            long drawn = new SplittableRandom().nextLong(1L << 48);
            System.setProperty(PROPERTY, Long.toString(drawn));
        }
        System.out.println("Seed of this run: -Dbaton.seed=" + System.getProperty(PROPERTY));
    }
}
