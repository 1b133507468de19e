/** Simulated cameras, after V4L2. */
@NullMarked
package dev.baton.sim.capture;

import org.jspecify.annotations.NullMarked;
