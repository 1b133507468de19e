/** What can go wrong between dispatcher and device, put in by plan, by chance or by hand. */
@NullMarked
package dev.baton.sim.fault;

import org.jspecify.annotations.NullMarked;
