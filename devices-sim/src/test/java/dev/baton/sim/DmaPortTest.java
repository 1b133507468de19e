package dev.baton.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.Allocator;
import dev.baton.buffers.heap.SystemHeap;
import dev.baton.buffers.iommu.IommuDomain;
import dev.baton.buffers.iommu.IommuTopology;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;
import dev.baton.sim.DmaPort.Reach;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class DmaPortTest {
    private static final Device GPU = Device.named("gpu");

    private final Dispatcher dispatcher = new Dispatcher();
    private final Client late = job -> {};
    private final Client innocent = job -> {};
    private final DmaPort port = new DmaPort(GPU);
    private final BufferHandle buffer = new SystemHeap().allocate("b", SharedBuffer.PAGE_SIZE);

    private Job reads(Client client) {
        return dispatcher.submit(AccessSet.shared(SyncQueue.of(buffer.buffer())), client);
    }

    private void takeFromTheLateOne() {
        dispatcher.close(late, Duration.ZERO);
    }

    private int attachments() {
        return buffer.buffer().info().attachments().size();
    }

    @Test
    @Tag("S16")
    void whatIsTakenFromALateReaderIsNotTakenFromAnother() {
        Reach lost = port.begin(reads(late), buffer, Direction.TO_DEVICE);
        Reach kept = port.begin(reads(innocent), buffer, Direction.TO_DEVICE);
        takeFromTheLateOne();
        assertThatThrownBy(() -> lost.bytes().getLong(0))
                .isInstanceOf(BufferException.Closed.class);
        assertThat(kept.bytes().getLong(0)).isZero();
        kept.end();
        assertThat(port.begin(reads(innocent), buffer, Direction.TO_DEVICE)).isSameAs(kept);
        assertThat(attachments()).isEqualTo(1);
    }

    @Test
    @Tag("S16")
    void aLateOwnerOfItsOwnLosesTheMappingToo() {
        Reach ended = port.begin(reads(innocent), buffer, Direction.TO_DEVICE);
        ended.end();
        Reach lost = port.begin(reads(late), buffer, Direction.TO_DEVICE);
        takeFromTheLateOne();
        lost.end();
        assertThat(attachments()).isZero();
        assertThat(port.begin(reads(innocent), buffer, Direction.TO_DEVICE)).isNotSameAs(lost);
    }

    @Test
    void aWriterGetsAMappingOfItsOwnAndReadersEndWithTheirs() {
        Reach reader = port.begin(reads(innocent), buffer, Direction.TO_DEVICE);
        Reach writer = port.begin(reads(innocent), buffer, Direction.FROM_DEVICE);
        writer.bytes().putLong(0, 7);
        assertThat(reader.bytes().getLong(0)).isEqualTo(7);
        assertThat(attachments()).isEqualTo(2);
        reader.end();
        assertThat(attachments()).isEqualTo(1);
        port.close();
        assertThat(attachments()).isZero();
    }

    @Test
    @Tag("B9")
    void aBufferThatFindsNoAddressesIsNotLeftAttached() {
        IommuDomain domain = new IommuDomain("smmu", 0, SharedBuffer.PAGE_SIZE);
        SystemHeap heap = new SystemHeap();
        Allocator allocator = new Allocator(new IommuTopology(Map.of(GPU, domain)), heap);
        BufferHandle first = allocator.from(heap, "first", SharedBuffer.PAGE_SIZE);
        BufferHandle second = allocator.from(heap, "second", SharedBuffer.PAGE_SIZE);
        Job job = dispatcher.submit(AccessSet.empty(), innocent);
        port.begin(job, first, Direction.TO_DEVICE);
        assertThatThrownBy(() -> port.begin(job, second, Direction.TO_DEVICE))
                .isInstanceOf(BufferException.Exhausted.class);
        assertThat(second.buffer().info().attachments()).isEmpty();
    }
}
