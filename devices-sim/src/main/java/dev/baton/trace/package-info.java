/** Recordings of real systems and trace formats, read and written. */
@NullMarked
package dev.baton.trace;

import org.jspecify.annotations.NullMarked;
