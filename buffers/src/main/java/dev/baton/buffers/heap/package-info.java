/** Heaps: where the storage of shared buffers comes from. */
@NullMarked
package dev.baton.buffers.heap;

import org.jspecify.annotations.NullMarked;
