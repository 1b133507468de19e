/**
 * Runs scenarios: builds the machine room that one describes, submits its jobs, and measures.
 *
 * <pre>
 *   scenario --> Room: heaps, pools of buffers, devices, faults
 *                  |
 *   trigger --> Stream (one per job of the file) --> Order --> Station (one per device) --> engine
 *      ^                                                            |
 *      +----------------- done with that iteration ----------------+
 * </pre>
 */
@NullMarked
package dev.baton.sim.run;

import org.jspecify.annotations.NullMarked;
