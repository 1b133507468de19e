package dev.baton.trace.oracle;

import dev.baton.trace.oracle.FlipFrame.Mode;
import dev.baton.trace.oracle.FlipFrame.Moment;
import dev.baton.trace.oracle.FlipFrame.Second;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the body of a scenario of flips. */
final class FlipReader {
    /** 640x480 at 60 Hz, as every display knows it. */
    static final long DEFAULT_PERIOD_NANOS = periodNanos(25_175, 800, 525);

    private static final long ERROR_MAX = 4095;

    private final int number;
    private final long periodNanos;
    private final int buffers;
    private final int declared;
    private final List<FlipFrame> frames = new ArrayList<>();
    private long firstSequence = Long.MAX_VALUE;
    private long lastSequence;

    /** From the words behind the scenario's number and display. */
    FlipReader(int number, long periodNanos, Words words) throws DamagedAnswersException {
        this.number = number;
        this.periodNanos = periodNanos;
        this.buffers = words.count("buffers", 1, Limits.BUFFERS_MAX);
        this.declared = words.count("frames", 1, Limits.JOBS_MAX);
        words.end();
    }

    /** The refresh period of a line as {@code kms vkms mode 640x480@60 clock 25175 htotal ..}. */
    static long period(Words words) throws DamagedAnswersException {
        words.expect("kms");
        words.next("a display");
        words.expect("mode");
        words.next("a mode");
        long clock = words.named("clock", 1, Limits.CLOCK_MAX_KHZ);
        long across = words.named("htotal", 1, Limits.TOTAL_MAX);
        long down = words.named("vtotal", 1, Limits.TOTAL_MAX);
        words.end();
        return periodNanos(clock, across, down);
    }

    private static long periodNanos(long clockKilohertz, long across, long down) {
        return Math.max(1_000, across * down * 1_000_000 / clockKilohertz);
    }

    void line(Words words) throws DamagedAnswersException {
        words.expect("frame");
        if (frames.size() == declared) {
            throw words.damage("more frames than the " + declared + " declared");
        }
        words.number("frame", frames.size(), frames.size());
        int buffer = words.index('b', buffers);
        Mode mode = mode(words);
        long committed = committed(words);
        Moment commit = vblank(words, "commit_vbl", committed);
        long answer = words.signed("ret", ERROR_MAX);
        long flipSequence = sequence(words.named("flip_seq", 0, Limits.SEQUENCE_MAX));
        long flipMicros = words.signed("flip_us", Limits.MICROS_MAX);
        words.signed("recv_us", Limits.MICROS_MAX);
        long out = words.signed("out_us", Limits.MICROS_MAX);
        Moment flip = new Moment(flipSequence, flipMicros, flipMicros);
        List<Moment> signals = signals(words, mode);
        Second second = words.hasNext() ? second(words) : null;
        words.end();
        frames.add(new FlipFrame(
                words.line(),
                frames.size(),
                buffer,
                mode,
                commit,
                answer,
                flip,
                out,
                signals,
                second));
        if (lastSequence - firstSequence > Limits.VBLANKS_MAX) {
            throw words.damage("more than " + Limits.VBLANKS_MAX + " vblanks in one scenario");
        }
    }

    private static Mode mode(Words words) throws DamagedAnswersException {
        String word = words.next("a mode");
        return Arrays.stream(Mode.values())
                .filter(mode -> mode.word.equals(word))
                .findAny()
                .orElseThrow(() -> words.damage(Words.quoted(word) + " is no mode of a frame"));
    }

    /** When the commit began; it is not said when in between it took effect. */
    private static long committed(Words words) throws DamagedAnswersException {
        words.expect("commit_us");
        String range = words.next("two times");
        String[] ends = range.split("\\.\\.", -1);
        if (ends.length != 2) {
            throw words.damage(Words.quoted(range) + " is no range of times, such as 10..20");
        }
        words.signedWithin(ends[1], "commit_us", Limits.MICROS_MAX);
        return words.signedWithin(ends[0], "commit_us", Limits.MICROS_MAX);
    }

    private Moment vblank(Words words, String name, long micros) throws DamagedAnswersException {
        words.expect(name);
        String word = words.next("a vblank");
        String[] parts = word.split("@", -1);
        if (parts.length != 2) {
            throw words.damage(Words.quoted(word) + " is no vblank, such as 312@8126");
        }
        long sequence = sequence(words.within(parts[0], name, 0, Limits.SEQUENCE_MAX));
        return new Moment(sequence, words.signedWithin(parts[1], name, Limits.MICROS_MAX), micros);
    }

    private long sequence(long sequence) {
        firstSequence = Math.min(firstSequence, sequence);
        lastSequence = Math.max(lastSequence, sequence);
        return sequence;
    }

    private List<Moment> signals(Words words, Mode mode) throws DamagedAnswersException {
        List<Moment> signals = new ArrayList<>();
        for (int i = 0; i < mode.roles.size(); i++) {
            long micros = words.signed("sig" + i + "_us", Limits.MICROS_MAX);
            signals.add(vblank(words, "sig" + i + "_vbl", micros));
        }
        return List.copyOf(signals);
    }

    private static Second second(Words words) throws DamagedAnswersException {
        long answer = words.signed("second_commit", ERROR_MAX);
        return new Second(answer, words.named("flip_pending_at_that_time", 0, 1) == 1);
    }

    FlipScenario end(long line) throws DamagedAnswersException {
        if (frames.size() != declared) {
            throw new DamagedAnswersException(
                    line,
                    "scenario F " + number + " has " + frames.size() + " frames, not " + declared);
        }
        return new FlipScenario(number, periodNanos, buffers, List.copyOf(frames));
    }
}
