package dev.baton.proptests.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.Counters;
import dev.baton.buffers.CpuAccess;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.Device;
import dev.baton.buffers.DmaMapping;
import dev.baton.buffers.machine.Machine;
import dev.baton.buffers.machine.Traffic;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** A frame goes from the CPU to a device and back, in one way, and its operations are counted. */
final class OwnershipChange {
    /** Half a MiB, as the second level of a phone's cache: the largest frames do not fit. */
    static final int CACHE_LINES = 8192;

    private final Pattern pattern;
    private final Machine machine = new Machine(CACHE_LINES);
    private final BufferHandle handle;
    private final DmaMapping dma;
    private final CpuMapping cpu;
    private final CpuAccess.Range[] ranges;
    private long calls;
    private byte value;

    private OwnershipChange(Way way, Pattern pattern) {
        this.pattern = pattern;
        handle = new ArrayHeap(way.maker.apply(machine)).allocate("frame", Pattern.FRAME);
        dma = handle.attach(Device.named("gpu").withBrackets()).map(pattern.direction());
        Access access = pattern.writes() ? Access.READ_WRITE : Access.READ_ONLY;
        cpu = way.bracketed ? handle.mapBracketed(0, Pattern.FRAME, access) : handle.map(access);
        ranges = way == Way.BRACKETS ? pattern.ranges(handle) : whole();
    }

    private CpuAccess.Range[] whole() {
        return new CpuAccess.Range[] {CpuAccess.Range.whole(handle)};
    }

    /** What one change there and back takes, when it has been done before. */
    static Map<Operation, Long> counted(Way way, Pattern pattern) {
        OwnershipChange change = new OwnershipChange(way, pattern);
        change.round();
        Map<Operation, Long> before = change.counts();
        change.round();
        Map<Operation, Long> counts = change.counts();
        counts.replaceAll((operation, count) -> count - before.get(operation));
        counts.put(Operation.WORD, pattern.words());
        return counts;
    }

    /** The device has the frame first. */
    private void round() {
        value++;
        dma.beginDevice();
        if (pattern.reads()) {
            byte[] frame = new byte[Pattern.FRAME];
            Arrays.fill(frame, value);
            machine.bus().write(dma, 0, frame);
        }
        dma.endDevice();
        touchInBracket();
        dma.beginDevice();
        if (pattern.writes()) {
            byte[] last = new byte[pattern.runBytes()];
            machine.bus().read(dma, pattern.offset(pattern.runs() - 1), last);
            assertThat(last).as("what the device sees").containsOnly(value + 1);
        }
        dma.endDevice();
    }

    private void touchInBracket() {
        if (!handle.needsMaintenance()) {
            touch();
            return;
        }
        calls += 2;
        try (CpuAccess access = CpuAccess.begin(pattern.direction(), ranges)) {
            assertThat(access).isNotNull();
            touch();
        }
    }

    private void touch() {
        byte[] bytes = new byte[pattern.runBytes()];
        for (int run = 0; run < pattern.runs(); run++) {
            if (pattern.reads()) {
                cpu.get(pattern.offset(run), bytes);
                assertThat(bytes[0]).as("what the CPU sees").isEqualTo(value);
            }
            if (pattern.writes()) {
                cpu.fill(pattern.offset(run), bytes.length, (byte) (value + 1));
            }
        }
    }

    private Map<Operation, Long> counts() {
        Counters counters = handle.buffer().info().counters();
        Traffic traffic = machine.traffic();
        Map<Operation, Long> counts = new EnumMap<>(Operation.class);
        counts.put(Operation.WORD, 0L);
        counts.put(Operation.LINE_FILL, traffic.lineFills());
        counts.put(Operation.WRITE_BACK, traffic.writeBacks());
        counts.put(Operation.LINE_MAINTAINED, traffic.linesMaintained());
        counts.put(Operation.FAULT, counters.faults());
        counts.put(Operation.SHOOT_DOWN, counters.shootDowns());
        counts.put(Operation.CALL, calls);
        counts.put(Operation.UNCACHED_READ, traffic.uncachedReads());
        counts.put(Operation.COMBINED_WRITE, traffic.combinedWrites());
        return counts;
    }
}
