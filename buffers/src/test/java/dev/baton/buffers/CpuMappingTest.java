package dev.baton.buffers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.heap.SystemHeap;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** B7: reading and writing through the accessors, and when they refuse. */
class CpuMappingTest {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;

    private static final List<Consumer<CpuMapping>> READS = List.of(
            m -> m.getByte(0),
            m -> m.getInt(0),
            m -> m.getLong(0),
            m -> m.get(0, new byte[8]),
            m -> m.get(0, new byte[8], 2, 4));
    private static final List<Consumer<CpuMapping>> WRITES = List.of(
            m -> m.putByte(0, (byte) 1),
            m -> m.putInt(0, 1),
            m -> m.putLong(0, 1),
            m -> m.put(0, new byte[] {1, 2, 3}),
            m -> m.put(0, new byte[] {1, 2, 3}, 1, 2),
            m -> m.fill(0, 8, (byte) 1));

    private final BufferHandle handle = new SystemHeap().allocate("front", 4 * PAGE);

    @Test
    void aFreshBufferReadsAsZeros() {
        byte[] bytes = new byte[4 * PAGE];
        bytes[7] = 1;
        handle.map(Access.READ_ONLY).get(0, bytes);
        assertThat(bytes).containsOnly(0);
    }

    @Test
    void numbersAreLittleEndianAtAnyOffset() {
        CpuMapping mapping = handle.map(Access.READ_WRITE);
        mapping.putLong(3, 0x8877665544332211L);
        byte[] bytes = new byte[10];
        mapping.get(2, bytes);
        assertThat(bytes).containsExactly(0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0);
        assertThat(mapping.getInt(4)).isEqualTo(0x55443322);
        assertThat(mapping.getByte(10)).isEqualTo((byte) 0x88);
        mapping.putInt(5, 0xddccbbaa);
        assertThat(mapping.getLong(3)).isEqualTo(0x8877ddccbbaa2211L);
        mapping.putByte(3, (byte) 0xee);
        assertThat(mapping.getLong(3)).isEqualTo(0x8877ddccbbaa22eeL);
    }

    @Test
    void randomAccessesAgreeWithAPlainArray() {
        Random random = new Random(7);
        CpuMapping mapping = handle.map(PAGE, 2 * PAGE, Access.READ_WRITE);
        ByteBuffer model = ByteBuffer.allocate(2 * PAGE).order(ByteOrder.LITTLE_ENDIAN);
        byte[] chunk = new byte[64];
        for (int i = 0; i < 100_000; i++) {
            int at = random.nextInt(2 * PAGE - 64);
            int from = random.nextInt(32);
            int length = 1 + random.nextInt(32);
            long value = random.nextLong();
            random.nextBytes(chunk);
            switch (i % 8) {
                case 0 -> mapping.putByte(at, model.put(at, (byte) value).get(at));
                case 1 -> mapping.putInt(at, model.putInt(at, (int) value).getInt(at));
                case 2 -> mapping.putLong(at, model.putLong(at, value).getLong(at));
                case 3 -> {
                    model.put(at, chunk, from, length);
                    mapping.put(at, chunk, from, length);
                }
                case 4 -> {
                    Arrays.fill(model.array(), at, at + length, (byte) value);
                    mapping.fill(at, length, (byte) value);
                }
                case 5 -> {
                    byte[] right = chunk.clone();
                    model.get(at, right, from, length);
                    mapping.get(at, chunk, from, length);
                    assertThat(chunk).isEqualTo(right);
                }
                case 6 -> assertThat(mapping.getInt(at)).isEqualTo(model.getInt(at));
                default -> assertThat(mapping.getLong(at)).isEqualTo(model.getLong(at));
            }
        }
        byte[] all = new byte[4 * PAGE];
        handle.map(Access.READ_ONLY).get(0, all);
        assertThat(Arrays.copyOfRange(all, PAGE, 3 * PAGE)).isEqualTo(model.array());
        assertThat(Arrays.copyOfRange(all, 0, PAGE)).containsOnly(0);
        assertThat(Arrays.copyOfRange(all, 3 * PAGE, 4 * PAGE)).containsOnly(0);
    }

    @Test
    void aWindowBeginsAtItsOffsetAndSharesTheBytes() {
        CpuMapping window = handle.map(2 * PAGE, 5, Access.READ_WRITE);
        CpuMapping whole = handle.duplicate().map(Access.READ_ONLY);
        window.putByte(4, (byte) 9);
        assertThat(whole.getByte(2 * PAGE + 4)).isEqualTo((byte) 9);
        assertThat(window.length()).isEqualTo(5);
        assertThat(whole.length()).isEqualTo(4 * PAGE);
    }

    @Test
    void aWindowIsNotRoundedUpToItsPage() {
        CpuMapping window = handle.map(0, 5, Access.READ_WRITE);
        assertThatThrownBy(() -> window.putByte(5, (byte) 1))
                .isInstanceOf(BufferException.OutOfRange.class)
                .hasMessageContaining("leave the mapping of 5 bytes");
    }

    @Test
    void aReadOnlyMappingReadsAndRefusesEveryWrite() {
        CpuMapping reader = handle.map(Access.READ_ONLY);
        READS.forEach(read -> read.accept(reader));
        for (Consumer<CpuMapping> write : WRITES) {
            assertThatThrownBy(() -> write.accept(reader))
                    .isInstanceOf(BufferException.ReadOnly.class)
                    .hasMessage("B7: buffer \"front\": this mapping is read-only; map it READ_WRITE"
                            + " to write");
        }
        byte[] bytes = new byte[4 * PAGE];
        reader.get(0, bytes);
        assertThat(bytes).containsOnly(0);
        assertThat(reader.access()).isSameAs(Access.READ_ONLY);
    }

    @Test
    void everyAccessAfterTheCloseIsRefused() {
        CpuMapping watcher = handle.map(Access.READ_ONLY);
        CpuMapping closed = handle.map(Access.READ_WRITE);
        WRITES.forEach(write -> write.accept(closed));
        long before = watcher.getLong(0);
        closed.close();
        for (List<Consumer<CpuMapping>> accesses : List.of(READS, WRITES)) {
            for (Consumer<CpuMapping> access : accesses) {
                assertThatThrownBy(() -> access.accept(closed))
                        .isInstanceOf(BufferException.Closed.class)
                        .hasMessage("B2: buffer \"front\": this mapping is closed; map the buffer"
                                + " again by a handle");
            }
        }
        assertThatThrownBy(() -> closed.getByte(-1)).isInstanceOf(BufferException.Closed.class);
        assertThat(watcher.getLong(0)).isEqualTo(before);
        assertThat(closed.length()).isEqualTo(4 * PAGE);
        assertThat(closed.access()).isSameAs(Access.READ_WRITE);
    }

    @Test
    void closingOneMappingLeavesTheOthers() {
        CpuMapping kept = handle.map(Access.READ_WRITE);
        CpuMapping closed = handle.map(Access.READ_WRITE);
        closed.close();
        closed.close();
        kept.putInt(0, 7);
        assertThat(kept.getInt(0)).isEqualTo(7);
        assertThat(handle.buffer().describe()).contains(" mappings 1 ");
    }

    @Test
    void aMappingNamesItselfAndItsBuffer() {
        assertThat(handle.map(Access.READ_ONLY))
                .hasToString("READ_ONLY mapping of buffer \"front\"");
    }

    @Test
    void aRefusalSaysItsRuleAndBuffer() {
        CpuMapping reader = handle.map(Access.READ_ONLY);
        assertThatThrownBy(() -> reader.putInt(0, 1))
                .isInstanceOfSatisfying(BufferException.class, e -> {
                    assertThat(e.rule()).isEqualTo("B7");
                    assertThat(e.buffer()).isEqualTo("front");
                });
    }
}
