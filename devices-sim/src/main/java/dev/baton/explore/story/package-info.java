/** Failures with a name and a source, each small enough to be found and understood in a minute. */
@NullMarked
package dev.baton.explore.story;

import org.jspecify.annotations.NullMarked;
