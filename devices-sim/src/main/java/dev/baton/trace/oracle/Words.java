package dev.baton.trace.oracle;

import dev.baton.engine.AccessMode;
import dev.baton.trace.text.LineSource;

import java.util.ArrayList;
import java.util.List;

/** The words of one line, taken one after the other. What is not as expected is damage. */
final class Words {
    private static final int QUOTED_CHARS = 24;

    /** So that no number of so many digits overflows. */
    private static final int DIGITS_MAX = 15;

    private final long line;
    private final String text;
    private final String[] words;
    private int at;

    Words(long line, String text) {
        this.line = line;
        this.text = text;
        this.words = text.split(" ", -1);
    }

    long line() {
        return line;
    }

    String text() {
        return text;
    }

    boolean hasNext() {
        return at < words.length;
    }

    /** Whether the next word is a letter and a number, such as b0. */
    boolean nextIs(char letter) {
        return hasNext()
                && words[at].length() > 1
                && words[at].charAt(0) == letter
                && Character.digit(words[at].charAt(1), 10) >= 0;
    }

    String next(String what) throws DamagedAnswersException {
        if (!hasNext()) {
            throw damage("ends before " + what);
        }
        return words[at++];
    }

    void expect(String word) throws DamagedAnswersException {
        String found = next("'" + word + "'");
        if (!found.equals(word)) {
            throw damage(quoted(found) + " stands where '" + word + "' belongs");
        }
    }

    /** One of two words; whether it is the first. */
    boolean either(String yes, String no) throws DamagedAnswersException {
        String found = next("'" + yes + "' or '" + no + "'");
        if (!found.equals(yes) && !found.equals(no)) {
            throw damage(quoted(found) + " is neither '" + yes + "' nor '" + no + "'");
        }
        return found.equals(yes);
    }

    void end() throws DamagedAnswersException {
        if (hasNext()) {
            throw damage(quoted(words[at]) + " is too much");
        }
    }

    /** So many digits of 0 and 1 that are the next word. */
    void digits(int count) throws DamagedAnswersException {
        String found = next("all that is to be observed");
        if (found.length() != count || !found.chars().allMatch(c -> c == '0' || c == '1')) {
            throw damage(quoted(found) + " stands where 0 or 1 belongs, " + count + " digits");
        }
    }

    /** A number that is the next word. */
    long number(String what, long min, long max) throws DamagedAnswersException {
        return within(next(what), what, min, max);
    }

    /** A number behind the word that names it. */
    long named(String name, long min, long max) throws DamagedAnswersException {
        expect(name);
        return number(name, min, max);
    }

    /** A number behind the word that names it, which may be negative. */
    long signed(String name, long max) throws DamagedAnswersException {
        expect(name);
        return signedWithin(next(name), name, max);
    }

    long signedWithin(String word, String what, long max) throws DamagedAnswersException {
        return word.startsWith("-")
                ? -within(word.substring(1), what, 0, max)
                : within(word, what, 0, max);
    }

    /** As {@link #named}, for what is counted. */
    int count(String name, int min, int max) throws DamagedAnswersException {
        return (int) named(name, min, max);
    }

    /** One of so many that were declared, by its letter and number. */
    int index(char letter, int declared) throws DamagedAnswersException {
        return indexOf(next("a number " + letter + "0, " + letter + "1, ..."), letter, declared);
    }

    /** One buffer, and READ or WRITE behind it, as a word of its own or behind a colon. */
    Use use(int buffers, String separator) throws DamagedAnswersException {
        if (separator.equals(" ")) {
            return new Use(index('b', buffers), mode(next("R or W")));
        }
        String[] parts = next("a use of a buffer").split(separator, -1);
        if (parts.length != 2) {
            throw damage(quoted(words[at - 1]) + " is no use of a buffer, such as b0:R");
        }
        return new Use(indexOf(parts[0], 'b', buffers), mode(parts[1]));
    }

    /** All uses of buffers that follow, at least one. */
    List<Use> uses(int buffers) throws DamagedAnswersException {
        List<Use> uses = new ArrayList<>();
        do {
            uses.add(use(buffers, ":"));
        } while (nextIs('b'));
        return uses;
    }

    /**
     * Another system's list of fences, as {@code n=2 [t0:0,t1:0]}: looked at from outside only, as
     * what such a list holds is nothing that Baton must do alike.
     */
    void foreignList() throws DamagedAnswersException {
        String count = next("n=");
        if (!count.startsWith("n=")) {
            throw damage(quoted(count) + " stands where 'n=' belongs");
        }
        long declared = within(count.substring(2), "n", 1, LineSource.LINE_BYTES_MAX);
        String list = next("a list of fences");
        if (!list.startsWith("[") || !list.endsWith("]") || list.length() < 3) {
            throw damage(quoted(list) + " is no list of fences");
        }
        if (list.chars().filter(c -> c == ',').count() + 1 != declared) {
            throw damage("the list has not the " + declared + " fences that it says");
        }
    }

    DamagedAnswersException damage(String reason) {
        return new DamagedAnswersException(line, reason);
    }

    /** What a text holds may hold anything. */
    static String quoted(String word) {
        String plain = word.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() <= QUOTED_CHARS
                ? "'" + plain + "'"
                : "'" + plain.substring(0, QUOTED_CHARS) + "...'";
    }

    int indexOf(String word, char letter, int declared) throws DamagedAnswersException {
        if (word.length() < 2 || word.charAt(0) != letter) {
            throw damage(quoted(word) + " is no number " + letter + "0, " + letter + "1, ...");
        }
        if (declared == 0) {
            throw damage(quoted(word) + ", but there is no " + letter + "0 yet");
        }
        return (int) within(word.substring(1), String.valueOf(letter), 0, declared - 1);
    }

    long within(String digits, String what, long min, long max) throws DamagedAnswersException {
        boolean plain = !digits.isEmpty()
                && digits.length() <= DIGITS_MAX
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!plain) {
            throw damage(what + ": " + quoted(digits) + " is no number");
        }
        long number = Long.parseLong(digits);
        if (number < min || number > max) {
            throw damage(what + ": " + number + " is not from " + min + " to " + max);
        }
        return number;
    }

    private AccessMode mode(String letter) throws DamagedAnswersException {
        return switch (letter) {
            case "R" -> AccessMode.SHARED;
            case "W" -> AccessMode.EXCLUSIVE;
            default -> throw damage(quoted(letter) + " is neither R nor W");
        };
    }
}
