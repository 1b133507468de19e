package dev.baton.buffers;

import org.jspecify.annotations.Nullable;

/**
 * Whether handles, mappings of CPU and devices, attachments and brackets remember where they were
 * made, so that a report of leaks can say so. Off unless switched on: it costs a stack trace for
 * each. Linux's counterpart is {@code CONFIG_PAGE_OWNER}, which unlike this knows who made a page,
 * and not who has opened what of a buffer.
 *
 * <p><b>Threading:</b> any thread; what is made after {@link #on} has returned is tracked.
 *
 * @since 0.1
 */
public final class Tracking {
    private static volatile boolean on = Boolean.getBoolean("baton.buffers.tracking");

    private Tracking() {}

    /**
     * Switches it on or off; it begins on with {@code -Dbaton.buffers.tracking=true}.
     *
     * @param wanted whether to remember places from now on
     */
    public static void on(boolean wanted) {
        on = wanted;
    }

    /** {@return whether places are remembered} */
    public static boolean isOn() {
        return on;
    }

    /** Where this is called from; null while it is off. */
    static @Nullable Throwable here() {
        return on ? new Throwable("made here") : null;
    }

    /** The first frame outside of the sharing core. */
    static String placeOf(@Nullable Throwable made) {
        if (made == null) {
            return "an unknown place; switch Tracking on";
        }
        String own = Tracking.class.getPackageName() + ".";
        for (StackTraceElement frame : made.getStackTrace()) {
            if (!frame.getClassName().startsWith(own) || frame.getClassName().endsWith("Test")) {
                return frame.toString();
            }
        }
        return "an unknown place";
    }
}
