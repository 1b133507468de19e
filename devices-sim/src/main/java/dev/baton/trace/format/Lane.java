package dev.baton.trace.format;

/**
 * A row of a trace.
 *
 * @param group what it belongs to, such as the queues
 * @param name its own
 */
public record Lane(String group, String name) {}
