/** The sharing core: buffers of fixed size, their handles, attachments and mappings; no queues. */
@NullMarked
package dev.baton.buffers;

import org.jspecify.annotations.NullMarked;
