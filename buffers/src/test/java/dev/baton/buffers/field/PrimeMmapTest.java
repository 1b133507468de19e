package dev.baton.buffers.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.Race;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.SystemHeap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Tags;
import org.junit.jupiter.api.Test;

/** IGT's prime_mmap: a buffer is mapped by its dma-buf handle. */
class PrimeMmapTest {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;
    private static final int SIZE = 4 * PAGE;

    private final SystemHeap heap = new SystemHeap();
    private final BufferHandle handle = heap.allocate("bo", SIZE);

    @Test
    @Tags({@Tag("B4"), @Tag("prime_mmap/test_correct")})
    void correct() {
        fill(handle, 5);
        assertThat(isFilled(handle, 5)).isTrue();
        assertThat(isFilled(handle.duplicate(), 5)).isTrue();
    }

    @Test
    @Tags({@Tag("B4"), @Tag("prime_mmap/test_correct_cpu_write")})
    void correctCpuWrite() {
        CpuMapping other = handle.map(Access.READ_ONLY);
        fill(handle, 6);
        assertThat(other.getByte(SIZE - 1)).isEqualTo((byte) 6);
    }

    @Test
    @Tags({@Tag("B2"), @Tag("prime_mmap/test_map_unmap")})
    void mapUnmap() {
        CpuMapping first = handle.map(Access.READ_WRITE);
        first.fill(0, SIZE, (byte) 7);
        first.close();
        assertThatThrownBy(() -> first.getByte(0)).isInstanceOf(BufferException.Closed.class);
        assertThat(isFilled(handle, 7)).isTrue();
    }

    @Test
    @Tags({@Tag("B2"), @Tag("prime_mmap/test_reprime")})
    void reprime() {
        fill(handle, 8);
        BufferHandle again = handle.duplicate();
        handle.close();
        BufferHandle third = again.duplicate();
        assertThat(isFilled(again, 8)).isTrue();
        again.close();
        assertThat(isFilled(third, 8)).isTrue();
    }

    @Test
    @Tags({@Tag("B4"), @Tag("prime_mmap/test_forked"), @Tag("prime_mmap/test_forked_cpu_write")})
    void forked() {
        BufferHandle childs = handle.duplicate();
        try (Race race = new Race(13)) {
            race.run(() -> fill(childs, 9));
            assertThat(isFilled(handle, 9)).isTrue();
            race.run(() -> assertThat(isFilled(childs, 9)).isTrue(), () -> isFilled(handle, 9));
        }
    }

    @Test
    @Tags({@Tag("B2"), @Tag("prime_mmap/test_refcounting")})
    void refcounting() {
        fill(handle, 10);
        CpuMapping mapping = handle.map(Access.READ_ONLY);
        handle.close();
        assertThat(mapping.getByte(SIZE - 1)).isEqualTo((byte) 10);
        assertThat(heap.report().open()).hasSize(1);
        mapping.close();
        assertThat(heap.report().isClean()).isTrue();
    }

    @Test
    @Tags({@Tag("B2"), @Tag("prime_mmap/test_dup")})
    void dup() {
        fill(handle, 11);
        BufferHandle dup = handle.duplicate();
        handle.close();
        assertThat(isFilled(dup, 11)).isTrue();
    }

    @Test
    @Tags({@Tag("B1"), @Tag("prime_mmap/test_errors")})
    void errors() {
        assertThatThrownBy(() -> handle.map(0, 2 * SIZE, Access.READ_ONLY))
                .isInstanceOf(BufferException.OutOfRange.class);
        assertThatThrownBy(() -> handle.map(PAGE, SIZE, Access.READ_ONLY))
                .isInstanceOf(BufferException.OutOfRange.class);
        assertThatThrownBy(() -> handle.map(-PAGE, SIZE, Access.READ_ONLY))
                .isInstanceOf(BufferException.Overflow.class);
        assertThatThrownBy(() -> handle.map(1, PAGE, Access.READ_ONLY))
                .isInstanceOf(BufferException.Misaligned.class);
        handle.close();
        assertThatThrownBy(() -> handle.map(Access.READ_ONLY))
                .isInstanceOf(BufferException.Closed.class);
        assertThatThrownBy(handle::duplicate).isInstanceOf(BufferException.Closed.class);
        assertThat(heap.report().isClean()).isTrue();
    }

    private static void fill(BufferHandle handle, int value) {
        try (CpuMapping mapping = handle.map(Access.READ_WRITE)) {
            mapping.fill(0, SIZE, (byte) value);
        }
    }

    private static boolean isFilled(BufferHandle handle, int value) {
        try (CpuMapping mapping = handle.map(Access.READ_ONLY)) {
            for (int offset = 0; offset < SIZE; offset += 512) {
                if (mapping.getByte(offset) != value) {
                    return false;
                }
            }
            return true;
        }
    }
}
