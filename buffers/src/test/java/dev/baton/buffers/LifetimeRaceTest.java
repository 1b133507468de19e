package dev.baton.buffers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.References.Kind;
import dev.baton.buffers.References.Taken;
import dev.baton.buffers.heap.CountingHeap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** B2 among real threads: whatever the interleaving, counts are right and release comes once. */
@Tag("B2")
class LifetimeRaceTest {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;
    private static final int ROUNDS = 4_000;
    private static final int STEPS = 100_000;

    private final CountingHeap heap = new CountingHeap();
    private final Race race = new Race(2);
    private final AtomicInteger succeeded = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    @AfterEach
    void allStorageCameBackOnce() {
        race.close();
        assertThat(heap.freed).hasValue(heap.taken.get());
    }

    @Test
    void mapRacingWithCloseEitherFailsOrKeepsTheStorage() {
        for (int round = 0; round < ROUNDS; round++) {
            BufferHandle handle = heap.allocate("raced", PAGE);
            int freedBefore = heap.freed.get();
            race.run(
                    handle::close,
                    () -> attempt(() -> {
                        CpuMapping mapping = handle.map(Access.READ_WRITE);
                        mapping.putInt(0, 42);
                        assertThat(mapping.getInt(0)).isEqualTo(42);
                        assertThat(heap.freed).hasValue(freedBefore);
                        mapping.close();
                    }));
            assertThat(heap.freed).hasValue(freedBefore + 1);
        }
        assertBothHappened();
    }

    @Test
    void aRefusedMapOrDuplicateLeavesNoReferenceBehind() {
        for (int round = 0; round < ROUNDS; round++) {
            BufferHandle kept = heap.allocate("raced", PAGE);
            BufferHandle handle = kept.duplicate();
            race.run(
                    handle::close,
                    () -> attempt(() -> handle.map(Access.READ_ONLY).close()),
                    () -> attempt(() -> handle.duplicate().close()));
            assertThat(kept.buffer().describe()).contains(" handles 1 mappings 0 ");
            kept.close();
        }
        assertBothHappened();
    }

    @Test
    void racingClosesOfOneHandleDropOneReference() {
        BufferHandle kept = heap.allocate("raced", PAGE);
        BufferHandle[] handles = new BufferHandle[STEPS];
        Arrays.setAll(handles, step -> kept.duplicate());
        race.inLockstep(STEPS, step -> handles[step].close(), step -> handles[step].close());
        assertThat(kept.buffer().describe()).contains(" handles 1 mappings 0 ");
        kept.close();
    }

    @Test
    void racingClosesOfOneMappingDropOneReference() {
        BufferHandle kept = heap.allocate("raced", PAGE);
        CpuMapping[] mappings = new CpuMapping[STEPS];
        Arrays.setAll(mappings, step -> kept.map(Access.READ_ONLY));
        race.inLockstep(STEPS, step -> mappings[step].close(), step -> mappings[step].close());
        assertThat(kept.buffer().describe()).contains(" handles 1 mappings 0 ");
        kept.close();
    }

    @Test
    void storageIsReleasedOnceWhoeverClosesLast() {
        for (int round = 0; round < ROUNDS; round++) {
            BufferHandle first = heap.allocate("raced", PAGE);
            BufferHandle second = first.duplicate();
            CpuMapping mapping = first.map(Access.READ_ONLY);
            int freedBefore = heap.freed.get();
            race.run(first::close, second::close, mapping::close);
            assertThat(heap.freed).hasValue(freedBefore + 1);
        }
    }

    @Test
    void accessRacingWithTheUnmapIsRefusedOrWhole() {
        for (int round = 0; round < ROUNDS; round++) {
            BufferHandle handle = heap.allocate("raced", PAGE);
            CpuMapping mapping = handle.map(Access.READ_WRITE);
            CpuMapping witness = handle.map(Access.READ_ONLY);
            int before = refused.get();
            race.run(mapping::close, () -> attempt(() -> mapping.putLong(0, -1)));
            assertThat(witness.getLong(0)).isEqualTo(refused.get() > before ? 0 : -1);
            witness.close();
            handle.close();
        }
        assertBothHappened();
    }

    @Test
    void referencesTakenAndDroppedInLockstepAllCount() {
        References references = new References();
        race.inLockstep(
                STEPS,
                step -> assertThat(references.take(Kind.HANDLE)).isSameAs(Taken.YES),
                step -> assertThat(references.take(Kind.MAPPING)).isSameAs(Taken.YES));
        assertThat(References.count(references.word(), Kind.HANDLE)).isEqualTo(STEPS + 1);
        assertThat(References.count(references.word(), Kind.MAPPING)).isEqualTo(STEPS);
        race.inLockstep(
                STEPS,
                step -> assertThat(references.drop(Kind.HANDLE)).isFalse(),
                step -> assertThat(references.drop(Kind.MAPPING)).isFalse());
        assertThat(references.drop(Kind.HANDLE)).isTrue();
    }

    @Test
    void handlesMadeUsedAndClosedByManyThreadsLeaveNothing() {
        BufferHandle root = heap.allocate("churned", PAGE);
        Runnable[] clients = new Runnable[4];
        for (int client = 0; client < clients.length; client++) {
            BufferHandle own = root.duplicate();
            Random random = new Random(client);
            clients[client] = () -> churn(own, random);
        }
        root.close();
        assertThat(heap.freed).hasValue(0);
        race.run(clients);
        assertThat(heap.freed).hasValue(1);
    }

    private static void churn(BufferHandle own, Random random) {
        Deque<AutoCloseable> open = new ArrayDeque<>();
        for (int i = 0; i < 50_000; i++) {
            switch (random.nextInt(3)) {
                case 0 -> open.add(own.duplicate());
                case 1 -> open.add(own.map(Access.READ_WRITE));
                default -> close(open.poll());
            }
        }
        close(own);
        open.forEach(LifetimeRaceTest::close);
    }

    private void attempt(Runnable use) {
        try {
            use.run();
            succeeded.incrementAndGet();
        } catch (BufferException.Closed e) {
            refused.incrementAndGet();
        }
    }

    private void assertBothHappened() {
        assertThat(succeeded.get()).as("uses before the close").isPositive();
        assertThat(refused.get()).as("uses after the close").isPositive();
    }

    private static void close(AutoCloseable reference) {
        try {
            if (reference != null) {
                reference.close();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
