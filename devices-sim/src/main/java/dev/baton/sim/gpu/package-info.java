/** The simulated GPU. */
@NullMarked
package dev.baton.sim.gpu;

import org.jspecify.annotations.NullMarked;
