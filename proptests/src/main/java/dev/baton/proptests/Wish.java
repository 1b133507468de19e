package dev.baton.proptests;

import dev.baton.engine.AccessMode;

/**
 * One access that a job wants, as data. A job may name a buffer twice.
 *
 * @param buffer the buffer's number, from 0
 * @param mode how it is used
 * @since 0.1
 */
public record Wish(int buffer, AccessMode mode) {}
