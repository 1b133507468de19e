/** Text that nobody vouches for, line by line and within limits. */
@NullMarked
package dev.baton.trace.text;

import org.jspecify.annotations.NullMarked;
