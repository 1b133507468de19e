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

import java.util.concurrent.atomic.AtomicReference;

/** IGT's prime_self_import: a file is a client, an object's handle is a handle of its own. */
class PrimeSelfImportTest {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;
    private static final int ROUNDS = 2_000;

    private final SystemHeap heap = new SystemHeap();

    @Test
    @Tags({@Tag("B9"), @Tag("prime_self_import/basic-with_one_bo")})
    void withOneBo() {
        BufferHandle file1 = heap.allocate("bo", PAGE);
        write(file1, 1);
        BufferHandle file2 = file1.duplicate();
        BufferHandle again = file2.duplicate();
        assertThat(again.buffer()).isSameAs(file1.buffer());
        file1.close();
        assertThat(read(file2)).isEqualTo(1);
        again.close();
        assertThat(read(file2)).isEqualTo(1);
        file2.close();
        assertThatThrownBy(() -> read(file2)).isInstanceOf(BufferException.Closed.class);
        assertThat(heap.report().isClean()).isTrue();
    }

    @Test
    @Tags({@Tag("B9"), @Tag("prime_self_import/basic-with_two_bos")})
    void withTwoBos() {
        BufferHandle one = heap.allocate("bo 1", PAGE);
        BufferHandle two = heap.allocate("bo 2", PAGE);
        BufferHandle importedOne = one.duplicate();
        BufferHandle importedTwo = two.duplicate();
        assertThat(importedOne.buffer()).isNotSameAs(importedTwo.buffer());
        one.close();
        write(importedOne, 1);
        write(importedTwo, 2);
        assertThat(read(importedOne)).isEqualTo(1);
        assertThat(read(two)).isEqualTo(2);
    }

    @Test
    @Tags({@Tag("B9"), @Tag("prime_self_import/basic-with_two_files")})
    void withTwoFiles() {
        BufferHandle file1 = heap.allocate("bo", PAGE);
        BufferHandle file2 = file1.duplicate();
        BufferHandle backInFile1 = file2.duplicate();
        assertThat(backInFile1.buffer()).isSameAs(file1.buffer());
        file1.close();
        backInFile1.close();
        write(file2, 3);
        assertThat(read(file2.duplicate())).isEqualTo(3);
    }

    @Test
    @Tags({@Tag("B2"), @Tag("prime_self_import/basic-with_fd_dup")})
    void withFdDup() {
        BufferHandle file = heap.allocate("bo", PAGE);
        BufferHandle dup = file.duplicate();
        file.close();
        BufferHandle imported = dup.duplicate();
        dup.close();
        write(imported, 4);
        assertThat(read(imported)).isEqualTo(4);
        assertThat(imported.buffer().info().handles()).isEqualTo(1);
    }

    @Test
    @Tags({@Tag("B1"), @Tag("prime_self_import/basic-llseek-size")})
    void llseekSize() {
        for (int pages = 1; pages <= 64; pages *= 2) {
            BufferHandle handle = heap.allocate("bo", pages * PAGE);
            assertThat(handle.duplicate().buffer().size()).isEqualTo(pages * PAGE);
        }
    }

    @Test
    @Tags({@Tag("B2"), @Tag("prime_self_import/export-vs-gem_close-race")})
    void exportVsGemCloseRace() {
        try (Race race = new Race(11)) {
            for (int round = 0; round < ROUNDS; round++) {
                BufferHandle handle = heap.allocate("bo", PAGE);
                race.run(handle::close, () -> exportIfOpen(handle));
            }
        }
        assertThat(heap.report().isClean()).as("nothing leaked").isTrue();
    }

    private static void exportIfOpen(BufferHandle handle) {
        try {
            handle.duplicate().close();
        } catch (BufferException.Closed e) {
            assertThat(e.rule()).isEqualTo("B2");
        }
    }

    @Test
    @Tags({@Tag("B2"), @Tag("prime_self_import/reimport-vs-gem_close-race")})
    void reimportVsGemCloseRace() {
        try (Race race = new Race(12)) {
            for (int round = 0; round < ROUNDS; round++) {
                BufferHandle exported = heap.allocate("bo", PAGE);
                AtomicReference<BufferHandle> handle = new AtomicReference<>(exported.duplicate());
                race.run(
                        () -> handle.get().close(),
                        () -> handle.getAndSet(exported.duplicate()).close());
                handle.get().close();
                assertThat(exported.buffer().info().handles()).isEqualTo(1);
                exported.close();
            }
        }
        assertThat(heap.report().isClean()).as("nothing leaked").isTrue();
    }

    private static void write(BufferHandle handle, int value) {
        try (CpuMapping mapping = handle.map(Access.READ_WRITE)) {
            mapping.putInt(0, value);
        }
    }

    private static int read(BufferHandle handle) {
        try (CpuMapping mapping = handle.map(Access.READ_ONLY)) {
            return mapping.getInt(0);
        }
    }
}
