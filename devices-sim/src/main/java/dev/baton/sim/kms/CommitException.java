package dev.baton.sim.kms;

/**
 * The refusal of a flip or commit, of which nothing is done then: there is no job and no out-fence.
 * The kinds are the errors that DRM returns.
 *
 * @since 0.1
 */
public abstract sealed class CommitException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final int ENOENT = -2;
    private static final int EBUSY = -16;

    /** The number that Linux returns for what cannot be. */
    public static final int EINVAL = -22;

    /** The number that Linux returns. */
    private final int errno;

    private CommitException(int errno, String message) {
        super(message);
        this.errno = errno;
    }

    /** {@return the number that Linux returns, negative} */
    public int errno() {
        return errno;
    }

    /** Another commit is pending (EBUSY); wait until it has latched. */
    public static final class Busy extends CommitException {
        private static final long serialVersionUID = 1;

        Busy(String message) {
            super(EBUSY, message);
        }
    }

    /** The display is off, or the state is none that it can show (EINVAL). */
    public static final class Invalid extends CommitException {
        private static final long serialVersionUID = 1;

        Invalid(String message) {
            super(EINVAL, message);
        }
    }

    /** A framebuffer was closed (ENOENT). */
    public static final class NoFramebuffer extends CommitException {
        private static final long serialVersionUID = 1;

        NoFramebuffer(String message) {
            super(ENOENT, message);
        }
    }
}
