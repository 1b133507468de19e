package dev.baton.proptests.sharing;

/** Bytes as they are written, and as they have to be. */
final class Bytes {
    /** What a failure begins with that is about a byte. */
    static final String WRONG = "wrong byte: ";

    private Bytes() {}

    /** Such that neighbours, lines and pages differ, as do two writes. */
    static byte[] written(int salt, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (salt * 41 + i * 7 + (i >> 6) * 3 + 1);
        }
        return bytes;
    }

    /** Fails at the first byte that is not as it has to be. */
    static void compare(String who, Held it, int offset, byte[] seen) {
        for (int i = 0; i < seen.length; i++) {
            byte right = it.right[offset + i];
            if (seen[i] != right) {
                throw new AssertionError(WRONG + who + " sees " + seen[i] + " at " + (offset + i)
                        + " of " + it.buffer + ", not " + right);
            }
        }
    }
}
