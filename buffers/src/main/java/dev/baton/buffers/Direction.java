package dev.baton.buffers;

/**
 * Which way bytes go between memory and a device: Linux's {@code enum dma_data_direction}, unlike
 * which it has no {@code DMA_NONE}.
 *
 * <p>A bracket of CPU access names the same directions, as seen from the device: before the CPU
 * writes for a device it is {@link #TO_DEVICE}, before it reads what a device wrote {@link
 * #FROM_DEVICE}.
 *
 * @since 0.1
 */
public enum Direction {
    /** The device reads; the CPU has written or will. */
    TO_DEVICE,
    /** The device writes; the CPU will read. */
    FROM_DEVICE,
    /** Both. */
    BIDIRECTIONAL;

    /** {@return whether the device may write, and so the CPU may read something new} */
    public boolean deviceWrites() {
        return this != TO_DEVICE;
    }

    /** {@return whether the device may read, and so the CPU may have written something new} */
    public boolean deviceReads() {
        return this != FROM_DEVICE;
    }
}
