/**
 * Scenarios: what is in the machine room, what it does, what goes wrong and what is expected, as
 * plain data, and the strict reader of their YAML files (format version 1; {@code
 * docs/scenarios.md}).
 *
 * <p>Everything here is immutable and may be used by any thread. Durations are nanoseconds, sizes
 * are bytes, and collections have the order of the file. References are by name, and a scenario that
 * was read has checked them all.
 */
@NullMarked
package dev.baton.sim.scenario;

import org.jspecify.annotations.NullMarked;
