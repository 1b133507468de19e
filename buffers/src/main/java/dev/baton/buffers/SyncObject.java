package dev.baton.buffers;

/**
 * An opaque thing that orders the use of a buffer, known to the sharing core by its description.
 *
 * <p>A buffer points to at most one (rule B3). The core keeps the pointer and prints it; it never
 * waits on it, signals it or looks inside. In Linux it is the reservation object that {@code struct
 * dma_buf} points to; unlike here, its sharing code knows what that is, and polls its fences.
 *
 * <p><b>Threading:</b> implementations answer on any thread, without waiting for any job.
 *
 * @since 0.1
 */
public interface SyncObject {
    /**
     * Says in one line what this object is and in which state.
     *
     * @return a short text for people; what would break the line is escaped where it is printed
     */
    String describe();
}
