/**
 * Heaps: where the storage of shared buffers comes from, after Linux's dma-buf heaps.
 *
 * <pre>
 *   user --- allocate(name, size) ---&gt; Heap (SPI) --- storage(size) ---&gt; Storage
 *                                        |                                 ^
 *                                        v                                 |
 *        BufferHandle -&gt; SharedBuffer -&gt; the one exporter of every heap ---+
 * </pre>
 *
 * @see <a href="https://docs.kernel.org/userspace-api/dma-buf-heaps.html">Linux,
 *     Documentation/userspace-api/dma-buf-heaps</a>
 * @since 0.1
 */
@NullMarked
package dev.baton.buffers.heap;

import org.jspecify.annotations.NullMarked;
