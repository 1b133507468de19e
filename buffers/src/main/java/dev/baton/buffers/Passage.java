package dev.baton.buffers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lets accesses through until it is shut, and tells when the last one that was inside has left. */
final class Passage {
    /*
     * Algorithm: one word, the number of accesses inside, with the top bit once shut.
     * Invariant: SHUT never goes away. Whoever's step makes the word SHUT with nobody inside tells.
     * Progress: enter, leave and shut are wait-free. Cost: one atomic step to enter, one to leave.
     *
     *   field | guard | read     | written by | by whom
     *   word  | none  | volatile | getAndAdd  | accesses; getAndBitwiseOr by those who shut
     */
    private static final int SHUT = 1 << 31;
    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(Passage.class, "word", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private int word;
    private final CompletableFuture<Void> empty = new CompletableFuture<>();

    /** Lets an access in; false once it is shut. */
    boolean enter() {
        // Decides:   that shutting waits for this access, if SHUT was not there before.
        // Needs:     nothing. Won: the old value lacks SHUT. Lost: it is shut; the count is undone.
        // Orders:    the access after what the one who opened this did.
        // Tested by: RevocationRaceTest.
        if ((int) WORD.getAndAdd(this, 1) >= 0) {
            return true;
        }
        leave();
        return false;
    }

    /** After an access that was let in. */
    void leave() {
        if ((int) WORD.getAndAdd(this, -1) == (SHUT | 1)) {
            empty.complete(null); // the last one inside; a refused one may do it again
        }
    }

    boolean isShut() {
        return (int) WORD.getVolatile(this) < 0;
    }

    /** Lets nobody in any more. */
    CompletionStage<Void> shut() {
        // Decides: that nobody enters any more. Lost: whoever is inside, the last tells when it
        // leaves.
        if (((int) WORD.getAndBitwiseOr(this, SHUT) & ~SHUT) == 0) {
            empty.complete(null);
        }
        return empty.minimalCompletionStage();
    }
}
