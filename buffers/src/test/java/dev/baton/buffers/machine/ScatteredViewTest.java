package dev.baton.buffers.machine;

import static dev.baton.buffers.machine.Board.PAGE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.Counters;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.DmaMapping;
import dev.baton.buffers.Segment;
import dev.baton.buffers.heap.Coherency;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Every kind of mapping agrees with a plain array, over pages that lie anywhere (B4). */
@Tag("B4")
class ScatteredViewTest {
    private static final int PAGES = 5;
    private static final int SIZE = PAGES * PAGE;
    private static final int STEPS = 4000;

    private final Device gpu = Device.named("gpu");

    static List<Function<Machine, Coherency.Maker>> makers() {
        return List.of(
                Machine::uncached,
                Machine::writeCombined,
                machine -> machine.cached(1),
                machine -> machine.cached(3),
                machine -> machine.cachedWithBrackets(2));
    }

    @ParameterizedTest
    @MethodSource("makers")
    void cpuAndDevicesInTurnAgreeWithAPlainArray(Function<Machine, Coherency.Maker> maker) {
        Board board = new Board(32, maker); // lines are evicted all the time
        BufferHandle handle = board.buffer("front", PAGES);
        DmaMapping plain = Board.map(handle, gpu, Direction.BIDIRECTIONAL);
        DmaMapping snooping = Board.map(handle, gpu.snooping(), Direction.BIDIRECTIONAL);
        CpuMapping whole = handle.mapBracketed(0, SIZE, Access.READ_WRITE);
        CpuMapping part = handle.map(PAGE, SIZE - PAGE - 7, Access.READ_WRITE);
        Random random = new Random(13);
        ByteBuffer model = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(4)) {
                case 0 -> cpuStep(random, whole, 0, model);
                case 1 -> cpuStep(random, part, PAGE, model);
                case 2 -> deviceStep(random, board, plain, model);
                default -> deviceStep(random, board, snooping, model);
            }
        }
    }

    private static void cpuStep(Random random, CpuMapping cpu, int base, ByteBuffer model) {
        int length = 8 + random.nextInt(PAGE + 100);
        int at = random.nextInt((int) cpu.length() - length);
        byte[] bytes = new byte[length];
        long value = random.nextLong();
        switch (random.nextInt(5)) {
            case 0 -> {
                random.nextBytes(bytes);
                cpu.put(at, bytes);
                model.put(base + at, bytes);
            }
            case 1 -> {
                cpu.fill(at, length, (byte) value);
                Arrays.fill(model.array(), base + at, base + at + length, (byte) value);
            }
            case 2 -> cpu.putLong(at, model.putLong(base + at, value).getLong(base + at));
            case 3 -> assertThat(cpu.getLong(at)).isEqualTo(model.getLong(base + at));
            default -> {
                cpu.get(at, bytes);
                agree(bytes, model, base + at);
            }
        }
    }

    private static void deviceStep(Random random, Board board, DmaMapping dma, ByteBuffer model) {
        int length = 1 + random.nextInt(PAGE + 100);
        int at = random.nextInt(SIZE - length);
        if (random.nextBoolean()) {
            int value = random.nextInt(128);
            board.deviceWrites(dma, at, length, value);
            Arrays.fill(model.array(), at, at + length, (byte) value);
        } else {
            agree(board.deviceReads(dma, at, length), model, at);
        }
    }

    private static void agree(byte[] read, ByteBuffer model, int at) {
        byte[] right = Arrays.copyOfRange(model.array(), at, at + read.length);
        assertThat(Arrays.mismatch(read, right)).as("first byte that is stale").isEqualTo(-1);
    }

    @Test
    void numbersCrossPagesThatAreNotNeighbours() {
        Board board = Board.cached();
        BufferHandle handle = board.buffer("front", 2);
        DmaMapping dma = Board.map(handle, gpu, Direction.TO_DEVICE);
        List<Segment> segments = dma.segments();
        assertThat(segments.get(0).last() + 1).isNotEqualTo(segments.get(1).address());
        CpuMapping cpu = handle.map(Access.READ_WRITE);
        cpu.putLong(PAGE - 3, 0x8877665544332211L);
        assertThat(cpu.getInt(PAGE - 1)).isEqualTo(0x66554433);
        assertThat(board.deviceReads(dma, PAGE - 1, 3)).containsExactly(0x33, 0x44, 0x55);
    }

    @Test
    void anAccessPastTheCacheIsCountedByTheWordOrTheBurst() {
        Board combining = new Board(Machine::writeCombined);
        CpuMapping cpu = combining.buffer("front", 1).map(Access.READ_WRITE);
        cpu.putInt(0, 1);
        cpu.putInt(4, 1);
        cpu.fill(8, 100, (byte) 1); // joins the first line, and begins the second
        cpu.getLong(4);
        assertThat(combining.machine.traffic()).isEqualTo(new Traffic(0, 0, 0, 2, 0, 2));
        Board plain = new Board(Machine::uncached);
        BufferHandle handle = plain.buffer("front", 1);
        handle.map(Access.READ_WRITE).fill(0, 64, (byte) 1);
        assertThat(plain.machine.traffic()).isEqualTo(new Traffic(0, 0, 0, 0, 8, 0));
        assertThat(Board.counters(handle)).isEqualTo(Counters.NONE);
    }

    @Test
    void theBusGoesByTheTranslationAndRefusesWhatIsOver() {
        Board board = Board.cached();
        BufferHandle handle = board.buffer("front", 2);
        DmaMapping dma = Board.map(handle, gpu, Direction.BIDIRECTIONAL);
        Bus translated = board.machine.bus((device, address) ->
                dma.segments().get((int) (address / PAGE)).address() + address % PAGE);
        translated.write(gpu, PAGE - 2, new byte[] {1, 2, 3, 4});
        assertThat(board.read(dma, PAGE - 1, 2)).containsExactly(2, 3);
        byte[] read = new byte[4];
        translated.read(gpu, PAGE - 2, read);
        assertThat(read).containsExactly(1, 2, 3, 4);
        assertThatThrownBy(() -> board.bus.write(dma, 2 * PAGE - 1, new byte[2]))
                .isInstanceOf(BufferException.OutOfRange.class);
        dma.close();
        assertThatThrownBy(() -> board.read(dma, 0, 1)).isInstanceOf(BufferException.Closed.class);
    }

    @Test
    @Tag("B7")
    void noUnsafeViewPassesPageTableAndCache() {
        for (Function<Machine, Coherency.Maker> maker : makers()) {
            CpuMapping cpu = new Board(maker).buffer("front", 1).map(Access.READ_WRITE);
            assertThatThrownBy(cpu::unsafeView).isInstanceOf(BufferException.Unbracketed.class);
        }
    }
}
