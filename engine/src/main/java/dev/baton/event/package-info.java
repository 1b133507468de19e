/** The stream of what happened in the engine, and its recorder. */
@NullMarked
package dev.baton.event;

import org.jspecify.annotations.NullMarked;
