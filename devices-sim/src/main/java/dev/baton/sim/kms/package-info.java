/** The simulated display controller: framebuffers, page flips, vblanks. */
@NullMarked
package dev.baton.sim.kms;

import org.jspecify.annotations.NullMarked;
