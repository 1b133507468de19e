/** Simulated CPU clients and the application. */
@NullMarked
package dev.baton.sim.cpu;

import org.jspecify.annotations.NullMarked;
