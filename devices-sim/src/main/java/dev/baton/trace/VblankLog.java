package dev.baton.trace;

import dev.baton.trace.text.DamagedLineException;
import dev.baton.trace.text.FtraceEvent;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds each display's vblanks. The event numbers its display per device only, so two devices both
 * have a display 0; where the interrupt's own probe names the display, that name is taken.
 */
final class VblankLog {
    static final int VBLANKS_MAX = 1_000_000;
    private static final int DISPLAYS_MAX = 10_000;

    /** How long an interrupt may be late on the vblank whose time it tells. */
    private static final long LATE_NANOS_MAX = 1_000_000_000;

    /** Times of events are often cut to microseconds. */
    private static final long ROUNDING_NANOS = 1_000;

    private final Map<String, VblankClock> clocks = new LinkedHashMap<>();
    private final Map<Integer, String> interruptOfCpu = new HashMap<>();
    private final Map<Long, String> lastNameOfNumber = new HashMap<>();

    /** How many are kept. */
    private int count;

    void interrupt(FtraceEvent event) throws DamagedLineException {
        interruptOfCpu.put(event.cpu(), event.word("crtc"));
    }

    /** Takes a vblank and returns the clock that it belongs to; it is that clock's last. */
    VblankClock vblank(FtraceEvent event) throws DamagedLineException, UnreadableTraceException {
        long number = event.number("crtc");
        event.number("seq");
        long nanos = event.has("time") ? hardwareTime(event) : event.nanos();
        if (++count > VBLANKS_MAX) {
            throw new UnreadableTraceException("more than " + VBLANKS_MAX + " vblanks");
        }
        String named = interruptOfCpu.remove(event.cpu());
        if (named == null) {
            named = lastNameOfNumber.getOrDefault(number, "crtc " + number);
        }
        lastNameOfNumber.put(number, named);
        if (lastNameOfNumber.size() > DISPLAYS_MAX || clocks.size() > DISPLAYS_MAX) {
            throw new UnreadableTraceException("more than " + DISPLAYS_MAX + " displays");
        }
        VblankClock clock = clocks.computeIfAbsent(named, VblankClock::new);
        clock.add(nanos);
        return clock;
    }

    Map<String, VblankClock> clocks() {
        return clocks;
    }

    /** The first of all that are kept; {@link Long#MAX_VALUE} if there is none. */
    long beginNanos() {
        return clocks.values().stream()
                .mapToLong(clock -> clock.nanosOf(clock.first()))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    void forgetBefore(long nanos) {
        clocks.values().forEach(clock -> count -= clock.forgetBefore(nanos));
    }

    /**
     * The vblank itself is before its interrupt, at times by much; what is armed between the two
     * waits for the next. Unless the recorder's clock is another one than the display's.
     */
    private static long hardwareTime(FtraceEvent event) throws DamagedLineException {
        long nanos = event.number("time");
        long late = event.nanos() - nanos;
        boolean sameClock = late > -ROUNDING_NANOS && late < LATE_NANOS_MAX;
        return sameClock ? nanos : event.nanos();
    }
}
