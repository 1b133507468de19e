package dev.baton.buffers.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuAccess;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.DmaMapping;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.Coherency;
import dev.baton.buffers.heap.ContiguousHeap;
import dev.baton.buffers.machine.Bus;
import dev.baton.buffers.machine.Machine;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Tags;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.function.Function;

/** IGT's prime_vgem, as far as it is about storage: what one side writes, the other reads. */
class PrimeVgemTest {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;
    private static final int WORDS = PAGE / Integer.BYTES;

    private static final List<Function<Machine, Coherency.Maker>> MAKERS = List.of(
            Machine::uncached,
            Machine::writeCombined,
            machine -> machine.cached(1),
            machine -> machine.cachedWithBrackets(1));

    /** A buffer that a CPU in brackets and a device alternate on, in one machine. */
    private static final class Pair {
        private final BufferHandle handle;
        private final CpuMapping cpu;
        private final DmaMapping gpu;
        private final Bus bus;

        Pair(Function<Machine, Coherency.Maker> maker, Device device) {
            Machine machine = new Machine(8); // of which a line may be evicted at any time
            ContiguousHeap heap = new ContiguousHeap("vgem", 0, PAGE, maker.apply(machine));
            heap.plugInto(machine.memory());
            handle = heap.allocate("scratch", PAGE);
            gpu = handle.attach(device).map(Direction.BIDIRECTIONAL);
            cpu = handle.mapBracketed(0, PAGE, Access.READ_WRITE);
            bus = machine.bus();
        }

        void cpuWrites(int word, int value) {
            try (CpuAccess bracket = CpuAccess.begin(Direction.TO_DEVICE, at(word))) {
                assertThat(bracket).isNotNull();
                cpu.putInt((long) word * Integer.BYTES, value);
            }
        }

        int cpuReads(int word) {
            try (CpuAccess bracket = CpuAccess.begin(Direction.FROM_DEVICE, at(word))) {
                assertThat(bracket).isNotNull();
                return cpu.getInt((long) word * Integer.BYTES);
            }
        }

        /** The GPU copies a word to another place. */
        void blit(int from, int to) {
            byte[] bytes = new byte[Integer.BYTES];
            gpu.beginDevice();
            bus.read(gpu, (long) from * Integer.BYTES, bytes);
            bus.write(gpu, (long) to * Integer.BYTES, bytes);
            gpu.endDevice();
        }

        private CpuAccess.Range at(int word) {
            return new CpuAccess.Range(handle, (long) word * Integer.BYTES, Integer.BYTES);
        }
    }

    private static List<Pair> pairs() {
        return MAKERS.stream()
                .flatMap(maker -> List.of(
                        new Pair(maker, Device.named("gpu")),
                        new Pair(maker, Device.named("gpu").withBrackets()),
                        new Pair(maker, Device.named("gpu").snooping()))
                        .stream())
                .toList();
    }

    @Test
    @Tags({@Tag("B4"), @Tag("B5"), @Tag("prime_vgem/coherency-gtt")})
    void coherencyGtt() {
        for (Pair pair : pairs()) {
            for (int word = 0; word < WORDS; word++) {
                pair.cpuWrites(word, word);
                pair.blit(word, WORDS - 1 - word); // in the end into the line just written
                assertThat(pair.cpuReads(WORDS - 1 - word)).isEqualTo(word);
            }
        }
    }

    @Test
    @Tags({@Tag("B4"), @Tag("B5"), @Tag("prime_vgem/coherency-blt")})
    void coherencyBlt() {
        for (Pair pair : pairs()) {
            pair.cpuWrites(0, 7);
            for (int word = 1; word < WORDS; word++) {
                pair.blit(word - 1, word);
                assertThat(pair.cpuReads(word)).isEqualTo(6 + word);
                pair.cpuWrites(word, 7 + word); // for the next to copy, and in its line
            }
        }
    }
}
