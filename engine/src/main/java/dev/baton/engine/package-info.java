/** The engine: queues on shared buffers, and jobs that take places in many of them at once. */
@NullMarked
package dev.baton.engine;

import org.jspecify.annotations.NullMarked;
