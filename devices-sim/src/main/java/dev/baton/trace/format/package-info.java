/** Files that a trace viewer opens, written as a run or a recording goes by. */
@NullMarked
package dev.baton.trace.format;

import org.jspecify.annotations.NullMarked;
