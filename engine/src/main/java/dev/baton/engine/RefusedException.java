package dev.baton.engine;

import java.io.Serial;

/**
 * A request that the contract does not allow; it had no effect. The message names the rule, the job
 * and the buffer.
 *
 * @since 0.1
 */
public final class RefusedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The rule's number. */
    private final String rule;

    /**
     * A refusal.
     *
     * @param rule the rule of the contract that refuses, such as {@code S4}
     * @param message who is refused what, and why
     */
    public RefusedException(String rule, String message) {
        super(rule + ": " + message);
        this.rule = rule;
    }

    /**
     * The rule of the contract that refuses, such as {@code S4}.
     *
     * @return the rule's number
     */
    public String rule() {
        return rule;
    }
}
