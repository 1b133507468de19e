package dev.baton.sim.scenario;

import java.util.Locale;

/**
 * A choice as scenario files spell it.
 *
 * @since 0.1
 */
public interface Worded {
    /**
     * The constant's own name, as every enum has it.
     *
     * @return in Java's spelling
     */
    String name();

    /**
     * How files say it.
     *
     * @return lower-case words joined by hyphens
     */
    default String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
