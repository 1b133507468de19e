package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Closed;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.EagerClient;
import dev.baton.engine.Job;
import dev.baton.engine.RefusedException;
import dev.baton.engine.SyncQueue;
import dev.baton.event.EventStream;
import dev.baton.law.Laws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A few jobs of different clients on a few queues, among which threads are stopped; and what the
 * threads that are not can still bring about. Only one thread runs at a time.
 */
final class Scene {
    private record Placed(Job job, Set<SyncQueue> queues) {}

    private final Laws laws = Laws.all();
    private final Listening listening = new Listening();
    final Dispatcher dispatcher;
    final SyncQueue a = new SyncQueue("a");
    final SyncQueue b = new SyncQueue("b");
    final SyncQueue c = new SyncQueue("c");
    final SyncQueue d = new SyncQueue("d");
    final SyncQueue e = new SyncQueue("e");
    final SyncQueue apart = new SyncQueue("apart");

    /** All jobs whose submit has returned, in the order of submission. */
    private final List<Placed> order = new ArrayList<>();

    private final List<Client> clients = new ArrayList<>();
    private final List<Job> told = new ArrayList<>();
    private final List<Job> closed = new ArrayList<>();

    /** Jobs of which every access has ended by itself, or is just about to. */
    private final Set<Job> emptied = new HashSet<>();

    final Client clientOfOwner = keeper();
    final Job owner;
    final Job first;
    final Job waiting;
    final Job reader;
    final Job eager;
    private final int initial;

    Scene(boolean observed) {
        dispatcher = observed
                ? new Dispatcher(listening.by(new EventStream(() -> 0, laws)))
                : new Dispatcher();
        owner = submit(clientOfOwner, AccessSet.exclusive(a, b));
        first = submit(keeper(), AccessSet.exclusive(d));
        waiting = submit(keeper(), mixed(Set.of(b), c));
        reader = submit(keeper(), AccessSet.shared(b, c));
        eager = submit(eagerClient(), AccessSet.exclusive(d, e));
        initial = order.size();
    }

    static AccessSet mixed(Set<SyncQueue> shared, SyncQueue... exclusive) {
        AccessSet.Builder set = AccessSet.builder();
        shared.forEach(queue -> set.add(queue, AccessMode.SHARED));
        Arrays.stream(exclusive).forEach(queue -> set.add(queue, AccessMode.EXCLUSIVE));
        return set.build();
    }

    private <T extends Client> T known(T client) {
        clients.add(client);
        return client;
    }

    /** A new client that keeps what it is granted. */
    Client keeper() {
        return known(told::add);
    }

    /** A new client that ends its jobs at once. */
    Client releaser() {
        return known(job -> {
            told.add(job);
            job.release();
        });
    }

    /** A new client that ends each access as soon as it owns it. */
    Client eagerClient() {
        return known(new EagerClient() {
            private int owned;

            @Override
            public void onAvailable(Job job, SyncQueue queue) {
                if (++owned == job.accesses().accesses().size()) {
                    emptied.add(job);
                }
                job.release(queue);
            }

            @Override
            public void granted(Job job) {
                told.add(job);
            }
        });
    }

    /** Submits, unless a thread has closed a queue of the set, or the client, before. */
    Job submit(Client client, AccessSet set) {
        Job job = dispatcher.submit(set, client);
        order.add(new Placed(
                job, set.accesses().stream().map(at -> at.queue()).collect(Collectors.toSet())));
        return job;
    }

    private void submitIfOpen(Client client, AccessSet set) {
        try {
            submit(client, set);
        } catch (RefusedException refused) {
            assertThat(refused.rule()).isEqualTo("S4");
        }
    }

    /** What a thread does that nobody stops: of everything something. */
    void work() {
        int before = order.size();
        Client client = releaser();
        submitIfOpen(client, AccessSet.exclusive(apart));
        submitIfOpen(client, AccessSet.exclusive(a, b, c));
        submitIfOpen(keeper(), mixed(Set.of(b, c), d));
        submitIfOpen(eagerClient(), mixed(Set.of(a), e));
        owner.release();
        first.release();
        submitIfOpen(keeper(), AccessSet.shared(a, b, c, d, e));
        for (Placed placed : order.subList(before, order.size())) {
            if (!placed.job.cancel() && placed.job.isGranted()) {
                placed.job.release();
            }
        }
    }

    /** Those that own release, until nobody owns any more. */
    private void releaseOwned() {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (Placed placed : List.copyOf(order)) {
                progress |= placed.job.isGranted() && placed.job.release();
            }
        }
    }

    /**
     * Every job ends once owners release, but those that a stopped thread was at and those behind.
     *
     * @param stopped what the threads were at that are stopped
     */
    void assertOthersEnd(List<Operation> stopped) {
        releaseOwned();
        Set<SyncQueue> behind = new HashSet<>();
        for (int i = 0; i < order.size(); i++) {
            Placed placed = order.get(i);
            if (i == initial) {
                stopped.forEach(operation -> behind.addAll(operation.newPlaces(this)));
            }
            boolean excused = stopped.stream().anyMatch(it -> it.isAt(this, placed.job))
                    || placed.queues.stream().anyMatch(behind::contains);
            if (excused) {
                behind.addAll(placed.queues);
            } else {
                assertThat(placed.job.outcome()).as("job %d of all", i).isNotNull();
            }
        }
    }

    /** Closing all clients ends every job, also those of the threads that are stopped. */
    void assertCloseEndsTheRest() {
        for (Client client : List.copyOf(clients)) {
            Closed ended = dispatcher.close(client, Duration.ZERO);
            closed.addAll(ended.cancelled());
            closed.addAll(ended.abandoned());
        }
        if (!listening.isUnderWay()) {
            assertEnded(emptied);
            assertNothingIsLeft();
        }
    }

    /** Now that no thread is stopped any more. */
    void assertEverythingHasEnded() {
        assertEnded(Set.of());
        assertNothingIsLeft();
    }

    private void assertEnded(Set<Job> butFor) {
        for (int i = 0; i < order.size(); i++) {
            Job job = order.get(i).job;
            if (!butFor.contains(job)) {
                assertThat(job.outcome()).as("end of job %d of all", i).isNotNull();
            }
        }
        assertThat(closed).as("jobs said to be ended").allMatch(job -> job.outcome() != null);
    }

    /** A new job of a new client is granted at once on each queue that is still open. */
    private void assertNothingIsLeft() {
        for (SyncQueue queue : List.of(a, b, c, d, e, apart)) {
            try {
                Job next = dispatcher.submit(AccessSet.exclusive(queue), known(job -> {}));
                assertThat(next.isGranted()).as("a new job on " + queue).isTrue();
                next.release();
            } catch (RefusedException refused) {
                assertThat(refused.rule()).isEqualTo("S4");
            }
        }
    }

    void assertLaws() {
        assertThat(told).as("grants told").doesNotHaveDuplicates();
        if (!listening.missedSome()) {
            assertThat(laws.violations()).isEmpty();
        }
    }
}
