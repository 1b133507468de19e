/**
 * Explicit synchronisation beside the queues: fences, timelines and snapshots of them.
 *
 * <pre>
 *   FenceSource --- signals ---&gt; Fence &lt;--- members --- SyncFile (all of them; merge)
 *   Timeline ---- its points --&gt;   ^   &lt;--- members --- AnyFence (the first of them)
 *   a job, a queue's snapshot -----+
 *                                  |
 *          callbacks, await, stages; gates and imports of the engine
 * </pre>
 *
 * <p>A fence says that something has happened, and knows no buffer; a queue says whose turn it is.
 * The engine joins them: a job may wait for fences (gates, S9), a fence may stand in a queue for
 * foreign work, and what is queued may be exported as a fence (S10).
 *
 * <p>Sources: the kernel's {@code dma-fence}, {@code dma-fence-chain}, {@code sync_file}, {@code
 * sw_sync} and {@code drm_syncobj}.
 */
@NullMarked
package dev.baton.fence;

import org.jspecify.annotations.NullMarked;
