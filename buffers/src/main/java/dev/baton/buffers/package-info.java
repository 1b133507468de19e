/**
 * The sharing core, after Linux's dma-buf: one buffer, many clients, no synchronisation.
 *
 * <pre>
 *   client A          client B                        exporter's side
 *
 *  BufferHandle      BufferHandle --- map ---+
 *       |                 |                  v
 *       |  1 reference    |  1 reference   CpuMapping ---- bytes ----+
 *       +-------+---------+                  |  1 reference          v
 *               v                            |                    Storage
 *          SharedBuffer &lt;--------------------+                       ^
 *          size, name, one slot -&gt; SyncObject                        |
 *               |                                                    |
 *               +---- release, once, at the last reference ---&gt; Exporter
 * </pre>
 *
 * <p>A client that is a device attaches by its handle, and maps the attachment: {@link
 * dev.baton.buffers.Attachment}, {@link dev.baton.buffers.DmaMapping}. Around its access the CPU
 * sets a bracket, {@link dev.baton.buffers.CpuAccess}. Where storage comes from is up to the
 * exporters; {@code dev.baton.buffers.heap} has one for every heap, and is where to begin.
 *
 * <p><b>Rules.</b> The numbers B1 to B12 in this package and in its refusals are those of the
 * contract of the sharing core: B1 sizes and bounds, B2 lifetime, B3 sharing never synchronises, B4
 * coherent mappings, B5 brackets, B6 cached mappings, B7 access through accessors only, B8 heaps,
 * B9 IOMMUs and streaming, B10 a cache that shows missing maintenance, B11 inspection, B12
 * revocation.
 *
 * <p><b>Happens-before edges this package adds</b>, and there are no others:
 *
 * <ul>
 *   <li>what a thread did before it closed a handle, a mapping, an attachment or a bracket, before
 *       {@link dev.baton.buffers.Exporter#release() the release} of the storage;
 *   <li>what a thread did before it set the sync object, before any return of that object from
 *       {@link dev.baton.buffers.SharedBuffer#syncObject()} or {@link
 *       dev.baton.buffers.SharedBuffer#syncObjectOr};
 *   <li>the close of a handle or a mapping, before a call it caused to be refused as closed;
 *   <li>an access that was under way, before the completion of the {@linkplain
 *       dev.baton.buffers.Revocable#revoke() revocation} that waited for it.
 * </ul>
 *
 * <p>The bytes themselves are read and written plainly. Two threads that touch the same bytes need
 * an order from elsewhere; that is the work of the sync object's owner, never of this package (B3).
 *
 * @see <a href="https://docs.kernel.org/driver-api/dma-buf.html">Linux,
 *     Documentation/driver-api/dma-buf</a>
 * @since 0.1
 */
@NullMarked
package dev.baton.buffers;

import org.jspecify.annotations.NullMarked;
