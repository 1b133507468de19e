package dev.baton.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.BitSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What an uncontended job costs at least if each of its buffers takes an atomic step to submit and
 * one to release: per buffer one CAS that makes the job the buffer's tail and one atomic OR on a
 * word of the buffer; and the allocation of the job. It orders nothing.
 */
final class Floor implements Contender<Floor.Word[], Floor.Entry> {
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
    static final class Word {
        Entry tail;
        int bits;
    }

    /**
     * A job: 56 bytes, header included, with compressed pointers. In the prototypes that is all that
     * an uncontended job needed, for any k.
     */
    static final class Entry {
        final Object dispatcher;
        final Word[] set;
        final Object client;
        Object attachment;
        Object entries;
        Object cause;
        long id;
        int state;
        int ended;

        Entry(Object dispatcher, Word[] set, Object client) {
            this.dispatcher = dispatcher;
            this.set = set;
            this.client = client;
            this.state = set.length;
        }
    }

    private final Word[] words;

    Floor(int buffers) {
        words = Stream.generate(Word::new).limit(buffers).toArray(Word[]::new);
    }

    @Override
    public Word[] set(BitSet exclusive, int... buffers) {
        return IntStream.of(buffers).mapToObj(i -> words[i]).toArray(Word[]::new);
    }

    @Override
    public Entry submit(Word[] set, Grants client) {
        Entry job = new Entry(this, set, client);
        for (Word word : set) {
            if (!TAIL.compareAndSet(word, (Entry) TAIL.getAcquire(word), job)) {
                throw new IllegalStateException("somebody else is at work");
            }
        }
        client.tell(job);
        return job;
    }

    @Override
    public boolean release(Entry job) {
        for (Word word : job.set) {
            int before = (int) BITS.getAndBitwiseOr(word, 1);
        }
        return true;
    }
}
