package dev.baton.sim.kms;

import dev.baton.sim.kms.Plane.Type;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.Position;

import java.util.List;

/** Checks whether a display can show a state, and says what it could. */
record CommitCheck(String name, Mode mode) {
    /** The most planes above the primary one, the cursor aside. */
    private static final int OVERLAYS_MAX = 3;

    /** The largest cursor, as of most display controllers. */
    private static final int CURSOR_SIDE_MAX = 64;

    void check(List<Plane> planes) {
        requireCount(planes, Type.PRIMARY, 1, 1);
        requireCount(planes, Type.OVERLAY, 0, OVERLAYS_MAX);
        requireCount(planes, Type.CURSOR, 0, 1);
        planes.forEach(this::check);
    }

    private void requireCount(List<Plane> planes, Type type, int min, int max) {
        long count = planes.stream().filter(plane -> plane.type() == type).count();
        if (count < min || count > max) {
            throw new CommitException.Invalid(name + ": " + count + " planes of type " + type
                    + "; it shows " + (min == max ? "" : min + " to ") + max);
        }
    }

    private void check(Plane plane) {
        Framebuffer framebuffer = plane.framebuffer();
        if (framebuffer.isClosed()) {
            throw new CommitException.NoFramebuffer(
                    name + ": framebuffer " + framebuffer + " is closed; make it again");
        }
        Type type = plane.type();
        if (!type.shows(framebuffer.format())) {
            throw refused(
                    plane,
                    "is in " + framebuffer.format() + "; one of "
                            + type.formats().stream().sorted().toList() + " would do");
        }
        checkSize(plane);
    }

    private void checkSize(Plane plane) {
        Framebuffer framebuffer = plane.framebuffer();
        int width = framebuffer.width();
        int height = framebuffer.height();
        String size = "has " + width + "x" + height + " pixels; ";
        boolean fits = width <= mode.width() && height <= mode.height();
        switch (plane.type()) {
            case PRIMARY -> {
                if (!fits || width < mode.width() || height < mode.height()) {
                    throw refused(plane, size + mode + " would do");
                }
                if (!plane.at().equals(Position.ORIGIN)) {
                    throw refused(plane, "lies beside the screen's corner; 0,0 would do");
                }
            }
            case OVERLAY -> {
                if (!fits) {
                    throw refused(plane, size + "up to " + mode + " would do");
                }
            }
            case CURSOR -> {
                int max = CURSOR_SIDE_MAX;
                if (width > max || height > max) {
                    throw refused(plane, size + "up to " + max + "x" + max + " would do");
                }
            }
        }
    }

    private CommitException refused(Plane plane, String why) {
        return new CommitException.Invalid(name + ": framebuffer " + plane.framebuffer()
                + " for the " + plane.type() + " plane " + why);
    }
}
