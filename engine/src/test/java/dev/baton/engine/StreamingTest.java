package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.DmaMapping;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.SystemHeap;
import dev.baton.buffers.machine.Bus;
import dev.baton.buffers.machine.Machine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/**
 * A mapping that stays while the buffer changes hands (B9): the device's client tells its mapping when
 * it comes to own the buffer and before it gives it back, and whoever owns it sees what was written.
 */
@Tag("B9")
class StreamingTest {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;

    private final Machine machine = new Machine(64);
    private final Bus bus = machine.bus();
    private final SystemHeap heap = new SystemHeap("board", SystemHeap.BASE, machine.cached(1));
    private final Observed observed = new Observed();
    private final BufferHandle handle = heap.allocate("frame", PAGE);
    private final SyncQueue queue = SyncQueue.of(handle.buffer());
    private final CpuMapping cpu = handle.map(CpuMapping.Access.READ_WRITE);

    @AfterEach
    void lawsHold() {
        observed.assertLawsHold();
        handle.close();
    }

    /** Doubles the first byte of every frame that it is granted. */
    private final class Gpu implements EagerClient {
        private final DmaMapping mapping =
                handle.attach(Device.named("gpu")).map(Direction.BIDIRECTIONAL);
        final List<Byte> read = new ArrayList<>();

        @Override
        public void onAvailable(Job job, SyncQueue available) {
            mapping.beginDevice();
        }

        @Override
        public void granted(Job job) {
            byte[] one = new byte[1];
            bus.read(mapping, 0, one);
            read.add(one[0]);
            bus.write(mapping, 0, new byte[] {(byte) (2 * one[0])});
            mapping.endDevice();
            job.release();
        }
    }

    @Test
    void ownersSeeWhatTheOneBeforeWroteThroughMappingsThatStay() {
        Gpu gpu = new Gpu();
        for (byte frame = 1; frame <= 5; frame++) {
            Job draws = observed.dispatcher.submit(AccessSet.exclusive(queue), job -> {});
            observed.dispatcher.submit(AccessSet.exclusive(queue), gpu);
            cpu.putByte(0, frame);
            draws.release();
            assertThat(cpu.getByte(0)).isEqualTo((byte) (2 * frame));
        }
        assertThat(gpu.read).containsExactly((byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5);
    }
}
