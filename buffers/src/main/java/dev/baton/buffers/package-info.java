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
 * <p><b>Rules.</b> The numbers B1 to B12 in this package and in its refusals are those of the
 * contract of the sharing core, such as B1 sizes and bounds, B2 lifetime, B3 sharing never
 * synchronises, B7 access through accessors only, B12 revocation.
 *
 * <p><b>Happens-before edges this package adds</b>, and there are no others:
 *
 * <ul>
 *   <li>what a thread did before it closed a handle, a mapping or an attachment, before {@link
 *       dev.baton.buffers.Exporter#release() the release} of the storage;
 *   <li>what a thread did before it set the sync object, before any return of that object from
 *       {@link dev.baton.buffers.SharedBuffer#syncObject()} or {@link
 *       dev.baton.buffers.SharedBuffer#syncObjectOr};
 *   <li>the close of a handle or a mapping, before a call it caused to be refused as closed.
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
