package dev.baton.explore.step;

/**
 * How a variable compares with a number.
 *
 * @since 0.1
 */
public enum Relation {
    /** Is the same. */
    EQUAL("="),
    /** Is another. */
    NOT_EQUAL("!="),
    /** Is smaller. */
    LESS("<"),
    /** Is the same or greater. */
    AT_LEAST(">=");

    final String sign;

    Relation(String sign) {
        this.sign = sign;
    }

    boolean holds(int left, int right) {
        return switch (this) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case LESS -> left < right;
            case AT_LEAST -> left >= right;
        };
    }
}
