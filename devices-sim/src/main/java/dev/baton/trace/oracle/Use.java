package dev.baton.trace.oracle;

import dev.baton.engine.AccessMode;

/** What a job does with a buffer: SHARED to read, EXCLUSIVE to write. */
record Use(int buffer, AccessMode mode) {}
