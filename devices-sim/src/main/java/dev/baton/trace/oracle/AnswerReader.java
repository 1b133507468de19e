package dev.baton.trace.oracle;

import dev.baton.trace.text.LineSource;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Reads one text, scenario by scenario; kinds it does not know it counts and skips. */
final class AnswerReader {
    private static final String HEADER = "# oracle ";
    private static final String SCENARIO = "scenario ";
    private static final String DISPLAY = "kms ";
    private static final String END = "end";

    /** What is told of a text. */
    interface Sink extends Consumer<Scenario> {
        /** Scenarios of an unknown kind; none, too, where a header names one. */
        void skipped(char kind, int scenarios);
    }

    private final LineSource lines;
    private final Sink sink;
    private long line;

    /** Of the header or scenario last read; 0 before the first. */
    private char kind;

    private boolean headed;
    private int declared = Limits.SCENARIOS_MAX;
    private int scenarios;
    private long periodNanos = FlipReader.DEFAULT_PERIOD_NANOS;

    AnswerReader(InputStream in, Sink sink) throws IOException {
        this.lines = new LineSource(in);
        this.sink = sink;
    }

    void readAll() throws IOException {
        for (String text = next(); text != null; text = next()) {
            if (text.startsWith(HEADER)) {
                header(new Words(line, text));
            } else if (text.startsWith(SCENARIO)) {
                scenario(new Words(line, text));
            } else if (kind == FlipScenario.KIND && text.startsWith(DISPLAY)) {
                periodNanos = FlipReader.period(new Words(line, text));
            } else if (!isSkipping() && !text.startsWith("#")) {
                throw damage(Words.quoted(text) + " begins neither a scenario nor a header");
            }
        }
        if (scenarios == 0 && !isSkipping()) {
            throw damage("holds no scenario");
        }
    }

    private @Nullable String next() throws IOException {
        String text = lines.next();
        line += text == null ? 0 : 1;
        if (lines.cut()) {
            throw damage("the compressed data ends here, too early, or is damaged");
        }
        if (lines.tooLong()) {
            throw damage("longer than " + LineSource.LINE_BYTES_MAX + " bytes");
        }
        return text;
    }

    private boolean isSkipping() {
        return kind != 0 && !isKnown();
    }

    private boolean isKnown() {
        return AskedScenario.isOf(kind) || kind == TimedScenario.KIND || kind == FlipScenario.KIND;
    }

    /** As {@code # oracle F:vkms count 8 seed 25 kernel 6.12}: scenarios of this kind follow. */
    private void header(Words words) throws DamagedAnswersException {
        words.expect("#");
        words.expect("oracle");
        kind = letter(words, words.next("a kind").split(":", 2)[0]);
        declared = words.count("count", 0, Limits.SCENARIOS_MAX);
        headed = true;
        scenarios = 0;
        if (isSkipping()) {
            sink.skipped(kind, 0);
        }
    }

    private void scenario(Words words) throws IOException {
        words.expect("scenario");
        char letter = letter(words, words.next("a kind"));
        if (headed && letter != kind) {
            throw words.damage("a scenario of kind " + letter + " among those of kind " + kind);
        }
        kind = letter;
        if (++scenarios > declared) {
            throw words.damage("more scenarios than the " + declared + " declared");
        }
        if (isSkipping()) {
            sink.skipped(kind, 1);
            return;
        }
        // A recording may be a part of what its header counts.
        int number = (int) words.number("scenario", 0, declared - 1);
        words.expect(kind == FlipScenario.KIND ? "kms" : "exporter");
        words.next("whose answers these are");
        sink.accept(scenario(number, words));
    }

    private Scenario scenario(int number, Words words) throws IOException {
        return switch (kind) {
            case TimedScenario.KIND -> timed(number, words);
            case FlipScenario.KIND -> flips(number, words);
            default -> asked(number, words);
        };
    }

    private Scenario flips(int number, Words words) throws IOException {
        FlipReader reader = new FlipReader(number, periodNanos, words);
        for (String text = inside(number); !text.equals(END); text = inside(number)) {
            reader.line(new Words(line, text));
        }
        return reader.end(line);
    }

    private Scenario timed(int number, Words words) throws IOException {
        TimedReader reader = new TimedReader(number, words);
        for (String text = inside(number); !text.equals(END); text = inside(number)) {
            reader.line(new Words(line, text));
        }
        return reader.end(line);
    }

    private Scenario asked(int number, Words words) throws IOException {
        AskedReader reader = new AskedReader(kind, number, words);
        for (String text = inside(number); !text.equals(END); text = inside(number)) {
            reader.line(new Words(line, text));
        }
        return reader.end(line);
    }

    private String inside(int number) throws IOException {
        String text = next();
        if (text == null) {
            throw damage("scenario " + kind + " " + number + " has no end");
        }
        return text;
    }

    private static char letter(Words words, String word) throws DamagedAnswersException {
        if (word.length() != 1 || word.charAt(0) < 'A' || word.charAt(0) > 'Z') {
            throw words.damage(Words.quoted(word) + " is no kind from A to Z");
        }
        return word.charAt(0);
    }

    private DamagedAnswersException damage(String reason) {
        return new DamagedAnswersException(Math.max(1, line), reason); // a text of no line has one
    }
}
