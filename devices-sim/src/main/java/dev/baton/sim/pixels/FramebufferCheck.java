package dev.baton.sim.pixels;

import dev.baton.sim.pixels.Framebuffer.Plane;

import java.util.List;

/** Checks a framebuffer of one format and size before it is made. */
record FramebufferCheck(PixelFormat format, int width, int height) {
    void check(List<Plane> planes) {
        checkSize();
        if (planes.size() != format.planes()) {
            throw refused(planes.size() + " planes; " + format + " has " + format.planes());
        }
        for (int i = 0; i < planes.size(); i++) {
            check(i, planes.get(i));
            for (int j = 0; j < i; j++) {
                checkApart(planes, i, j);
            }
        }
    }

    void checkSize() {
        int max = Framebuffer.SIDE_MAX;
        if (width <= 0 || height <= 0 || width > max || height > max) {
            throw refused("a picture has 1x1 to " + max + "x" + max + " pixels");
        }
    }

    void checkPlane(int plane) {
        if (plane >= format.planes()) {
            throw refused("more buffers than planes; give 1 or " + format.planes());
        }
    }

    /** From a plane's first byte to the end of its last row. */
    long bytes(int plane, int pitch) {
        return (long) pitch * (format.rows(plane, height) - 1) + format.rowBytes(plane, width);
    }

    private void check(int index, Plane plane) {
        int row = format.rowBytes(index, width);
        if (plane.pitch() < row || plane.pitch() > Framebuffer.PITCH_MAX) {
            throw refused("plane " + index + " has a pitch of " + plane.pitch() + " bytes; " + row
                    + " to " + Framebuffer.PITCH_MAX + " would do");
        }
        long size = plane.handle().buffer().size();
        long needed = bytes(index, plane.pitch());
        if (plane.offset() < 0 || plane.offset() > size - needed) {
            throw refused("plane " + index + " needs " + needed + " bytes from " + plane.offset()
                    + " on, and " + plane.handle().buffer().name() + " has " + size
                    + "; a smaller picture or a larger buffer would do");
        }
    }

    private void checkApart(List<Plane> planes, int one, int other) {
        Plane a = planes.get(one);
        Plane b = planes.get(other);
        if (a.handle().buffer() == b.handle().buffer()
                && a.offset() < b.offset() + bytes(other, b.pitch())
                && b.offset() < a.offset() + bytes(one, a.pitch())) {
            throw refused("planes " + other + " and " + one + " overlap in "
                    + a.handle().buffer().name() + "; give them other offsets");
        }
    }

    private FramebufferException refused(String why) {
        return new FramebufferException(
                "no " + format + " framebuffer of " + width + "x" + height + ": " + why);
    }
}
