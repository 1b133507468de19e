/**
 * A simulated machine: memory, a CPU's cache and page table, and a bus on which devices do DMA.
 *
 * <pre>
 *   CpuMapping --- by the page ---&gt; PageTable --- cached ---&gt; CpuCache --- fill, write back ---&gt; Memory
 *                                       |                        ^                              ^  ^
 *                                       +---- uncached ----------|------------------------------+  |
 *                                                                |                                 |
 *   DmaMapping -----&gt; Bus --- translated addresses --- snooping -+------------- not snooping ------+
 * </pre>
 *
 * <p>Its makers of {@link dev.baton.buffers.heap.Coherency} turn any heap into one of this machine, and
 * do the maintenance that a driver does (B4 to B6). What is not done shows: a device that does not
 * snoop reads what memory holds, and a line in the cache hides what a device has written (B10). The
 * sharing core does not know this package.
 *
 * @see <a href="https://docs.kernel.org/core-api/dma-api.html">Linux, Documentation/core-api/dma-api</a>
 * @since 0.1
 */
@NullMarked
package dev.baton.buffers.machine;

import org.jspecify.annotations.NullMarked;
