/** Clocks, the event loop, and scenarios of simulated devices. */
@NullMarked
package dev.baton.sim;

import org.jspecify.annotations.NullMarked;
