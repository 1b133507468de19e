package dev.baton.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What an uncontended job costs at least if each of its buffers takes an atomic step to submit and
 * one to release: per buffer one CAS that makes the job the buffer's tail and one atomic OR on a
 * word of the buffer; and the allocation of the job. It orders nothing and tells nobody.
 */
final class Floor {
    private static final VarHandle TAIL;
    private static final VarHandle BITS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TAIL = lookup.findVarHandle(Word.class, "tail", Entry.class);
            BITS = lookup.findVarHandle(Word.class, "bits", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A buffer. */
    private static final class Word {
        Entry tail;
        int bits;
    }

    /**
     * A job: 56 bytes, header included, with compressed pointers. In the prototypes that is all that
     * an uncontended job needed, for any k; a job of Baton's first core has 64, and 24 to 28 more
     * for each buffer.
     */
    private static final class Entry {
        final Object dispatcher;
        final Object set;
        final Object client;
        Object attachment;
        Object entries;
        Object cause;
        long id;
        int state;
        int ended;

        Entry(Object dispatcher, Object set, Object client, int state) {
            this.dispatcher = dispatcher;
            this.set = set;
            this.client = client;
            this.state = state;
        }
    }

    private final Word[] words;

    Floor(int k) {
        words = new Word[k];
        for (int i = 0; i < k; i++) {
            words[i] = new Word();
        }
    }

    /** One job, from submit to release; false if somebody else was at work. */
    boolean run(Object client) {
        Entry job = new Entry(this, words, client, words.length);
        boolean placed = true;
        for (Word word : words) {
            placed &= TAIL.compareAndSet(word, (Entry) TAIL.getAcquire(word), job);
        }
        for (Word word : words) {
            int before = (int) BITS.getAndBitwiseOr(word, 1);
        }
        return placed;
    }
}
