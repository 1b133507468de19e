package dev.baton.proptests.sharing;

/**
 * One step of a client. Numbers are taken modulo what there is, so that every sequence makes sense,
 * and one that is cut anywhere still does.
 *
 * @param kind what is done; nothing if there is nothing to do it with, or others own the buffer
 * @param buffer to which buffer
 * @param which by which of its handles, attachments or mappings; also a variant
 * @param at from which byte of what is touched on
 * @param length how many bytes
 */
record Step(Kind kind, int buffer, int which, int at, int length) {
    enum Kind {
        EXPORT,
        DUPLICATE,
        CLOSE,
        ATTACH,
        DETACH,
        DEVICE_MAP,
        DEVICE_UNMAP,
        DEVICE_REVOKE,
        DEVICE_BEGIN,
        DEVICE_WRITE,
        DEVICE_READ,
        DEVICE_END,
        CPU_MAP,
        CPU_UNMAP,
        CPU_WRITE,
        CPU_READ,
        /** The CPU reads what it does not own, as code or the hardware may ahead of time: no matter what. */
        CPU_STRAY,
        BRACKET_BEGIN,
        BRACKET_END,
        REFUSED
    }

    @Override
    public String toString() {
        return kind + "(" + buffer + ", " + which + ", " + at + ", " + length + ")";
    }
}
