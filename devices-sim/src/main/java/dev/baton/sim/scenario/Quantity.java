package dev.baton.sim.scenario;

import dev.baton.sim.refusal.Quoted;
import dev.baton.sim.refusal.Suggestion;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number with a unit, as people write it; exact. */
@SuppressWarnings("ImmutableEnumChecker") // the units are in order, and nobody changes them
enum Quantity {
    DURATION("duration", "16.6ms", "ns us ms s", 1, 1_000, 1_000_000, 1_000_000_000),
    BYTES("size", "64KiB", "B KiB MiB GiB", 1, 1 << 10, 1 << 20, 1 << 30),
    /** In microhertz. */
    RATE("rate", "60Hz", "Hz kHz", 1_000_000, 1_000_000_000),
    PPM("drift", "50ppm", "ppm", 1),
    /** In millionths. */
    CHANCE("chance", "0.5%", "%", 10_000);

    private static final int DIGITS_MAX = 18;
    private static final Pattern NUMBER = Pattern.compile("(-?)([0-9]+)(\\.[0-9]+)?([^0-9.].*)?");

    private final String noun;
    private final String example;
    private final Map<String, Long> units = new LinkedHashMap<>();

    Quantity(String noun, String example, String words, long... factors) {
        this.noun = noun;
        this.example = example;
        String[] names = words.split(" ", -1);
        for (int i = 0; i < names.length; i++) {
            units.put(names[i], factors[i]);
        }
    }

    /** A text that is no such quantity; the message says why. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(String why) {
            super(why, null, false, false);
        }
    }

    /** In the smallest unit; a text too long, too fine or too large is unreadable. */
    long parse(String text) throws UnreadableException {
        Matcher matcher = NUMBER.matcher(text);
        if (text.length() > Quoted.CHARS_MAX || !matcher.matches()) {
            throw unreadable(text, "is no " + noun + ", such as " + example);
        }
        String unit = matcher.group(4) == null ? "" : matcher.group(4);
        Long factor = units.get(unit);
        if (factor == null) {
            throw unreadable(text, why(unit));
        }
        String digits = text.substring(0, text.length() - unit.length());
        return exact(text, new BigDecimal(digits).multiply(BigDecimal.valueOf(factor)));
    }

    private long exact(String text, BigDecimal number) throws UnreadableException {
        BigDecimal whole = number.setScale(0, RoundingMode.DOWN);
        if (whole.precision() > DIGITS_MAX) {
            throw unreadable(text, "is too large");
        }
        if (whole.compareTo(number) != 0) {
            throw unreadable(text, "is finer than " + noun + "s are");
        }
        return whole.longValue();
    }

    private String why(String unit) {
        if (unit.startsWith(",")) {
            return "has a comma; decimals have a point, such as " + example;
        }
        return unit.isEmpty()
                ? "has no unit; a " + noun + " is a number with one, such as " + example
                : "has the unit " + Quoted.of(unit) + ", which no " + noun + " has"
                        + Suggestion.among(unit.strip(), units.keySet());
    }

    private static UnreadableException unreadable(String text, String why) {
        return new UnreadableException(Quoted.of(text) + " " + why);
    }

    /** As a file would say it, in the largest unit that is exact. */
    String words(long value) {
        String words = "";
        for (Map.Entry<String, Long> unit : units.entrySet()) {
            if (words.isEmpty() || (value != 0 && value % unit.getValue() == 0)) {
                words = BigDecimal.valueOf(value)
                                .divide(BigDecimal.valueOf(unit.getValue()))
                                .toPlainString()
                        + unit.getKey();
            }
        }
        return words;
    }
}
