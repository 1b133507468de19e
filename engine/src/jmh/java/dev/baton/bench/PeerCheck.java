package dev.baton.bench;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** The self-check of the peers: nobody beside an exclusive access, submission order, no job lost. */
final class PeerCheck {
    private static final int EXCLUSIVE = -1;

    private final PeerLoad load;

    /** How many exclusive accesses of its buffer come before each access. */
    private final int[] before;

    private final AtomicIntegerArray inside;
    private final AtomicIntegerArray passed;
    private final AtomicInteger ran = new AtomicInteger();

    PeerCheck(PeerLoad load) {
        this.load = load;
        this.inside = new AtomicIntegerArray(load.buffers);
        this.passed = new AtomicIntegerArray(load.buffers);
        this.before = new int[load.check ? load.touched.length : 0];
        int[] count = new int[load.buffers];
        for (int i = 0; i < before.length; i++) {
            int buffer = PeerLoad.buffer(load.touched[i]);
            before[i] = count[buffer];
            count[buffer] += PeerLoad.isExclusive(load.touched[i]) ? 1 : 0;
        }
    }

    void run(int job) {
        int from = job * load.accesses;
        for (int i = from; i < from + load.accesses; i++) {
            enter(i, job);
        }
        for (int i = from; i < from + load.accesses; i++) {
            leave(load.touched[i]);
        }
        ran.incrementAndGet();
    }

    private void enter(int at, int job) {
        int buffer = PeerLoad.buffer(load.touched[at]);
        if (PeerLoad.isExclusive(load.touched[at])) {
            fail(!inside.compareAndSet(buffer, 0, EXCLUSIVE), "exclusive access not alone", job);
        } else {
            fail(inside.getAndIncrement(buffer) < 0, "shared beside an exclusive access", job);
        }
        boolean ordered = load.submitters == 1;
        fail(ordered && passed.get(buffer) != before[at], "out of submission order", job);
    }

    private void leave(int access) {
        int buffer = PeerLoad.buffer(access);
        if (PeerLoad.isExclusive(access)) {
            passed.getAndIncrement(buffer);
            inside.set(buffer, 0);
        } else {
            inside.getAndDecrement(buffer);
        }
    }

    void assertAllRan() {
        fail(ran.get() != load.jobs, "jobs lost", ran.get());
    }

    private static void fail(boolean failed, String what, int job) {
        if (failed) {
            System.err.printf("CHECK FAILED: %s at job %d%n", what, job);
            Runtime.getRuntime().halt(3);
        }
    }
}
