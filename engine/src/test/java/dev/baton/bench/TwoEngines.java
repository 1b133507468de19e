package dev.baton.bench;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Job;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** One random history of submits, releases and cancels, on Baton and on another. */
final class TwoEngines<S, J> implements AutoCloseable {
    static final int BUFFERS = 5;
    private static final int LIVE_MAX = 12;
    private static final int JOBS_MAX = 256;

    /** The same job on both. */
    private record Twin<J>(int number, Job job, J other) {}

    private final Random random;
    private final BatonJobs baton = new BatonJobs(BUFFERS);
    private final Contender<S, J> other;
    private final boolean cancels;
    private final Grants batonsGrants = Grants.kept(JOBS_MAX);
    private final Grants othersGrants = Grants.kept(JOBS_MAX);
    private final Set<Integer> grantedByBaton = new HashSet<>();
    private final Set<Integer> grantedByOther = new HashSet<>();
    private final Map<Object, Integer> numbers = new IdentityHashMap<>();
    private final List<Twin<J>> live = new ArrayList<>();
    private int submitted;

    TwoEngines(Random random, Contender<S, J> other, boolean cancels) {
        this.random = random;
        this.other = other;
        this.cancels = cancels;
    }

    /** The numbers of the jobs that Baton has granted. */
    Set<Integer> grantedByBaton() {
        return noted(batonsGrants, grantedByBaton);
    }

    /** And the other one. */
    Set<Integer> grantedByOther() {
        other.settle();
        return noted(othersGrants, grantedByOther);
    }

    void step() {
        if (live.isEmpty() || live.size() < LIVE_MAX && random.nextBoolean()) {
            submit();
        } else {
            end(live.get(random.nextInt(live.size())));
        }
    }

    private void submit() {
        int[] wanted = random.ints(0, BUFFERS)
                .distinct()
                .limit(random.nextInt(BUFFERS))
                .toArray();
        BitSet exclusive = new BitSet();
        for (int i = 0; i < wanted.length; i++) {
            exclusive.set(i, random.nextInt(3) == 0);
        }
        AccessSet set = baton.set(exclusive, wanted);
        Job job = baton.submit(set, batonsGrants);
        J others = other.submit(other.set(exclusive, wanted), othersGrants);
        numbers.put(job, submitted);
        numbers.put(others, submitted);
        live.add(new Twin<>(submitted++, job, others));
    }

    private void end(Twin<J> twin) {
        boolean ended;
        if (grantedByBaton().contains(twin.number)) {
            ended = twin.job.release() && other.release(twin.other);
        } else if (cancels) {
            ended = twin.job.cancel() && other.cancel(twin.other);
        } else {
            return;
        }
        live.remove(twin);
        if (!ended) {
            throw new AssertionError("job " + twin.number + " had ended before");
        }
    }

    private Set<Integer> noted(Grants grants, Set<Integer> granted) {
        Object job = grants.poll();
        while (job != null) {
            if (!granted.add(numbers.get(job))) {
                throw new AssertionError(job + " was granted twice");
            }
            job = grants.poll();
        }
        return granted;
    }

    @Override
    public void close() {
        other.close();
    }
}
