package dev.baton.explore;

/**
 * A token that cannot be used: it is damaged, or what it was made of runs otherwise today. Nothing
 * is run on the way to a wrong answer.
 *
 * @since 0.1
 */
public final class TokenException extends Exception {
    private static final long serialVersionUID = 1L;

    TokenException(String why) {
        super(why);
    }
}
