package dev.baton.trace;

import static dev.baton.trace.FtraceEvent.isDigit;

import org.jspecify.annotations.Nullable;

/**
 * Reads one line of ftrace text, {@code comm-pid (tgid) [cpu] flags seconds.fraction: event:
 * payload}. The task's name may hold spaces, dashes, brackets and colons; tgid and flags may be
 * missing, as {@code trace-cmd report} leaves them out.
 */
final class FtraceLine {
    /*
     * By hand and from the left, so that the cost is linear in the line whatever it holds. The
     * anchor is the first "[digits] " with a task before it and a time behind it: names can imitate
     * either, not both.
     */
    private static final int NAME_LENGTH_MAX = 128;
    private static final int CPU_MAX = 4095;
    private static final int PID_DIGITS_MAX = 9;
    private static final int SECONDS_DIGITS_MAX = 9;
    private static final int FRACTION_DIGITS_MAX = 9;

    /** What {@code trace-cmd report} and full buffers write between the events. */
    private static final String[] REMARKS = {"#", "cpus=", "version", "CPU ", "CPU:", "trace-cmd"};

    private final String text;
    private final long line;

    private FtraceLine(String text, long line) {
        this.text = text;
        this.line = line;
    }

    /** Whether this is a comment, a header or blank: no event, and none missing. */
    static boolean isRemark(String text) {
        for (String remark : REMARKS) {
            if (text.startsWith(remark)) {
                return true;
            }
        }
        return text.isBlank();
    }

    static FtraceEvent parse(String text, long line) throws DamagedLineException {
        FtraceLine parser = new FtraceLine(text, line);
        for (int at = text.indexOf('['); at >= 0; at = text.indexOf('[', at + 1)) {
            FtraceEvent event = parser.eventAround(at);
            if (event != null) {
                return event;
            }
        }
        throw new DamagedLineException("no task, cpu and time");
    }

    private @Nullable FtraceEvent eventAround(int bracket) throws DamagedLineException {
        int close = digitsEnd(bracket + 1);
        if (close == bracket + 1 || !text.startsWith("] ", close)) {
            return null;
        }
        int start = skipSpaces(close + 1);
        int end = wordEnd(start);
        if (!isTime(start, end)) {
            start = skipSpaces(end); // that was the flags
            end = wordEnd(start);
            if (!isTime(start, end)) {
                return null;
            }
        }
        int task = taskBefore(bracket);
        return task < 0 ? null : event(task, cpu(bracket + 1, close), nanos(start, end), end);
    }

    private FtraceEvent event(int task, int cpu, long nanos, int timeEnd)
            throws DamagedLineException {
        int start = skipSpaces(timeEnd);
        int end = start;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        if (end == start || end - start > NAME_LENGTH_MAX || !text.startsWith(":", end)) {
            throw new DamagedLineException("no event name");
        }
        String payload = text.substring(end + 1).strip();
        return new FtraceEvent(line, task, cpu, nanos, text.substring(start, end), payload);
    }

    /** The id in {@code comm-pid} or {@code comm-pid (tgid)} before the bracket, -1 if none. */
    private int taskBefore(int bracket) {
        int end = spacesBefore(bracket);
        if (end > 0 && text.charAt(end - 1) == ')') {
            int open = text.lastIndexOf('(', end);
            end = open < 0 ? end : spacesBefore(open);
        }
        int start = end;
        while (start > 0 && isDigit(text.charAt(start - 1))) {
            start--;
        }
        boolean named = start > 1 && text.charAt(start - 1) == '-';
        boolean numbered = start < end && end - start <= PID_DIGITS_MAX;
        return named && numbered ? Integer.parseInt(text, start, end, 10) : -1;
    }

    private int cpu(int start, int end) throws DamagedLineException {
        int digits = end - start;
        int cpu = digits <= PID_DIGITS_MAX ? Integer.parseInt(text, start, end, 10) : CPU_MAX + 1;
        if (cpu > CPU_MAX) {
            throw new DamagedLineException("no such cpu");
        }
        return cpu;
    }

    /** Digits, a point, digits, a colon. */
    private boolean isTime(int start, int end) {
        int point = digitsEnd(start);
        if (point == start || point >= end || text.charAt(point) != '.') {
            return false;
        }
        int colon = digitsEnd(point + 1);
        return colon > point + 1 && colon == end - 1 && text.charAt(colon) == ':';
    }

    private long nanos(int start, int end) throws DamagedLineException {
        int point = text.indexOf('.', start);
        int fraction = end - 1 - (point + 1);
        if (point - start > SECONDS_DIGITS_MAX || fraction > FRACTION_DIGITS_MAX) {
            throw new DamagedLineException("time out of range");
        }
        long nanos = Long.parseLong(text, point + 1, end - 1, 10);
        for (int i = fraction; i < FRACTION_DIGITS_MAX; i++) {
            nanos *= 10;
        }
        return Long.parseLong(text, start, point, 10) * 1_000_000_000L + nanos;
    }

    private int digitsEnd(int from) {
        int at = from;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private int skipSpaces(int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private int spacesBefore(int from) {
        int at = from;
        while (at > 0 && text.charAt(at - 1) == ' ') {
            at--;
        }
        return at;
    }

    private int wordEnd(int from) {
        int at = text.indexOf(' ', from);
        return at < 0 ? text.length() : at;
    }

    private static boolean isNamePart(char c) {
        return c == '_'
                || c == '-'
                || isDigit(c)
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z');
    }
}
