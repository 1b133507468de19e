/** Pictures in shared buffers: formats, framebuffers, and the drawing that devices do in them. */
@NullMarked
package dev.baton.sim.pixels;

import org.jspecify.annotations.NullMarked;
