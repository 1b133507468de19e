/** What refusals of files have in common: they quote safely, and suggest. */
@NullMarked
package dev.baton.sim.refusal;

import org.jspecify.annotations.NullMarked;
