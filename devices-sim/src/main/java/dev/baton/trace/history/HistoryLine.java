package dev.baton.trace.history;

import dev.baton.sim.Worded;
import dev.baton.sim.refusal.Quoted;
import dev.baton.sim.refusal.Suggestion;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One line of a log, in either format. Empty texts are null. */
record HistoryLine(
        long number,
        Kind kind,
        String job,
        @Nullable String buffer,
        @Nullable Boolean shared,
        @Nullable String after,
        @Nullable String client) {
    static final String EVENT = "event";
    static final String JOB = "job";
    static final String BUFFER = "buffer";
    static final String MODE = "mode";
    static final String AFTER = "after";
    static final String CLIENT = "client";

    /** When it was written: for people; order is that of the lines. */
    static final String NANOS = "nanos";

    private static final Set<Integer> UNPRINTABLE = Set.of(
            (int) Character.CONTROL,
            (int) Character.FORMAT,
            (int) Character.SURROGATE,
            (int) Character.LINE_SEPARATOR,
            (int) Character.PARAGRAPH_SEPARATOR);

    private static final Map<String, Kind> KINDS = Arrays.stream(Kind.values())
            .collect(Collectors.toMap(
                    Worded::of, kind -> kind, (one, other) -> one, LinkedHashMap::new));

    private static final String SHARED = "shared";
    private static final List<String> MODES = List.of(SHARED, "exclusive");

    /** What a line tells. */
    enum Kind {
        REQUEST,
        GRANT,
        DOWNGRADE,
        RELEASE,
        CANCEL,
        FAIL
    }

    /** One text of a line, and where it begins there, from 1. */
    record Field(String text, int column) {
        DamagedHistoryException unknown(String noun, Collection<String> known) {
            return new DamagedHistoryException(
                    column, Quoted.of(text) + " is no " + noun + Suggestion.among(text, known));
        }
    }

    /** The texts of one line, by column. */
    interface Fields {
        @Nullable
        Field get(String column);
    }

    static HistoryLine of(long number, Fields fields) throws DamagedHistoryException {
        String job = name(JOB, fields);
        if (job == null) {
            throw new DamagedHistoryException("names no job: fill '" + JOB + "'");
        }
        Kind kind = kind(fields.get(EVENT));
        String buffer = name(BUFFER, fields);
        if (buffer == null && (kind == Kind.DOWNGRADE || fields.get(MODE) != null)) {
            throw new DamagedHistoryException("names no buffer: fill '" + BUFFER + "'");
        }
        if (buffer != null && (kind == Kind.CANCEL || kind == Kind.FAIL)) {
            throw new DamagedHistoryException("ends the whole job: leave '" + BUFFER + "' empty");
        }
        Boolean shared = shared(fields.get(MODE));
        if (kind == Kind.REQUEST && buffer != null && shared == null) {
            throw new DamagedHistoryException("has no mode: write shared or exclusive");
        }
        return new HistoryLine(
                number, kind, job, buffer, shared, name(AFTER, fields), name(CLIENT, fields));
    }

    private static Kind kind(@Nullable Field word) throws DamagedHistoryException {
        if (word == null) {
            throw new DamagedHistoryException("names no event: fill '" + EVENT + "' with one of "
                    + String.join(", ", KINDS.keySet()));
        }
        Kind kind = KINDS.get(word.text());
        if (kind == null) {
            throw word.unknown("event", KINDS.keySet());
        }
        return kind;
    }

    private static @Nullable Boolean shared(@Nullable Field mode) throws DamagedHistoryException {
        if (mode == null) {
            return null;
        }
        if (!MODES.contains(mode.text())) {
            throw mode.unknown("mode", MODES);
        }
        return mode.text().equals(SHARED);
    }

    private static @Nullable String name(String column, Fields fields)
            throws DamagedHistoryException {
        Field name = fields.get(column);
        if (name == null) {
            return null;
        }
        if (name.text().length() > HistoryLimits.NAME_CHARS_MAX) {
            throw new DamagedHistoryException(
                    name.column(),
                    "has a '" + column + "' of more than " + HistoryLimits.NAME_CHARS_MAX
                            + " characters, " + Quoted.of(name.text()) + ": shorten it");
        }
        if (!isPrintable(name.text())) {
            throw new DamagedHistoryException(
                    name.column(),
                    "has a character in '" + column + "' that cannot be shown, "
                            + Quoted.of(name.text()) + ": take it out");
        }
        return name.text();
    }

    /** Names come back in reports: none may steer a terminal or turn a line around. */
    private static boolean isPrintable(String name) {
        boolean printable = true;
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            printable &= !UNPRINTABLE.contains(Character.getType(name.codePointAt(i)));
        }
        return printable;
    }
}
