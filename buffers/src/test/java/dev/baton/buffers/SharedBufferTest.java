package dev.baton.buffers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.heap.CountingHeap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;

/** B1 for sizes, B3 for what a buffer carries, and its description. */
class SharedBufferTest {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;

    private final CountingHeap heap = new CountingHeap();

    @ParameterizedTest
    @ValueSource(longs = {PAGE, 2 * PAGE, 57 * PAGE})
    void wholePagesAreASize(long size) {
        try (BufferHandle handle = heap.allocate("front", size)) {
            assertThat(handle.buffer().size()).isEqualTo(size);
            assertThat(handle.buffer().name()).isEqualTo("front");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, Empty",
        "1, Misaligned",
        "4095, Misaligned",
        "4097, Misaligned",
        "9216, Misaligned",
        "1073741823, Misaligned",
        "1073741825, OutOfRange",
        "1073745920, OutOfRange",
        "2147483648, OutOfRange",
        "4294967296, OutOfRange",
        "4294971392, OutOfRange",
        "9223372036854771712, OutOfRange",
        "-9223372036854775808, OutOfRange",
        "-4096, OutOfRange",
        "-1, OutOfRange",
    })
    void anyOtherSizeIsRefusedBeforeAnyStorageIsTaken(long size, String refusal) {
        assertThatThrownBy(() -> heap.allocate("front", size))
                .isInstanceOf(BufferException.class)
                .hasMessageStartingWith("B1: buffer \"front\": ")
                .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo(refusal));
        assertThat(heap.taken).hasValue(0);
    }

    @Test
    void aMisalignedSizeIsToldHowToAlignIt() {
        assertThatThrownBy(() -> heap.allocate("front", 64 * 36 * 4))
                .hasMessage("B1: buffer \"front\": size 9216 is not a whole number of pages of 4096"
                        + " bytes; see SharedBuffer.pagesFor");
    }

    @Test
    void pagesForRoundsUpOverAllUnsignedNumbers() {
        BigInteger page = BigInteger.valueOf(PAGE);
        for (long bytes : Boundaries.VALUES) {
            BigInteger[] pages =
                    new BigInteger(Long.toUnsignedString(bytes)).divideAndRemainder(page);
            long right = pages[0].longValueExact() + pages[1].signum();
            assertThat(SharedBuffer.pagesFor(bytes)).as("%x", bytes).isEqualTo(right);
        }
    }

    @Test
    void describeNamesSizeExporterCountsAndSyncObjectInOneLine() {
        BufferHandle handle = heap.allocate("front", 3 * PAGE);
        SharedBuffer buffer = handle.buffer();
        assertThat(buffer.describe())
                .isEqualTo(
                        "buffer \"front\" size 12288 exporter \"counting\""
                                + " handles 1 mappings 0 attachments [] dma mappings 0 brackets 0 sync none");
        BufferHandle second = handle.duplicate();
        CpuMapping mapping = second.map(Access.READ_ONLY);
        second.close();
        CpuMapping another = handle.map(Access.READ_ONLY);
        buffer.syncObjectOr(() -> () -> "queue 7");
        assertThat(buffer.describe())
                .isEqualTo(
                        "buffer \"front\" size 12288 exporter \"counting\""
                                + " handles 1 mappings 2 attachments [] dma mappings 0 brackets 0 sync \"queue 7\"");
        mapping.close();
        another.close();
        handle.close();
        assertThat(buffer.describe()).contains(" handles 0 mappings 0 ");
    }

    @Test
    void textFromOutsideCannotBreakTheLine() {
        String name = "a\"b\\c\nd\u001b[31me\u202ef\ud800g\u2028h";
        try (BufferHandle handle = heap.allocate(name, PAGE)) {
            SharedBuffer buffer = handle.buffer();
            buffer.syncObjectOr(() -> () -> "x\r\ny");
            assertThat(buffer.name()).isEqualTo(name);
            assertThat(buffer)
                    .hasToString("buffer \"a\\u0022b\\u005cc\\u000ad\\u001b[31me\\u202ef\\ud800g"
                            + "\\u2028h\"");
            assertThat(buffer.describe()).endsWith(" sync \"x\\u000d\\u000ay\"").hasLineCount(1);
            assertThatThrownBy(() -> handle.map(0, 0, Access.READ_ONLY))
                    .message()
                    .hasLineCount(1)
                    .contains("\\u001b[31m");
        }
    }

    @Test
    void plainTextOfAnyScriptStandsAsItIs() {
        try (BufferHandle handle = heap.allocate("größe 画面 \ud83c\udfac", PAGE)) {
            assertThat(handle.buffer()).hasToString("buffer \"größe 画面 \ud83c\udfac\"");
        }
    }

    @Test
    void aNameMayBeEmptyOrLongButNotEndless() {
        heap.allocate("", PAGE).close();
        heap.allocate("n".repeat(SharedBuffer.NAME_LENGTH_MAX), PAGE).close();
        assertThatThrownBy(() -> heap.allocate("n".repeat(1_000_000), PAGE))
                .isInstanceOf(BufferException.OutOfRange.class)
                .hasMessageContaining("the name has 1000000 chars; use at most 255")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
        assertThat(heap.taken).hasValue(2);
    }
}
