package dev.baton.sim.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.MapRequest;
import dev.baton.buffers.Storage;
import dev.baton.buffers.heap.Backing;
import dev.baton.buffers.heap.Coherency;
import dev.baton.buffers.heap.SystemHeap;
import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.sim.DmaPort;
import dev.baton.sim.pixels.Framebuffer.Plane;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class SurfaceTest {
    private static final int PAGE = 4096;

    @Test
    void rowsArePackedWhateverThePitch() {
        BufferHandle handle = new SystemHeap().allocate("grey", PAGE);
        Surface surface = Pictures.mapped(
                new Framebuffer(PixelFormat.GREY, 3, 3, List.of(new Plane(handle, 7, 10))));
        surface.write(0, new Rows(1, 3), new byte[] {1, 2, 3, 4, 5, 6});
        byte[] whole = new byte[40];
        handle.map(CpuMapping.Access.READ_ONLY).get(0, whole);
        byte[] expected = new byte[40];
        System.arraycopy(new byte[] {1, 2, 3}, 0, expected, 17, 3);
        System.arraycopy(new byte[] {4, 5, 6}, 0, expected, 27, 3);
        assertThat(whole).isEqualTo(expected);
        byte[] rows = new byte[9];
        surface.read(0, new Rows(0, 3), rows);
        assertThat(rows).containsExactly(0, 0, 0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void eachPlaneIsReachedInItsBuffer() {
        BufferHandle luma = new SystemHeap().allocate("luma", PAGE);
        BufferHandle chroma = new SystemHeap().allocate("chroma", PAGE);
        Surface surface = Pictures.mapped(Framebuffer.of(PixelFormat.NV12, 2, 2, luma, chroma));
        surface.write(0, new Rows(0, 2), new byte[] {1, 2, 3, 4});
        surface.write(1, new Rows(0, 1), new byte[] {5, 6});
        byte[] both = new byte[2];
        luma.map(CpuMapping.Access.READ_ONLY).get(2, both);
        assertThat(both).containsExactly(3, 4);
        chroma.map(CpuMapping.Access.READ_ONLY).get(0, both);
        assertThat(both).containsExactly(5, 6);
    }

    @Test
    void noRowsAreNoAccess() {
        Surface surface = Pictures.of(PixelFormat.XR24, 4, 4);
        surface.write(0, new Rows(2, 2), new byte[0]);
        surface.read(0, new Rows(2, 2), new byte[0]);
    }

    @Test
    void aDeviceReachesThePictureUntilItsJobIsTakenFromIt() {
        Framebuffer framebuffer = Pictures.of(PixelFormat.GREY, 4, 1).framebuffer();
        AccessSet.Builder set = AccessSet.builder();
        framebuffer.addTo(set, AccessMode.EXCLUSIVE);
        Job job = new Dispatcher().submit(set.build(), granted -> {});
        DmaPort port = new DmaPort(Device.named("gpu"));
        Surface surface = Surface.begin(port, job, framebuffer, Direction.BIDIRECTIONAL);
        surface.write(0, new Rows(0, 1), new byte[] {1, 2, 3, 4});
        surface.end();
        port.close();
        assertThatThrownBy(() -> surface.write(0, new Rows(0, 1), new byte[4]))
                .isInstanceOf(BufferException.Closed.class);
    }

    @Test
    void ofAPictureWithAnUnreachablePlaneNothingStaysWithTheDevice() {
        List<String> log = new ArrayList<>();
        Coherency noted = new Coherency() {
            @Override
            public Storage mmap(MapRequest request, Backing backing) {
                return backing.bytes();
            }

            @Override
            public void beginDevice(Attachment attachment, Direction direction) {
                log.add("begun");
            }

            @Override
            public void endDevice(Attachment attachment, Direction direction) {
                log.add("ended");
            }
        };
        BufferHandle luma = new SystemHeap("low", 0, backing -> noted).allocate("luma", PAGE);
        BufferHandle chroma = new SystemHeap("high", 1L << 40).allocate("chroma", PAGE);
        Framebuffer framebuffer = Framebuffer.of(PixelFormat.NV12, 2, 2, luma, chroma);
        Job job = new Dispatcher().submit(AccessSet.empty(), granted -> {});
        DmaPort port = new DmaPort(Device.named("gpu").withAddressBits(32));
        assertThatThrownBy(() -> Surface.begin(port, job, framebuffer, Direction.TO_DEVICE))
                .isInstanceOf(BufferException.Unreachable.class);
        assertThat(log).containsExactly("begun", "ended");
    }

    @Test
    void aMappingForEachBufferIsNeeded() {
        Framebuffer framebuffer = Pictures.of(PixelFormat.GREY, 4, 1).framebuffer();
        assertThatThrownBy(() -> Surface.of(framebuffer, List.of()))
                .hasMessage("0 mappings for 1 buffers of GREY");
    }

    @Test
    void bandsCoverAPictureOnce() {
        int next = 0;
        for (int band = 0; band < 7; band++) {
            Rows rows = Rows.band(36, band, 7);
            assertThat(rows.from()).isEqualTo(next);
            next = rows.to();
        }
        assertThat(next).isEqualTo(36);
        assertThatThrownBy(() -> new Rows(3, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
