package dev.baton.trace.history;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Set;

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

    private static final String KINDS = "request, grant, downgrade, release, cancel or fail";

    /** What a line tells. */
    enum Kind {
        REQUEST,
        GRANT,
        DOWNGRADE,
        RELEASE,
        CANCEL,
        FAIL
    }

    /** The texts of one line, by column. */
    interface Fields {
        @Nullable
        String get(String column);
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

    private static Kind kind(@Nullable String word) throws DamagedHistoryException {
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
                return kind;
            }
        }
        throw new DamagedHistoryException("is no event: write " + KINDS);
    }

    private static @Nullable Boolean shared(@Nullable String mode) throws DamagedHistoryException {
        if (mode == null) {
            return null;
        }
        if (!mode.equals("shared") && !mode.equals("exclusive")) {
            throw new DamagedHistoryException("is in no mode: write shared or exclusive");
        }
        return mode.equals("shared");
    }

    private static @Nullable String name(String column, Fields fields)
            throws DamagedHistoryException {
        String name = fields.get(column);
        if (name != null && name.length() > HistoryLimits.NAME_CHARS_MAX) {
            throw new DamagedHistoryException("has a '" + column + "' of more than "
                    + HistoryLimits.NAME_CHARS_MAX + " characters: shorten it");
        }
        if (name != null && !isPrintable(name)) {
            throw new DamagedHistoryException(
                    "has a character in '" + column + "' that cannot be shown: take it out");
        }
        return name;
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
