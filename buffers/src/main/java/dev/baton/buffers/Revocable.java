package dev.baton.buffers;

import java.util.concurrent.CompletionStage;

/**
 * A way to a buffer's bytes that can be taken from whoever has it (B12); Linux's {@code
 * dma_buf_move_notify} and the zapping of a mapping. Unlike there, importers need not agree, and are
 * not called: what they have is refused from then on.
 *
 * @since 0.1
 */
public interface Revocable {
    /**
     * Takes the access away: whatever begins from now on is refused. Idempotent; never waits.
     *
     * @return a stage that completes when accesses that were under way have ended; what was written
     *     by them is visible then. Never exceptionally
     */
    CompletionStage<Void> revoke();
}
