/**
 * Render to page flip, three ways: through the queues, through the application, unsynchronised.
 *
 * <pre>
 *   queued          render, flip --------------------> GPU draws -> display latches
 *   application     render ---------> GPU draws -> application wakes -> flip -> display latches
 *   unsynchronised  render, flip, and nobody waits for anybody
 * </pre>
 */
@NullMarked
package dev.baton.sim.demo;

import org.jspecify.annotations.NullMarked;
