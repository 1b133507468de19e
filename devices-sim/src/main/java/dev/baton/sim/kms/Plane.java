package dev.baton.sim.kms;

import dev.baton.fence.Fence;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.PixelFormat;
import dev.baton.sim.pixels.Position;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * What one plane of a display is to show.
 *
 * @param type which kind of plane
 * @param framebuffer the picture
 * @param at where its upper left corner is on the screen; outside is cut off
 * @param inFence what to wait for instead of whoever uses the picture's buffers, which are UNORDERED
 *     then (DRM's {@code IN_FENCE_FD}); null to wait in their queues
 * @since 0.1
 */
public record Plane(
        Type type,
        Framebuffer framebuffer,
        Position at,
        @Nullable Fence inFence) {
    /** The kinds, from the bottom up. */
    public enum Type {
        /** As large as the screen. */
        PRIMARY(EnumSet.complementOf(EnumSet.of(PixelFormat.GREY))),
        /** Up to as large, anywhere. */
        OVERLAY(EnumSet.complementOf(EnumSet.of(PixelFormat.GREY))),
        /** Small and translucent, anywhere. */
        CURSOR(EnumSet.of(PixelFormat.AR24));

        private final Set<PixelFormat> formats;

        Type(Set<PixelFormat> formats) {
            this.formats = formats;
        }

        /** {@return what it can show} */
        public Set<PixelFormat> formats() {
            return Set.copyOf(formats);
        }

        boolean shows(PixelFormat format) {
            return formats.contains(format);
        }
    }

    /**
     * Refuses nulls.
     *
     * @param type which kind of plane
     * @param framebuffer the picture
     * @param at where it is on the screen
     * @param inFence what to wait for
     */
    public Plane {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(framebuffer, "framebuffer");
        Objects.requireNonNull(at, "at");
    }

    /**
     * The whole screen.
     *
     * @param framebuffer the picture
     * @return the plane
     */
    public static Plane primary(Framebuffer framebuffer) {
        return new Plane(Type.PRIMARY, framebuffer, Position.ORIGIN, null);
    }

    /**
     * A picture above it.
     *
     * @param framebuffer the picture
     * @param at where
     * @return the plane
     */
    public static Plane overlay(Framebuffer framebuffer, Position at) {
        return new Plane(Type.OVERLAY, framebuffer, at, null);
    }

    /**
     * The cursor, above all.
     *
     * @param framebuffer the picture
     * @param at where
     * @return the plane
     */
    public static Plane cursor(Framebuffer framebuffer, Position at) {
        return new Plane(Type.CURSOR, framebuffer, at, null);
    }

    /**
     * The same, synchronised explicitly.
     *
     * @param fence what to wait for instead of the buffers' queues
     * @return the plane
     */
    public Plane withInFence(Fence fence) {
        return new Plane(type, framebuffer, at, Objects.requireNonNull(fence, "fence"));
    }
}
