package dev.baton.buffers;

/**
 * A refusal by the sharing core: it names the rule, the buffer and what to do instead. Where Linux
 * answers {@code EINVAL} for nearly everything, each kind is a class.
 *
 * <p>A refused call has changed nothing, but that storage, once chosen, stays chosen (B8). There is
 * one subclass per kind of refusal, so that a caller catches exactly what it can answer.
 *
 * @since 0.1
 */
public abstract sealed class BufferException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The number of the rule. */
    private final String rule;

    /** The name of the buffer. */
    private final String buffer;

    private BufferException(String rule, String buffer, String reason) {
        super(rule + ": buffer " + Quoted.of(buffer) + ": " + reason);
        this.rule = rule;
        this.buffer = buffer;
    }

    /**
     * The rule of the sharing core that was about to be broken.
     *
     * @return its number, such as {@code "B1"}
     */
    public final String rule() {
        return rule;
    }

    /**
     * The buffer the refused call was about.
     *
     * @return its name, not escaped
     */
    public final String buffer() {
        return buffer;
    }

    /**
     * Offset and length together exceed unsigned 64 bits (B1); Linux's {@code EOVERFLOW}.
     *
     * @since 0.1
     */
    public static final class Overflow extends BufferException {
        private static final long serialVersionUID = 1L;

        Overflow(String buffer, String reason) {
            super("B1", buffer, reason);
        }
    }

    /**
     * The range does not overflow but leaves what it is a range of (B1); Linux's {@code EINVAL}.
     *
     * @since 0.1
     */
    public static final class OutOfRange extends BufferException {
        private static final long serialVersionUID = 1L;

        OutOfRange(String buffer, String reason) {
            super("B1", buffer, reason);
        }
    }

    /**
     * The length is 0 (B1); Linux's {@code EINVAL}.
     *
     * @since 0.1
     */
    public static final class Empty extends BufferException {
        private static final long serialVersionUID = 1L;

        Empty(String buffer, String reason) {
            super("B1", buffer, reason);
        }
    }

    /**
     * A size or a mapping's offset is not a whole number of pages (B1); Linux's {@code
     * EINVAL}, where it does not round.
     *
     * @since 0.1
     */
    public static final class Misaligned extends BufferException {
        private static final long serialVersionUID = 1L;

        Misaligned(String buffer, String reason) {
            super("B1", buffer, reason);
        }
    }

    /**
     * The handle or mapping was closed, or the buffer is over (B2): Linux's {@code EBADF}. Or it
     * was revoked, and then the rule is B12: Linux's {@code SIGBUS}.
     *
     * @since 0.1
     */
    public static final class Closed extends BufferException {
        private static final long serialVersionUID = 1L;

        Closed(String buffer, String reason) {
            super("B2", buffer, reason);
        }

        private Closed(String rule, String buffer, String reason) {
            super(rule, buffer, reason);
        }

        /** What was taken away is not closed by whoever had it, and not to be mapped at once again. */
        static Closed revoked(String buffer, String what) {
            return new Closed(
                    "B12",
                    buffer,
                    what + " was revoked; ask whoever did that before you use the buffer again");
        }
    }

    /**
     * A write through a read-only mapping (B7); Linux's {@code SIGSEGV}.
     *
     * @since 0.1
     */
    public static final class ReadOnly extends BufferException {
        private static final long serialVersionUID = 1L;

        ReadOnly(String buffer, String reason) {
            super("B7", buffer, reason);
        }
    }

    /**
     * A bracket of CPU access was ended twice, or is missing where they are enforced (B5, B7).
     * Linux does not notice.
     *
     * @since 0.1
     */
    public static final class Unbalanced extends BufferException {
        private static final long serialVersionUID = 1L;

        Unbalanced(String buffer, String reason) {
            super("B5", buffer, reason);
        }
    }

    /**
     * A stray access where brackets are enforced (B7), or a view that would let one pass unseen.
     * Linux does not notice.
     *
     * @since 0.1
     */
    public static final class Unbracketed extends BufferException {
        private static final long serialVersionUID = 1L;

        Unbracketed(String buffer, String reason) {
            super("B7", buffer, reason);
        }
    }

    /**
     * A page would be mapped cached and uncached at once (B6); x86 Linux refuses or adapts such a
     * mapping, elsewhere it is left to the driver.
     *
     * @since 0.1
     */
    public static final class MixedCaching extends BufferException {
        private static final long serialVersionUID = 1L;

        /**
         * Makes a refusal; public because exporters refuse so.
         *
         * @param buffer the buffer's name
         * @param reason which page, and what to do, in one line
         */
        public MixedCaching(String buffer, String reason) {
            super("B6", buffer, reason);
        }
    }

    /**
     * A device cannot reach the storage that was chosen (B8); Linux's {@code EINVAL} of an attach.
     *
     * @since 0.1
     */
    public static final class Unreachable extends BufferException {
        private static final long serialVersionUID = 1L;

        /**
         * Makes a refusal; public because exporters refuse so.
         *
         * @param buffer the buffer's name
         * @param reason which device and which of its limits, and what to do, in one line
         */
        public Unreachable(String buffer, String reason) {
            super("B8", buffer, reason);
        }
    }

    /**
     * Memory of a user is not sealed as it must be to be shared (B8); udmabuf's {@code EINVAL}.
     *
     * @since 0.1
     */
    public static final class Unsealed extends BufferException {
        private static final long serialVersionUID = 1L;

        /**
         * Makes a refusal; public because exporters refuse so.
         *
         * @param buffer the buffer's name
         * @param reason which seal, and what to do, in one line
         */
        public Unsealed(String buffer, String reason) {
            super("B8", buffer, reason);
        }
    }

    /**
     * Something bounded is used up: storage of a heap (B8), references of a buffer (B2),
     * or addresses of a device (B9). Linux's {@code ENOMEM} and {@code EMFILE}.
     *
     * @since 0.1
     */
    public static final class Exhausted extends BufferException {
        private static final long serialVersionUID = 1L;

        /**
         * Makes a refusal; public because exporters refuse too.
         *
         * @param rule the rule's number, such as {@code "B8"}
         * @param buffer the buffer's name
         * @param reason what is used up and what to do, in one line
         */
        public Exhausted(String rule, String buffer, String reason) {
            super(rule, buffer, reason);
        }
    }
}
