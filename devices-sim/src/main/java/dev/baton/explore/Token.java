package dev.baton.explore;

import dev.baton.explore.strategy.Strategy;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * A failing execution in at most {@link #CHARS_MAX} characters: which workload, the edits that made
 * it small, and the choices, as a list or as a strategy with its seed. It holds two fingerprints: of
 * the workload, compared before anything runs, and of the run, compared after it; and a checksum.
 *
 * <p>Characters are letters, digits, {@code . - _}, so that a shell takes it as it is.
 *
 * @since 0.1
 */
public final class Token {
    /** How long a token is at most. */
    public static final int CHARS_MAX = 200;

    /** Raised whenever a token would mean something else than before. */
    private static final String VERSION = "b2";

    private static final String ANY_VERSION = "b[0-9]{1,3}";
    private static final String PART = ".";
    private static final String ITEM = "_";
    private static final String TIMES = "-";
    private static final int RADIX = 36;
    private static final int PARTS = 8;
    private static final int NAME_CHARS_MAX = 64;

    /** Choices that a damaged token could ask for. */
    private static final int CHOICES_MAX = 100_000;

    private final String name;
    private final int source;
    private final int run;
    private final List<Integer> edits;
    private final List<Integer> places;
    private final List<Long> numbers;
    private final @Nullable Attempt attempt;

    private Token(Found found, boolean explicit) {
        this.name = slug(found.workload().name());
        this.source = found.workload().source().hashCode();
        this.run = Long.hashCode(found.failure().hash());
        this.edits = found.edits();
        this.places = explicit ? found.schedule().places() : List.of();
        this.numbers = explicit ? found.schedule().numbers() : List.of();
        this.attempt = explicit ? null : found.attempt();
    }

    private Token(String[] parts) throws TokenException {
        this.name = parts[1];
        this.source = number(parts[2]);
        this.run = number(parts[3]);
        this.edits = places(parts[4]);
        Strategy strategy = strategy(parts[5]);
        List<String> how = strategy == null ? List.of() : List.of(parts[5].split(ITEM, -1));
        if (strategy != null && how.size() != 3) {
            throw damaged("its strategy has no seed");
        }
        this.places = strategy == null ? places(parts[5]) : List.of();
        this.numbers = numbers(parts[6]);
        this.attempt = strategy == null
                ? null
                : new Attempt(strategy, longNumber(how.get(1)), number(how.get(2)));
    }

    /**
     * The token of what was found; of what it was before it was made small, if that is too long;
     * nothing if both are.
     */
    static Optional<String> of(Found smallest, Found first) {
        for (Found found : List.of(smallest, first)) {
            String explicit = new Token(found, true).toString();
            if (explicit.length() <= CHARS_MAX) {
                return Optional.of(explicit);
            }
            String seeded = new Token(found, false).toString();
            if (found.attempt() != null && seeded.length() <= CHARS_MAX) {
                return Optional.of(seeded);
            }
        }
        return Optional.empty();
    }

    /**
     * Reads a token.
     *
     * @param text as it was printed
     * @return the token
     * @throws TokenException if it is none, or one of another version
     */
    public static Token parse(String text) throws TokenException {
        if (text.length() > CHARS_MAX) {
            throw damaged("it has more than " + CHARS_MAX + " characters");
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length > 1 && parts[0].matches(ANY_VERSION) && !parts[0].equals(VERSION)) {
            throw new TokenException("another version of Baton made this token, of those that begin"
                    + " with " + parts[0] + PART + "; this one reads " + VERSION + PART
                    + ", so explore again");
        }
        if (!parts[0].equals(VERSION)) {
            throw damaged("this Baton reads tokens that begin with " + VERSION + PART);
        }
        if (parts.length != PARTS) {
            throw damaged("it has " + parts.length + " parts and not " + PARTS);
        }
        if (!slug(parts[1]).equals(parts[1])) {
            throw damaged("its name is none");
        }
        if (!text.equals(summed(text.substring(0, text.lastIndexOf(PART))))) {
            throw damaged("its checksum is wrong, so some character of it is");
        }
        return new Token(parts);
    }

    /**
     * Whose execution it is.
     *
     * @return the workload's name, with all but letters and digits as hyphens
     */
    public String name() {
        return name;
    }

    /**
     * Runs what it stands for.
     *
     * @param explored the workload that was explored
     * @return the failure, the same as then
     * @throws TokenException if the workload is another one today, or runs otherwise
     */
    public Found reproduce(Workload explored) throws TokenException {
        Workload workload = explored;
        for (int edit : edits) {
            List<? extends Workload> smaller = workload.edits();
            if (edit < 0 || edit >= smaller.size()) {
                throw other(explored);
            }
            workload = smaller.get(edit);
        }
        if (workload.source().hashCode() != source) {
            throw other(explored);
        }
        Places follower = new Places(places, numbers);
        Found found = Found.by(workload, attempt == null ? follower : attempt.scheduler())
                .orElseThrow(() -> changed(explored));
        if (Long.hashCode(found.failure().hash()) != run) {
            throw changed(explored);
        }
        return new Found(workload, edits, found.failure(), found.schedule(), attempt);
    }

    private static TokenException other(Workload workload) {
        return new TokenException("the token was made of another " + workload.name()
                + " than there is now; explore it again");
    }

    private static TokenException changed(Workload workload) {
        return new TokenException(workload.name() + " runs otherwise with this Baton than with the"
                + " one that made the token; explore it again");
    }

    private static TokenException damaged(String why) {
        return new TokenException("no token: " + why);
    }

    @Override
    public String toString() {
        String how = attempt == null
                ? written(places)
                : attempt.strategy().name().toLowerCase(Locale.ROOT)
                        + ITEM
                        + Long.toUnsignedString(attempt.seed(), RADIX)
                        + ITEM
                        + Integer.toUnsignedString(attempt.steps(), RADIX);
        return summed(String.join(
                PART,
                VERSION,
                name,
                Integer.toUnsignedString(source, RADIX),
                Integer.toUnsignedString(run, RADIX),
                written(edits),
                how,
                written(numbers)));
    }

    /** With its checksum behind it. */
    static String summed(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return text + PART + Long.toString(sum.getValue(), RADIX);
    }

    static String slug(String name) {
        String slug = name.replaceAll("[^A-Za-z0-9]+", "-");
        return slug.substring(0, Math.min(slug.length(), NAME_CHARS_MAX));
    }

    private static @Nullable Strategy strategy(String how) {
        for (Strategy strategy : Strategy.PORTFOLIO) {
            if (how.startsWith(strategy.name().toLowerCase(Locale.ROOT) + ITEM)) {
                return strategy;
            }
        }
        return null;
    }

    /** Numbers, with what is repeated written once. */
    private static String written(List<? extends Number> numbers) {
        List<String> items = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= numbers.size(); i++) {
            if (i == numbers.size() || !numbers.get(i).equals(numbers.get(from))) {
                String number = Long.toString(numbers.get(from).longValue(), RADIX);
                items.add(
                        i - from == 1
                                ? number
                                : number + TIMES + Integer.toString(i - from, RADIX));
                from = i;
            }
        }
        return items.stream().collect(Collectors.joining(ITEM));
    }

    private static List<Integer> places(String written) throws TokenException {
        List<Integer> places = new ArrayList<>();
        for (long number : numbers(written)) {
            if (number < 0 || number > CHOICES_MAX) {
                throw damaged("it has a choice beyond " + CHOICES_MAX);
            }
            places.add((int) number);
        }
        return places;
    }

    private static List<Long> numbers(String written) throws TokenException {
        List<Long> numbers = new ArrayList<>();
        for (String item : written.isEmpty() ? new String[0] : written.split(ITEM, -1)) {
            String[] parts = item.split(TIMES, 2);
            int times = parts.length == 1 ? 1 : number(parts[1]);
            if (times < 1 || times > CHOICES_MAX - numbers.size()) {
                throw damaged("it has more than " + CHOICES_MAX + " choices, or none");
            }
            numbers.addAll(Collections.nCopies(times, longNumber(parts[0])));
        }
        return numbers;
    }

    private static int number(String written) throws TokenException {
        try {
            return Integer.parseUnsignedInt(written, RADIX);
        } catch (NumberFormatException e) {
            throw damaged("'" + written.replaceAll("[^A-Za-z0-9-]", "?") + "' is no number");
        }
    }

    private static long longNumber(String written) throws TokenException {
        try {
            return Long.parseUnsignedLong(written, RADIX);
        } catch (NumberFormatException e) {
            throw damaged("'" + written.replaceAll("[^A-Za-z0-9-]", "?") + "' is no number");
        }
    }
}
