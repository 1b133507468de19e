package dev.baton.sim;

import java.util.Locale;

/**
 * A choice as scenario files spell it: an enum.
 *
 * @since 0.1
 */
public interface Worded {
    /**
     * How files say it.
     *
     * @return lower-case words joined by hyphens
     */
    default String word() {
        return spelt((Enum<?>) this);
    }

    /**
     * How files say any choice.
     *
     * @param choice a constant, of one's own or of another's
     * @return its word
     */
    static String of(Enum<?> choice) {
        return choice instanceof Worded worded ? worded.word() : spelt(choice);
    }

    private static String spelt(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
