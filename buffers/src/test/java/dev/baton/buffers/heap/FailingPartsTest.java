package dev.baton.buffers.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.Device;
import dev.baton.buffers.MapRequest;
import dev.baton.buffers.Segment;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.Storage;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Whatever part of a machine fails, the others get back what they gave (B2). */
@Tag("B2")
class FailingPartsTest {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;
    private static final Device GPU = Device.named("gpu");

    /** What was told to the parts, in order. */
    private final List<String> told = new ArrayList<>();

    /** The one call that fails. */
    private String failing = "";

    private void tell(String what) {
        told.add(what);
        if (what.equals(failing)) {
            throw new IllegalStateException("broken");
        }
    }

    private final Coherency coherency = new Coherency() {
        @Override
        public Storage mmap(MapRequest request, Backing backing) {
            return backing.bytes();
        }

        @Override
        public void attach(Attachment attachment) {
            tell("coherency attach");
        }

        @Override
        public void detach(Attachment attachment) {
            tell("coherency detach");
        }

        @Override
        public void release() {
            tell("coherency release");
        }
    };

    private final Topology topology = new Topology() {
        @Override
        public Mapped map(Attachment attachment, List<Segment> physical) {
            return DIRECT.map(attachment, physical);
        }

        @Override
        public void attach(Attachment attachment) {
            tell("topology attach");
        }

        @Override
        public void detach(Attachment attachment) {
            tell("topology detach");
        }
    };

    private final PhysicalMap map = new PhysicalMap() {
        @Override
        public void plug(Segment where, Storage bytes, long offset) {
            tell("plug " + offset / PAGE);
        }

        @Override
        public void unplug(Segment where) {
            tell("unplug " + where.length() / PAGE);
        }
    };

    private Coherency made() {
        tell("coherency");
        return coherency;
    }

    private Heap heap(long... lengths) {
        Heap heap = new Heap(backing -> made()) {
            @Override
            public String name() {
                return "odd";
            }

            @Override
            protected Backing take(long size, Constraints wanted) {
                List<Segment> segments = new ArrayList<>();
                for (long length : lengths) {
                    segments.add(new Segment((segments.size() + 1) << 20, length));
                }
                return Backing.of(segments);
            }

            @Override
            protected void free(Backing backing) {
                told.add("free");
            }
        };
        heap.plugInto(map);
        return heap;
    }

    private BufferHandle allocate(Heap heap, int pages) {
        return new Allocator(topology, heap).from(heap, "front", (long) pages * PAGE);
    }

    @Test
    void storageThatCannotBePluggedInGoesBackWhole() {
        failing = "plug 1";
        assertThatThrownBy(() -> allocate(heap(PAGE, 2 * PAGE), 3)).hasMessage("broken");
        assertThat(told).containsExactly("plug 0", "plug 1", "unplug 1", "free");
    }

    @Test
    void storageWhoseCoherencyCannotBeMadeGoesBackWhole() {
        failing = "coherency";
        assertThatThrownBy(() -> allocate(heap(PAGE), 1)).hasMessage("broken");
        assertThat(told).containsExactly("plug 0", "coherency", "unplug 1", "free");
    }

    @Test
    void storageThatCannotBeUnpluggedGoesBackToItsHeap() {
        BufferHandle handle = allocate(heap(PAGE), 1);
        failing = "unplug 1";
        assertThatThrownBy(handle::close).hasMessage("broken");
        assertThat(told).endsWith("unplug 1", "free");
    }

    @Test
    void aDeviceThatTheCoherencyRefusesIsForgottenByTheTopology() {
        BufferHandle handle = allocate(heap(PAGE), 1);
        failing = "coherency attach";
        assertThatThrownBy(() -> handle.attach(GPU)).hasMessage("broken");
        assertThat(told).endsWith("topology attach", "coherency attach", "topology detach");
        assertThat(handle.buffer().devices()).isEmpty();
    }

    @Test
    void aTopologyThatFailsAtADetachHidesItFromNobody() {
        BufferHandle handle = allocate(heap(PAGE), 1);
        Attachment attachment = handle.attach(GPU);
        failing = "topology detach";
        assertThatThrownBy(attachment::close).hasMessage("broken");
        assertThat(told).endsWith("topology detach", "coherency detach");
        handle.close();
        assertThat(told).endsWith("free");
    }

    @Test
    @Tag("B8")
    void storageThatIsNoWholePagesIsRefusedAndGoesBack() {
        assertThatThrownBy(() -> allocate(heap(100, 2 * PAGE - 100), 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("heap odd gave");
        assertThat(told).containsExactly("free");
    }
}
