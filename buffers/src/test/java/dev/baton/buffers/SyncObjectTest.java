package dev.baton.buffers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.heap.SystemHeap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** B3: one slot, set once; sharing never synchronises. */
@Tag("B3")
class SyncObjectTest {
    private final BufferHandle handle = new SystemHeap().allocate("front", SharedBuffer.PAGE_SIZE);
    private final SharedBuffer buffer = handle.buffer();

    @Test
    void aFreshBufferHasNone() {
        assertThat(buffer.syncObject()).isNull();
    }

    @Test
    void theFirstOneStaysForEver() {
        SyncObject first = new Named("first");
        assertThat(buffer.syncObjectOr(() -> first)).isSameAs(first);
        assertThat(buffer.syncObjectOr(() -> new Named("second"))).isSameAs(first);
        assertThat(buffer.syncObject()).isSameAs(first);
    }

    @Test
    void noSecondOneIsMadeOnceThereIsOne() {
        buffer.syncObjectOr(() -> new Named("first"));
        buffer.syncObjectOr(() -> {
            throw new AssertionError("the slot is set, nothing must be made");
        });
        assertThat(buffer.describe()).endsWith("sync \"first\"");
    }

    @Test
    void everyHandleSeesTheSameOne() {
        SyncObject set = handle.duplicate().buffer().syncObjectOr(() -> new Named("first"));
        assertThat(handle.buffer().syncObject()).isSameAs(set);
    }

    @Test
    void aSupplierThatThrowsLeavesTheSlotEmpty() {
        IllegalStateException failure = new IllegalStateException("no queue");
        assertThatThrownBy(() -> buffer.syncObjectOr(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(buffer.syncObject()).isNull();
    }

    @Test
    void aSupplierMaySetTheSlotItself() {
        SyncObject inner = new Named("inner");
        SyncObject got = buffer.syncObjectOr(() -> {
            buffer.syncObjectOr(() -> inner);
            return new Named("outer");
        });
        assertThat(got).isSameAs(inner);
    }

    @Test
    void aSuppliedNullIsRefusedAndLeavesTheSlotEmpty() {
        assertThatThrownBy(() -> buffer.syncObjectOr(() -> null))
                .isInstanceOf(NullPointerException.class);
        assertThat(buffer.syncObject()).isNull();
    }

    @Test
    void aBufferThatIsOverTakesNoneButKeepsWhatItHas() {
        SharedBuffer other = overWith(null);
        assertThatThrownBy(() -> other.syncObjectOr(() -> new Named("late")))
                .isInstanceOf(BufferException.Closed.class)
                .hasMessage("B2: buffer \"other\": it is over; set its sync object before its last"
                        + " handle is closed");
        assertThat(other.syncObject()).isNull();
        SyncObject early = new Named("early");
        assertThat(overWith(early).syncObjectOr(() -> new Named("late"))).isSameAs(early);
    }

    @Test
    void aMappingAloneKeepsTheSlotOpen() {
        CpuMapping mapping = handle.map(Access.READ_ONLY);
        handle.close();
        assertThat(buffer.syncObjectOr(() -> new Named("first"))).isNotNull();
        mapping.close();
    }

    @Test
    void racingThreadsAllGetTheSameObject() {
        AtomicInteger made = new AtomicInteger();
        int rounds = 3_000;
        try (Race race = new Race(3)) {
            for (int round = 0; round < rounds; round++) {
                SharedBuffer raced =
                        new SystemHeap().allocate("r", SharedBuffer.PAGE_SIZE).buffer();
                Set<SyncObject> got = Collections.synchronizedSet(
                        Collections.newSetFromMap(new IdentityHashMap<>()));
                Runnable set = () -> got.add(raced.syncObjectOr(() -> {
                    Thread.yield();
                    return new Named("object " + made.incrementAndGet());
                }));
                race.run(set, set, set);
                got.add(raced.syncObject());
                assertThat(got).hasSize(1).doesNotContainNull();
            }
        }
        assertThat(made.get()).as("some rounds did race").isGreaterThan(rounds);
    }

    @Test
    void inLockstepTooTheSlotIsSetOnce() {
        int steps = 100_000;
        SyncSlot[] slots = new SyncSlot[steps];
        Arrays.setAll(slots, step -> new SyncSlot());
        SyncObject[] left = new SyncObject[steps];
        SyncObject[] right = new SyncObject[steps];
        SyncObject one = new Named("one");
        SyncObject two = new Named("two");
        try (Race race = new Race(4)) {
            race.inLockstep(
                    steps,
                    step -> left[step] = slots[step].setOnce(one),
                    step -> right[step] = slots[step].setOnce(two));
        }
        for (int step = 0; step < steps; step++) {
            assertThat(left[step]).isSameAs(right[step]).isSameAs(slots[step].get());
        }
    }

    private static SharedBuffer overWith(SyncObject object) {
        try (BufferHandle other = new SystemHeap().allocate("other", SharedBuffer.PAGE_SIZE)) {
            if (object != null) {
                other.buffer().syncObjectOr(() -> object);
            }
            return other.buffer();
        }
    }

    private record Named(String describe) implements SyncObject {}
}
