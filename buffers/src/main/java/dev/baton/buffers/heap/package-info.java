/**
 * Heaps: where the storage of shared buffers comes from, after Linux's dma-buf heaps.
 *
 * <pre>
 *   user --- allocate(name, size) ---&gt; Allocator ---&gt; SharedBuffer, of the one exporter of all heaps
 *                                                        |
 *                      at the first mapping, or at once of a named heap
 *                                                        v
 *   attached devices --- Constraints ---&gt; Heap (SPI).take(size, wanted) ---&gt; Backing
 *                                           |                       segments, Coherency, bytes
 *         SystemHeap  ContiguousHeap  CarveoutHeap  CoherentHeap  UserMemory  yours
 *
 *   device --- map ---&gt; Topology (SPI): physical segments, or an IOMMU's addresses
 * </pre>
 *
 * @see <a href="https://docs.kernel.org/userspace-api/dma-buf-heaps.html">Linux,
 *     Documentation/userspace-api/dma-buf-heaps</a>
 * @since 0.1
 */
@NullMarked
package dev.baton.buffers.heap;

import org.jspecify.annotations.NullMarked;
