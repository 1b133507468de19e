package dev.baton.buffers.machine;

import static dev.baton.buffers.machine.Board.LINE;
import static dev.baton.buffers.machine.Board.PAGE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.Segment;
import dev.baton.buffers.heap.Backing;
import dev.baton.buffers.heap.Coherency;
import dev.baton.buffers.heap.ScatteredHeap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

/** A cache with lines, dirty bits and a size, in front of memory by unsigned address (B10). */
@Tag("B10")
class CpuCacheTest {
    private static final long BASE = 0x7fff_ffff_ffff_e000L; // two pages below the signed end
    private static final int SIZE = 4 * PAGE;

    private final Machine machine = new Machine(4);
    private final Memory memory = machine.memory();
    private final CpuCache cache = machine.cache();

    CpuCacheTest() {
        memory.plug(new Segment(BASE, SIZE), ScatteredHeap.bytes(SIZE), 0);
    }

    private byte[] bytesAt(long address, int count) {
        byte[] bytes = new byte[count];
        memory.read(address, bytes, 0, count);
        return bytes;
    }

    private byte byteAt(long address) {
        return bytesAt(address, 1)[0];
    }

    private void put(long at, int value) {
        cache.put(BASE + at, new byte[] {(byte) value}, 0, 1);
    }

    private int get(long at) {
        byte[] one = new byte[1];
        cache.get(BASE + at, one, 0, 1);
        return one[0];
    }

    @Test
    void memoryKeepsWhatItHadUntilALineIsCleaned() {
        put(1, 7);
        assertThat(byteAt(BASE + 1)).isZero();
        assertThat(cache.clean(BASE + LINE - 1, 2)).isEqualTo(1);
        assertThat(byteAt(BASE + 1)).isEqualTo((byte) 7);
        assertThat(cache.lines()).isEqualTo(1);
        assertThat(cache.clean(BASE, LINE)).isZero();
    }

    @Test
    void theCacheHidesMemoryUntilALineIsInvalidated() {
        put(0, 1);
        memory.write(BASE, new byte[] {2}, 0, 1);
        assertThat(get(0)).isEqualTo(1);
        assertThat(cache.invalidate(BASE, 1)).isEqualTo(1);
        assertThat(get(0)).isEqualTo(2);
        put(3, 9);
        cache.clean(BASE, SIZE);
        assertThat(cache.invalidate(BASE, SIZE)).isEqualTo(1);
        assertThat(bytesAt(BASE, 4)).containsExactly(2, 0, 0, 9);
        assertThat(cache.lines()).isZero();
    }

    @Test
    void aFullCacheEvictsTheLineNotUsedForLongestAndWritesItBack() {
        for (int line = 0; line < 4; line++) {
            put(line * LINE, line + 1);
        }
        get(0); // used again
        put(4 * LINE, 5);
        assertThat(byteAt(BASE)).isZero();
        assertThat(byteAt(BASE + LINE)).isEqualTo((byte) 2);
        assertThat(byteAt(BASE + 2 * LINE)).isZero();
        assertThat(cache.lines()).isEqualTo(4);
        assertThat(machine.traffic()).isEqualTo(new Traffic(5, 1, 0, 0, 0, 0));
    }

    @Test
    void maintenanceOfARangeHitsItsWholeLinesAndNoOthers() {
        for (int line = 0; line < 4; line++) {
            put(line * LINE, 1);
        }
        assertThat(cache.clean(BASE + 2 * LINE - 1, 2)).isEqualTo(2);
        assertThat(byteAt(BASE)).isZero();
        assertThat(byteAt(BASE + LINE)).isEqualTo((byte) 1);
        assertThat(byteAt(BASE + 2 * LINE)).isEqualTo((byte) 1);
        assertThat(byteAt(BASE + 3 * LINE)).isZero();
        assertThat(cache.dirtyLines()).isEqualTo(2);
        assertThat(cache.invalidate(BASE + LINE, 2 * LINE)).isEqualTo(2);
        assertThat(cache.dirtyLines()).isEqualTo(2);
    }

    @Test
    void randomUseByTheCpuAloneAgreesWithAPlainArray() {
        byte[] model = new byte[SIZE];
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            int length = 1 + random.nextInt(3 * LINE);
            int at = random.nextInt(SIZE - length);
            byte[] bytes = new byte[length];
            if (random.nextBoolean()) {
                random.nextBytes(bytes);
                System.arraycopy(bytes, 0, model, at, length);
                cache.put(BASE + at, bytes, 0, length);
            } else {
                cache.get(BASE + at, bytes, 0, length);
                assertThat(bytes).isEqualTo(java.util.Arrays.copyOfRange(model, at, at + length));
            }
        }
        cache.clean(BASE, SIZE);
        byte[] all = new byte[SIZE];
        memory.read(BASE, all, 0, SIZE);
        assertThat(all).isEqualTo(model);
        assertThat(cache.lines()).isEqualTo(4);
    }

    @Test
    void addressesAreUnsigned() {
        long across = BASE + 2 * PAGE - 4; // the first bytes are positive, the last negative
        memory.write(across, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 0, 8);
        assertThat(byteAt(across)).isEqualTo((byte) 1);
        assertThat(bytesAt(across + 4, 4)).containsExactly(5, 6, 7, 8);
        memory.write(across + 2, new byte[4], 0, 4);
        assertThat(bytesAt(across, 8)).containsExactly(1, 2, 0, 0, 0, 0, 7, 8);
    }

    @Test
    void addressesWithoutMemoryAreABusError() {
        assertThatThrownBy(() -> byteAt(BASE - 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no memory at 0x7fffffffffffdfff");
        assertThatThrownBy(() -> bytesAt(BASE + SIZE - 7, 8))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new Machine(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void memoryIsPluggedInOnceForEachTimeAndNeverOverlaps() {
        Segment end = new Segment(BASE + SIZE, PAGE);
        var bytes = ScatteredHeap.bytes(PAGE);
        memory.plug(end, bytes, 0);
        memory.plug(end, bytes, 0);
        assertThatThrownBy(() -> memory.plug(end, ScatteredHeap.bytes(PAGE), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> memory.plug(new Segment(BASE - PAGE, 2 * PAGE), bytes, 0))
                .isInstanceOf(IllegalArgumentException.class);
        memory.unplug(end);
        assertThat(byteAt(BASE + SIZE)).isZero();
        memory.unplug(end);
        assertThat(memory.segments()).isEqualTo(1);
    }

    @Test
    @Tag("B2")
    void aBufferWhoseMemoryOverlapsAnothersIsRefusedAndLeavesNothing() {
        Segment clash = new Segment(BASE - PAGE, 2 * PAGE);
        Backing backing =
                new Backing(List.of(new Segment(0, PAGE), clash), ScatteredHeap.bytes(3 * PAGE));
        for (Coherency.Maker maker : List.of(machine.cached(1), machine.uncached())) {
            assertThatThrownBy(() -> maker.of(backing))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(memory.segments()).isEqualTo(1);
        }
    }
}
