package dev.baton.sim.pixels;

import static dev.baton.sim.pixels.PixelFormat.AR24;
import static dev.baton.sim.pixels.PixelFormat.GREY;
import static dev.baton.sim.pixels.PixelFormat.NV12;
import static dev.baton.sim.pixels.PixelFormat.RG16;
import static dev.baton.sim.pixels.PixelFormat.XR24;
import static dev.baton.sim.pixels.PixelFormat.YU12;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.heap.SystemHeap;
import dev.baton.engine.Access;
import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.sim.pixels.Framebuffer.Plane;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class FramebufferTest {
    private static final int PAGE = 4096;

    private static BufferHandle buffer(String name, long bytes) {
        return new SystemHeap().allocate(name, bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "XR24, 64, 36, 9216", "AR24, 64, 36, 9216", "RG16, 64, 36, 4608", "GREY, 64, 36, 2304",
        "NV12, 64, 36, 3456", "NV21, 64, 36, 3456", "YU12, 64, 36, 3456", "NV12, 5, 3, 27",
        "YU12, 5, 3, 27"
    })
    void aPictureTakesSoManyBytes(PixelFormat format, int width, int height, int bytes) {
        int sum = 0;
        for (int plane = 0; plane < format.planes(); plane++) {
            sum += format.rowBytes(plane, width) * format.rows(plane, height);
        }
        assertThat(sum).isEqualTo(bytes);
        assertThat(Framebuffer.bytesFor(format, width, height))
                .isEqualTo((bytes + PAGE - 1) / PAGE * PAGE);
    }

    @Test
    void planesOfOneBufferLieBehindEachOtherAndHaveOneQueue() {
        Framebuffer framebuffer = Framebuffer.of(YU12, 64, 36, buffer("yuv", PAGE));
        assertThat(framebuffer.planes())
                .extracting(Plane::offset)
                .containsExactly(0L, 2304L, 2880L);
        assertThat(framebuffer.queues()).hasSize(1);
        assertThat(framebuffer).hasToString("yuv");
    }

    @Test
    void theSetIsTheUnionOverThePlanes() {
        BufferHandle chroma = buffer("chroma", PAGE);
        Framebuffer framebuffer = new Framebuffer(
                YU12,
                64,
                36,
                List.of(
                        new Plane(buffer("luma", PAGE), 0, 64),
                        new Plane(chroma, 0, 32),
                        new Plane(chroma.duplicate(), 1024, 32)));
        AccessSet.Builder set = AccessSet.builder();
        framebuffer.addTo(set, AccessMode.SHARED);
        assertThat(set.build().accesses())
                .extracting(Access::mode, access -> access.queue().name())
                .containsExactly(
                        tuple(AccessMode.SHARED, "luma"), tuple(AccessMode.SHARED, "chroma"));
        assertThat(framebuffer.handles()).hasSize(2);
        framebuffer.close();
        assertThatThrownBy(chroma::buffer).hasMessageContaining("closed");
    }

    @Test
    void aPlaneThatLeavesItsBufferIsRefused() {
        assertThatThrownBy(() -> Framebuffer.of(XR24, 64, 36, buffer("small", PAGE)))
                .isInstanceOf(FramebufferException.class)
                .hasMessage("no XR24 framebuffer of 64x36: plane 0 needs 9216 bytes from 0 on, and"
                        + " small has 4096; a smaller picture or a larger buffer would do");
        assertThatThrownBy(() -> new Framebuffer(
                        GREY, 64, 64, List.of(new Plane(buffer("grey", PAGE), 1, 64))))
                .hasMessageContaining("plane 0 needs 4096 bytes from 1 on");
        assertThatThrownBy(() -> new Framebuffer(
                        GREY, 1, 1, List.of(new Plane(buffer("grey", PAGE), -1, 1))))
                .isInstanceOf(FramebufferException.class);
    }

    @Test
    void aPitchLessThanARowIsRefused() {
        assertThatThrownBy(() -> new Framebuffer(
                        RG16, 64, 4, List.of(new Plane(buffer("rgb", PAGE), 0, 127))))
                .hasMessageEndingWith("a pitch of 127 bytes; 128 to 131072 would do");
        assertThatThrownBy(() -> new Framebuffer(
                        RG16, 64, 1, List.of(new Plane(buffer("rgb", PAGE), 0, 1 << 20))))
                .isInstanceOf(FramebufferException.class);
    }

    @Test
    void planesThatOverlapAreRefused() {
        BufferHandle handle = buffer("nv12", PAGE);
        assertThatThrownBy(() -> new Framebuffer(
                        NV12, 8, 8, List.of(new Plane(handle, 0, 8), new Plane(handle, 63, 8))))
                .hasMessageEndingWith("planes 0 and 1 overlap in nv12; give them other offsets");
        new Framebuffer(NV12, 8, 8, List.of(new Plane(handle, 0, 8), new Plane(handle, 64, 8)));
    }

    @Test
    void anotherNumberOfPlanesIsRefused() {
        assertThatThrownBy(() ->
                        new Framebuffer(NV12, 8, 8, List.of(new Plane(buffer("luma", PAGE), 0, 8))))
                .hasMessageEndingWith("1 planes; NV12 has 2");
        assertThatThrownBy(
                        () -> Framebuffer.of(AR24, 8, 8, buffer("one", PAGE), buffer("two", PAGE)))
                .hasMessageEndingWith("more buffers than planes; give 1 or 1");
        assertThatThrownBy(() -> Framebuffer.of(YU12, 8, 8, buffer("y", PAGE), buffer("u", PAGE)))
                .hasMessageEndingWith("2 planes; YU12 has 3");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "-1, 1", "16385, 1", "1, 2147483647"})
    void aSizeThatNoDisplayHasIsRefused(int width, int height) {
        assertThatThrownBy(() -> Framebuffer.of(GREY, width, height, buffer("any", PAGE)))
                .isInstanceOf(FramebufferException.class)
                .hasMessageContaining("1x1 to 16384x16384");
    }
}
