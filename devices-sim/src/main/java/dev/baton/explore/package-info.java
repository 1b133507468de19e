/** Search through schedules for deadlocks and broken laws, and shrinking of what was found. */
@NullMarked
package dev.baton.explore;

import org.jspecify.annotations.NullMarked;
