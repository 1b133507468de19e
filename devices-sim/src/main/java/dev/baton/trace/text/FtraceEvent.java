package dev.baton.trace.text;

import dev.baton.trace.FenceId;

/**
 * One event of an ftrace text, its payload still unread.
 *
 * @param line its number in the file, from 1
 * @param comm the task's name
 * @param task the interrupted or calling task's id
 * @param cpu where it was recorded
 * @param nanos the recorder's clock
 * @param name of the event
 * @param payload everything behind the name
 */
public record FtraceEvent(
        long line, String comm, int task, int cpu, long nanos, String name, String payload) {
    private static final int DIGITS_MAX = 20;
    private static final int WORD_LENGTH_MAX = 128;

    /** An unsigned decimal field. Of several so named the last counts: names may imitate fields. */
    public long number(String field) throws DamagedLineException {
        int start = startOf(field);
        int end = start;
        while (end < payload.length() && isDigit(payload.charAt(end))) {
            end++;
        }
        return number(field, payload.substring(start, end));
    }

    /** A field whose value is one word, of plain characters: it may be printed. */
    public String word(String field) throws DamagedLineException {
        int start = startOf(field);
        int end = start;
        while (end < payload.length() && !isSeparator(payload.charAt(end))) {
            if (payload.charAt(end) < ' ' || payload.charAt(end) > '~') {
                throw new DamagedLineException(field + "= is no plain word");
            }
            end++;
        }
        if (end == start || end - start > WORD_LENGTH_MAX) {
            throw new DamagedLineException(field + "= is empty or too long");
        }
        return payload.substring(start, end);
    }

    /** Whether the payload has a field of this name. */
    public boolean has(String field) {
        return find(field) >= 0;
    }

    /** The name of a timeline: it ends before the context, and may hold anything before that. */
    public String timeline() throws DamagedLineException {
        int start = payload.indexOf("timeline=") + "timeline=".length();
        int end = payload.lastIndexOf("context=");
        if (!has("timeline") || end < start) {
            throw new DamagedLineException("no timeline= with context= behind it");
        }
        String name = payload.substring(start, end).strip();
        return name.endsWith(",") ? name.substring(0, name.length() - 1) : name;
    }

    /** The fence that the event is about, from {@code context=} or {@code ctx=}. */
    public FenceId fence() throws DamagedLineException {
        return new FenceId(number(has("context") ? "context" : "ctx"), number("seqno"));
    }

    /** The fence in the newer scheduler's {@code fence=context:seqno}. */
    public FenceId pair() throws DamagedLineException {
        String pair = word("fence");
        int colon = pair.indexOf(':');
        if (colon < 0) {
            throw new DamagedLineException("fence= is no context:seqno");
        }
        return new FenceId(
                number("fence", pair.substring(0, colon)),
                number("fence", pair.substring(colon + 1)));
    }

    /** A ring's name, and which of the rings so named. */
    public String amdgpuRing() throws DamagedLineException {
        return word("timeline") + " " + word("ring_name");
    }

    private static long number(String field, String digits) throws DamagedLineException {
        // The length first: a number of a thousand digits shall cost nothing.
        if (!digits.isEmpty() && digits.length() <= DIGITS_MAX && isDigit(digits.charAt(0))) {
            try {
                return Long.parseUnsignedLong(digits);
            } catch (NumberFormatException tooLarge) {
                // as below
            }
        }
        throw new DamagedLineException(field + "= is no number");
    }

    private int startOf(String field) throws DamagedLineException {
        int at = find(field);
        if (at < 0) {
            throw new DamagedLineException(name + " without " + field + "=");
        }
        return at + field.length() + 1;
    }

    private int find(String field) {
        String key = field + "=";
        int at = payload.lastIndexOf(key);
        while (at > 0 && !isSeparator(payload.charAt(at - 1))) {
            at = payload.lastIndexOf(key, at - 1);
        }
        return at;
    }

    private static boolean isSeparator(char c) {
        return c == ' ' || c == ',' || c == '\t';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
