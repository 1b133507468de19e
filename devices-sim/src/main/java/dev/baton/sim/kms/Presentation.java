package dev.baton.sim.kms;

import dev.baton.sim.Worded;

/**
 * When flips that are ready latch. After Vulkan's present modes of these names.
 *
 * @since 0.1
 */
public enum Presentation implements Worded {
    /** One at each vblank, in the order of submission. */
    FIFO,
    /** At each vblank the latest that is ready; those before it end CANCELLED, replaced. */
    MAILBOX,
    /** At once, in the order of submission; what is on the screen may be torn. */
    IMMEDIATE
}
