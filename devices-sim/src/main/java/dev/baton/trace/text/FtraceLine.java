package dev.baton.trace.text;

import static dev.baton.trace.text.FtraceEvent.isDigit;

import org.jspecify.annotations.Nullable;

/**
 * Reads one line of ftrace text, {@code comm-pid (tgid) [cpu] flags seconds.fraction: event:
 * payload}. The task's name may hold spaces, dashes, brackets and colons; tgid and flags may be
 * missing, as {@code trace-cmd report} leaves them out. In its latency format the cpu leads the
 * flags, {@code 3d.h1}; {@code perf script} writes {@code comm pid} and {@code system:event}.
 */
public final class FtraceLine {
    /*
     * By hand and from the left, so that the cost is linear in the line whatever it holds. The
     * anchor is the first time with a cpu and a task before it: names can imitate either, not both.
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

    /** Where the name of the task ends that was found last. */
    private int commEnd;

    private FtraceLine(String text, long line) {
        this.text = text;
        this.line = line;
    }

    /** Whether this is a comment, a header or blank: no event, and none missing. */
    public static boolean isRemark(String text) {
        for (String remark : REMARKS) {
            if (text.startsWith(remark)) {
                return true;
            }
        }
        return text.isBlank();
    }

    public static FtraceEvent parse(String text, long line) throws DamagedLineException {
        FtraceLine parser = new FtraceLine(text, line);
        for (int at = parser.skipSpaces(0); at < text.length(); ) {
            int end = parser.wordEnd(at);
            FtraceEvent event = parser.isTime(at, end) ? parser.eventAround(at, end) : null;
            if (event != null) {
                return event;
            }
            at = parser.skipSpaces(end);
        }
        throw new DamagedLineException("no task, cpu and time");
    }

    private @Nullable FtraceEvent eventAround(int time, int timeEnd) throws DamagedLineException {
        int word = wordBefore(time);
        int cpu = cpuIn(word);
        if (cpu < 0) {
            word = wordBefore(word); // that was the flags
            cpu = cpuIn(word);
        }
        int task = cpu < 0 ? -1 : taskBefore(word);
        return task < 0 ? null : event(task, cpu(cpu), nanos(time, timeEnd), timeEnd);
    }

    private FtraceEvent event(int task, int cpu, long nanos, int timeEnd)
            throws DamagedLineException {
        int start = skipSpaces(timeEnd);
        int end = nameEnd(start);
        int second = text.startsWith(":", end) ? nameEnd(end + 1) : end;
        if (second > end + 1 && text.startsWith(":", second)) {
            start = end + 1; // that was the system's
            end = second;
        }
        if (end == start || end - start > NAME_LENGTH_MAX || !text.startsWith(":", end)) {
            throw new DamagedLineException("no event name");
        }
        String payload = text.substring(end + 1).strip();
        String name = text.substring(start, end);
        return new FtraceEvent(line, comm(), task, cpu, nanos, name, payload);
    }

    private String comm() {
        return text.substring(0, commEnd).strip();
    }

    /** The id in {@code comm-pid}, {@code comm-pid (tgid)} or {@code comm pid}, -1 if none. */
    private int taskBefore(int word) {
        int end = spacesBefore(word);
        if (end > 0 && text.charAt(end - 1) == ')') {
            int open = end - 2;
            while (open >= 0 && (isDigit(text.charAt(open)) || isOneOf(" -", text.charAt(open)))) {
                open--;
            }
            end = text.startsWith("(", open) ? spacesBefore(open) : end;
        }
        int start = end;
        while (start > 0 && isDigit(text.charAt(start - 1))) {
            start--;
        }
        boolean named =
                start > 1 && isOneOf(" -", text.charAt(start - 1)) && spacesBefore(start) > 0;
        boolean numbered = start < end && end - start <= PID_DIGITS_MAX;
        commEnd = start - 1;
        return named && numbered ? Integer.parseInt(text, start, end, 10) : -1;
    }

    /** Where the number begins in a word {@code [3]} or {@code 3d.h1}, -1 if it is neither. */
    private int cpuIn(int word) {
        boolean bracket = text.startsWith("[", word);
        int start = bracket ? word + 1 : word;
        int end = digitsEnd(start);
        int flags = wordEnd(end);
        boolean whole =
                bracket ? text.startsWith("] ", end) : flags > end && text.charAt(flags - 1) != ':';
        return end > start && whole ? start : -1;
    }

    private int cpu(int start) throws DamagedLineException {
        int end = digitsEnd(start);
        int cpu = end - start <= PID_DIGITS_MAX
                ? Integer.parseInt(text, start, end, 10)
                : CPU_MAX + 1;
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

    private int wordBefore(int from) {
        return text.lastIndexOf(' ', spacesBefore(from) - 1) + 1;
    }

    private int nameEnd(int from) {
        int at = from;
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isNamePart(char c) {
        return isDigit(c) || isOneOf("_-", c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isOneOf(String some, char c) {
        return some.indexOf(c) >= 0;
    }
}
