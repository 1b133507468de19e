package dev.baton.bench;

import dev.baton.bench.OneLock.Resource;
import dev.baton.bench.OneLock.ResourceSet;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** One random history of submits, releases and cancels, on {@link OneLock} and on Baton. */
final class TwoEngines {
    private static final int LIVE_MAX = 12;

    /** The same job on both. */
    private record Twin(int number, Job job, ResourceSet set) {}

    private final Random random;
    private final Dispatcher dispatcher = new Dispatcher();
    private final OneLock kds = new OneLock();
    private final SyncQueue[] queues;
    private final Resource[] resources;
    private final List<Twin> live = new ArrayList<>();
    private final Set<Integer> grantedByBaton = new HashSet<>();
    private final Set<Integer> grantedByOneLock = new HashSet<>();
    private int submitted;

    TwoEngines(Random random) {
        this.random = random;
        int count = 1 + random.nextInt(5);
        queues = new SyncQueue[count];
        resources = new Resource[count];
        for (int i = 0; i < count; i++) {
            queues[i] = new SyncQueue("queue " + i);
            resources[i] = new Resource();
        }
    }

    Set<Integer> grantedByBaton() {
        return grantedByBaton;
    }

    Set<Integer> grantedByOneLock() {
        return grantedByOneLock;
    }

    void step() {
        if (live.isEmpty() || live.size() < LIVE_MAX && random.nextBoolean()) {
            submit();
        } else {
            end(live.remove(random.nextInt(live.size())));
        }
    }

    private void submit() {
        int number = submitted++;
        AccessSet.Builder accesses = AccessSet.builder();
        List<Resource> wanted = new ArrayList<>();
        BitSet exclusive = new BitSet();
        for (int i = 0; i < queues.length; i++) {
            if (random.nextBoolean()) {
                boolean alone = random.nextInt(3) == 0;
                exclusive.set(wanted.size(), alone);
                wanted.add(resources[i]);
                accesses = alone ? accesses.exclusive(queues[i]) : accesses.shared(queues[i]);
            }
        }
        Job job = dispatcher.submit(accesses.build(), granted -> grantedByBaton.add(number));
        ResourceRequest request = new ResourceRequest(exclusive, wanted.toArray(Resource[]::new));
        ResourceSet set = kds.waitAll(request, granted -> grantedByOneLock.add(number));
        live.add(new Twin(number, job, set));
    }

    private void end(Twin twin) {
        boolean ended = grantedByBaton.contains(twin.number)
                ? twin.job.release() && kds.release(twin.set)
                : twin.job.cancel() && kds.cancel(twin.set);
        if (!ended) {
            throw new AssertionError("job " + twin.number + " had ended before");
        }
    }
}
