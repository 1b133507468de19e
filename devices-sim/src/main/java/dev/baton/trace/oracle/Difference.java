package dev.baton.trace.oracle;

/**
 * Where Baton and the other system do not agree.
 *
 * @param file the text
 * @param kind the scenario's kind
 * @param scenario its number
 * @param line of what was recorded
 * @param expected what was recorded, or what the rules ask of it
 * @param got what Baton answered, or what was recorded against the rules
 */
public record Difference(
        String file, char kind, int scenario, long line, String expected, String got) {}
