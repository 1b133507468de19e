/**
 * IOMMUs: devices that see one run of addresses where memory is scattered (B9).
 *
 * <pre>
 *   Attachment.map --&gt; the exporter --- asks ---&gt; IommuTopology --- direct: physical addresses
 *                                                   |    ^
 *   mapAll, mapAllWhenRoom: reserve for all, first -+    | behind a domain
 *   come first served, then map each                     v
 *                                              IommuDomain: finite addresses, kept translations
 *                                                        |
 *   simulated bus --- translate(address) ----------------+---&gt; physical address, or a fault
 * </pre>
 *
 * <p>The core never knows of this package; heaps know it as a {@link
 * dev.baton.buffers.heap.Topology}.
 *
 * @see <a href="https://docs.kernel.org/core-api/dma-api.html">Linux,
 *     Documentation/core-api/dma-api</a>
 * @since 0.1
 */
@NullMarked
package dev.baton.buffers.iommu;

import org.jspecify.annotations.NullMarked;
