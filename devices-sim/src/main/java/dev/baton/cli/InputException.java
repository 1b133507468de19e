package dev.baton.cli;

/** Input that cannot be used: the command ends with one line that says where and why. */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Input refused.
     *
     * @param where a file, a file and a line, or an option
     * @param why in a few words
     */
    public InputException(String where, String why) {
        super(where + ": " + why);
    }
}
