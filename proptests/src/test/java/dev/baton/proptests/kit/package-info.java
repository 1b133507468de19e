/**
 * The kit: random small programs on the real engine and all that must hold of each, with no knowledge
 * of what may be wrong. It is loaded anew with the classes of each seeded fault.
 */
@NullMarked
package dev.baton.proptests.kit;

import org.jspecify.annotations.NullMarked;
