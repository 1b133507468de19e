package dev.baton.explore.step;

import dev.baton.explore.Failure;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What applications do that lock one thing after the other, in an order of their own: each take
 * waits until nobody else has it, and keeps meanwhile what the job has.
 */
final class OneByOne implements Acquisition {
    private static final int NOBODY = -1;

    private final int objects;

    /** Who has it exclusively. */
    private final int[] owners;

    private final int[] readers;

    /** How often a job has an object: job by job. */
    private final int[] times;

    /** How many objects a job has. */
    private final int[] held;

    OneByOne(int jobs, int objects) {
        this.objects = objects;
        this.owners = new int[objects];
        Arrays.fill(owners, NOBODY);
        this.readers = new int[objects];
        this.times = new int[jobs * objects];
        this.held = new int[jobs];
    }

    @Override
    public void submit(int job, List<Step> set) {}

    @Override
    public boolean mayTake(int job, int object, boolean shared) {
        if (owners[object] != NOBODY) {
            return owners[object] == job;
        }
        return shared || readers[object] == (has(job, object) ? 1 : 0);
    }

    @Override
    public void take(int job, int object, boolean shared) {
        boolean had = times[job * objects + object]++ > 0;
        held[job] += had ? 0 : 1;
        if (!shared && owners[object] != job) {
            owners[object] = job;
            readers[object] -= had ? 1 : 0;
        } else if (shared && !had) {
            readers[object]++;
        }
    }

    @Override
    public boolean release(int job, int object) {
        int at = job * objects + object;
        if (times[at] == 0) {
            return false;
        }
        if (--times[at] == 0) {
            held[job]--;
            if (owners[object] == job) {
                owners[object] = NOBODY;
            } else {
                readers[object]--;
            }
        }
        return true;
    }

    @Override
    public void leave(int job) {
        for (int object = 0; object < objects && held[job] > 0; object++) {
            while (release(job, object)) {}
        }
    }

    @Override
    public boolean holds(int job) {
        return held[job] > 0;
    }

    @Override
    public boolean has(int job, int object) {
        return times[job * objects + object] > 0;
    }

    @Override
    public boolean isInTheWay(int other, int job, int object, boolean shared) {
        return other != job && has(other, object) && (!shared || owners[object] == other);
    }

    @Override
    public long state() {
        long hash = Arrays.hashCode(owners);
        for (int count : times) {
            hash = (hash ^ count) * Machine.HASH_FACTOR;
        }
        return hash;
    }

    @Override
    public Optional<Failure> judge(boolean atEnd) {
        return Optional.empty();
    }
}
