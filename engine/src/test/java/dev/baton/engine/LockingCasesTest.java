package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The kernel's self-tests of wound-wait mutexes; a set of buffers is what a context locks. */
@Timeout(300)
class LockingCasesTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int MIX_ROUNDS = 200;
    private static final int RING_ROUNDS = 300;

    private final Dispatcher dispatcher = new Dispatcher();
    private final GrantLog client = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");

    /** Plain: only grants and releases order what threads see of it. */
    private boolean inside;

    /** The ways to lock, in place of the flags spin, try and ctx. */
    private enum Manner {
        SUBMIT {
            @Override
            void lock(Dispatcher dispatcher, AccessSet set, Runnable inside) {
                dispatcher.submit(set, job -> {
                    inside.run();
                    job.release();
                });
            }
        },
        BLOCK {
            @Override
            void lock(Dispatcher dispatcher, AccessSet set, Runnable inside) throws Exception {
                try (Ownership ownership = dispatcher.acquire(set, LONG)) {
                    inside.run();
                }
            }
        },
        TRY {
            @Override
            void lock(Dispatcher dispatcher, AccessSet set, Runnable inside) throws Exception {
                while (true) {
                    try (Ownership ownership = dispatcher.acquire(set, Duration.ZERO)) {
                        inside.run();
                        return;
                    } catch (TimeoutException notFree) {
                        Thread.yield();
                    }
                }
            }
        };

        abstract void lock(Dispatcher dispatcher, AccessSet set, Runnable inside) throws Exception;
    }

    /** L:kernel/locking/test-ww_mutex.c test_mutex: manners of both lockers and modes, all mixed. */
    @ParameterizedTest
    @EnumSource
    @Tag("test_mutex")
    @Tag("S2")
    void testMutexSecondNeverEntersWhileTheFirstHolds(Manner second) throws Exception {
        AccessSet shared = AccessSet.shared(a);
        AccessSet exclusive = AccessSet.exclusive(a);
        for (Manner first : Manner.values()) {
            assertKeptOut(first, exclusive, second, exclusive);
            assertKeptOut(first, exclusive, second, shared);
            assertKeptOut(first, shared, second, exclusive);
        }
    }

    private void assertKeptOut(Manner first, AccessSet held, Manner second, AccessSet wanted)
            throws Exception {
        AtomicInteger early = new AtomicInteger();
        AtomicInteger entered = new AtomicInteger();
        Runnable enter = () -> {
            early.addAndGet(inside ? 1 : 0);
            entered.incrementAndGet();
        };
        try (Race race = new Race(2)) {
            for (int round = 0; round < MIX_ROUNDS; round++) {
                CountDownLatch holding = new CountDownLatch(1);
                race.run(
                        locking(first, held, () -> {
                            inside = true;
                            holding.countDown();
                            Thread.yield();
                            inside = false;
                        }),
                        () -> {
                            holding.await();
                            return locking(second, wanted, enter).call();
                        });
            }
        }
        assertThat(early.get()).as("%s %s, %s %s", first, held, second, wanted).isZero();
        assertThat(entered.get()).isEqualTo(MIX_ROUNDS);
    }

    /** The same, of two readers: each manner enters beside the first. */
    @ParameterizedTest
    @EnumSource
    @Tag("test_mutex")
    @Tag("S2")
    void testMutexReaderEntersBesideAReader(Manner manner) throws Exception {
        AtomicInteger entered = new AtomicInteger();
        Job first = dispatcher.submit(AccessSet.shared(a), client);

        manner.lock(dispatcher, AccessSet.shared(a), entered::incrementAndGet);

        assertThat(entered.get()).isEqualTo(1);
        assertThat(first.release()).isTrue();
    }

    /** L:kernel/locking/test-ww_mutex.c test_aa: the owner locks again, in its set and beside it. */
    @Test
    @Tag("test_aa")
    @Tag("S4")
    void testAaOwnerGetsItsBufferOnceAndNotAgain() throws Exception {
        AccessSet twice = AccessSet.exclusive(a, a);
        try (Ownership ownership = dispatcher.acquire(twice, Duration.ZERO)) {
            Job again = dispatcher.submit(twice, client);
            assertThatThrownBy(() -> dispatcher.acquire(twice, Duration.ZERO))
                    .isInstanceOf(TimeoutException.class);
            assertThat(ownership.job().isGranted()).isTrue();
            assertThat(client.jobs()).isEmpty();
            again.cancel();
        }
        assertThat(dispatcher.submit(twice, client).isGranted()).isTrue();
    }

    /** L:kernel/locking/test-ww_mutex.c test_abba: opposed sets, one after the other. */
    @Test
    @Tag("test_abba")
    @Tag("S1")
    void testAbbaOpposedSetsAreGrantedInTurn() {
        Job first = dispatcher.submit(AccessSet.exclusive(a, b), client);
        Job second = dispatcher.submit(AccessSet.exclusive(b, a), client);

        assertThat(second.isGranted()).isFalse();
        first.release();
        assertThat(second.isGranted()).isTrue();
    }

    /** L:kernel/locking/test-ww_mutex.c test_abba: opposed sets at once, in all mixes of manners. */
    @ParameterizedTest
    @EnumSource
    @Tag("test_abba")
    @Tag("S1")
    void testAbbaBothSetsAreGranted(Manner manner) throws Exception {
        AtomicInteger entered = new AtomicInteger();
        for (Manner other : Manner.values()) {
            try (Race race = new Race(2)) {
                for (int round = 0; round < Race.ROUNDS; round++) {
                    entered.set(0);
                    race.run(
                            locking(manner, AccessSet.exclusive(a, b), entered::incrementAndGet),
                            locking(other, AccessSet.exclusive(b, a), entered::incrementAndGet));
                    assertThat(entered.get()).isEqualTo(2);
                }
            }
        }
    }

    /** L:kernel/locking/test-ww_mutex.c test_abba, trylock: one of two tries at once owns both. */
    @Test
    @Tag("test_abba")
    @Tag("S1")
    void testAbbaOfTwoTriesExactlyOneOwnsBoth() throws Exception {
        Callable<List<Ownership>> one = () -> tried(AccessSet.exclusive(a, b));
        Callable<List<Ownership>> other = () -> tried(AccessSet.exclusive(b, a));
        try (Race race = new Race(2)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                List<Ownership> owned =
                        race.run(one, other).stream().flatMap(List::stream).toList();

                assertThat(owned).hasSize(1);
                owned.get(0).close();
            }
        }
    }

    private List<Ownership> tried(AccessSet set) throws InterruptedException {
        try {
            return List.of(dispatcher.acquire(set, Duration.ZERO));
        } catch (TimeoutException notFree) {
            return List.of();
        }
    }

    /** L:kernel/locking/test-ww_mutex.c test_cycle: job i wants i and i + 1, in each submit order. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9})
    @Tag("test_cycle")
    @Tag("S1")
    void testCycleRingIsGrantedInTheOrderOfItsSubmits(int size) {
        SyncQueue[] queues = Queues.of(size);
        AccessSet all = AccessSet.exclusive(queues);
        AccessSet[] links = IntStream.range(0, size)
                .mapToObj(index -> link(queues, index))
                .toArray(AccessSet[]::new);
        List<Integer> granted = new ArrayList<>();
        Client logging = job -> {
            granted.add((Integer) Objects.requireNonNull(job.attachment()));
            job.release();
        };
        for (int[] order : Orders.of(size)) {
            granted.clear();
            Job before = dispatcher.submit(all, job -> {});
            for (int index : order) {
                dispatcher.submit(links[index], logging, index, JobOptions.DEFAULT);
            }
            before.release();

            int[] told = granted.stream().mapToInt(Integer::intValue).toArray();
            assertThat(areOrderedAlike(order, told))
                    .as(() -> Arrays.toString(order) + " granted as " + granted)
                    .isTrue();
        }
    }

    /** Whether both orders are complete and agree on each two neighbours of the ring. */
    private static boolean areOrderedAlike(int[] submitted, int[] granted) {
        int size = submitted.length;
        if (granted.length != size) {
            return false;
        }
        int[] places = new int[size];
        for (int place = 0; place < size; place++) {
            places[submitted[place]] = place;
        }
        boolean[] told = new boolean[size];
        for (int job : granted) {
            for (int neighbour : new int[] {(job + 1) % size, (job + size - 1) % size}) {
                if (told[job] || told[neighbour] != places[neighbour] < places[job]) {
                    return false;
                }
            }
            told[job] = true;
        }
        return true;
    }

    /** L:kernel/locking/test-ww_mutex.c test_cycle: a ring of threads that block, all at once. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9})
    @Tag("test_cycle")
    @Tag("S1")
    @SuppressWarnings("unchecked") // an array of one kind of operation
    void testCycleRingOfThreadsResolves(int size) throws Exception {
        SyncQueue[] queues = Queues.of(size);
        AtomicInteger entered = new AtomicInteger();
        Callable<Object>[] ring = IntStream.range(0, size)
                .mapToObj(i -> locking(Manner.BLOCK, link(queues, i), entered::incrementAndGet))
                .toArray(Callable[]::new);
        try (Race race = new Race(size)) {
            for (int round = 1; round <= RING_ROUNDS; round++) {
                race.run(ring);
                assertThat(entered.get()).isEqualTo(round * size);
            }
        }
    }

    private Callable<Object> locking(Manner manner, AccessSet set, Runnable inside) {
        return () -> {
            manner.lock(dispatcher, set, inside);
            return set;
        };
    }

    private static AccessSet link(SyncQueue[] queues, int index) {
        return AccessSet.exclusive(queues[index], queues[(index + 1) % queues.length]);
    }
}
