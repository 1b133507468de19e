package dev.baton.sim.scenario;

import dev.baton.sim.pixels.PixelFormat;

/**
 * A pool of buffers of one kind: iteration i of a job uses buffer i mod count, unless its {@link
 * BufferUse} says otherwise.
 *
 * @param name by which jobs name it
 * @param count how many buffers (pictures) it has
 * @param content what each of them holds
 * @param heap where the memory comes from: {@link Scenario#SYSTEM_HEAP} or one of the scenario's
 * @since 0.1
 */
public record BufferSpec(String name, int count, Content content, String heap) {
    /** What a buffer holds. */
    public sealed interface Content {}

    /**
     * A picture: each buffer of the pool is a framebuffer.
     *
     * @param format how its pixels lie in memory
     * @param size width and height
     * @param separatePlanes whether every plane has a buffer of its own
     */
    public record Picture(PixelFormat format, Size size, boolean separatePlanes)
            implements Content {}

    /**
     * Bytes without a format.
     *
     * @param sizeBytes how many
     */
    public record Blob(long sizeBytes) implements Content {}
}
