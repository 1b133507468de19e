package dev.baton.sim.kms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.engine.Job;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.PixelFormat;
import dev.baton.sim.pixels.Position;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ScanOutTest {
    private static final int RED = 0xFFFF0000;
    private static final int GREEN = 0xFF00FF00;
    private static final int BLUE = 0xFF0000FF;

    private final Screens screens = new Screens();
    private final List<String> rows = new ArrayList<>();

    /** Notes the refresh, the row, and which colour its first pixel has. */
    private FlipListener watch(String name) {
        return new FlipListener() {
            @Override
            public void latched(long sequence, long nanos) {}

            @Override
            public void scannedOut(ScanLines lines) {
                for (int row = lines.rows().from(); row < lines.rows().to(); row++) {
                    int at = (row - lines.rows().from()) * Screens.WIDTH * 4;
                    rows.add(name + lines.sequence() + ":" + row + colour(lines.bytes(), at));
                }
            }
        };
    }

    private static String colour(byte[] bytes, int at) {
        return (bytes[at + 2] < 0 ? "r" : "")
                + (bytes[at + 1] < 0 ? "g" : "")
                + (bytes[at] < 0 ? "b" : "");
    }

    private static Framebuffer filled(String name, int colour) {
        Framebuffer framebuffer = Screens.framebuffer(name);
        Screens.fill(framebuffer, colour);
        return framebuffer;
    }

    @Test
    void everyRowIsReadOnceInEveryRefresh() {
        Crtc crtc = screens.display(Screens.options("crtc"));
        crtc.submit(new PageFlip(filled("A", RED), AccessMode.SHARED, watch("A")));
        screens.runToVblank(3);
        assertThat(rows)
                .containsExactly(
                        "A1:0r", "A1:1r", "A1:2r", "A1:3r", "A2:0r", "A2:1r", "A2:2r", "A2:3r");
    }

    @Test
    void oneBandReadsAllRowsAtTheVblank() {
        Crtc crtc = screens.display(Screens.options("crtc").bands(1));
        crtc.submit(new PageFlip(filled("A", RED), AccessMode.SHARED, watch("A")));
        screens.loop.runUntil(Screens.PERIOD);
        assertThat(rows).containsExactly("A1:0r", "A1:1r", "A1:2r", "A1:3r");
    }

    @Test
    void theBeamSeesWhatIsThereAtThatInstant() {
        Framebuffer front = filled("A", RED);
        Crtc crtc = screens.display(Screens.options("crtc"));
        crtc.submit(new PageFlip(front, AccessMode.UNORDERED, watch("A")));
        screens.at(1_300, () -> Screens.fill(front, BLUE));
        screens.runToVblank(2);
        assertThat(rows).containsExactly("A1:0r", "A1:1r", "A1:2b", "A1:3b");
    }

    @Test
    void anImmediateFlipTearsTheRefreshItComesInto() {
        Crtc crtc = screens.display(Screens.options("crtc").presentation(Presentation.IMMEDIATE));
        crtc.submit(new PageFlip(filled("A", RED), AccessMode.SHARED, watch("A")));
        Framebuffer next = filled("B", BLUE);
        screens.at(1_300, () -> crtc.submit(new PageFlip(next, AccessMode.SHARED, watch("B"))));
        screens.runToVblank(2);
        assertThat(rows).containsExactly("A1:0r", "A1:1r", "B1:2b", "B1:3b");
    }

    @Test
    void planesAreComposedFromTheBottomUp() {
        Framebuffer over = Screens.framebuffer("overlay", PixelFormat.XR24, 4, 2);
        Screens.fill(over, GREEN);
        Framebuffer cursor = Screens.framebuffer("cursor", PixelFormat.AR24, 1, 4);
        Screens.fill(cursor, BLUE);
        Crtc crtc = screens.display(Screens.options("crtc"));
        crtc.commit(AtomicCommit.of(
                watch("A"),
                Plane.cursor(cursor, new Position(0, 2)),
                Plane.overlay(over, new Position(-1, 1)),
                Plane.primary(filled("A", RED))));
        screens.runToVblank(2);
        assertThat(rows).containsExactly("A1:0r", "A1:1g", "A1:2b", "A1:3b");
    }

    @Test
    void aDisplayThatReleasesEarlyShowsWhatComesAfter() {
        Framebuffer front = filled("A", RED);
        Crtc crtc = screens.display(Screens.options("crtc"));
        crtc.releaseEarly(true);
        crtc.submit(new PageFlip(front, AccessMode.SHARED, watch("A")));
        screens.at(1_300, () -> {
            Job drawing = screens.draw(front);
            assertThat(drawing.isGranted()).isTrue();
            Screens.fill(front, BLUE);
        });
        screens.runToVblank(2);
        assertThat(rows).containsExactly("A1:0r", "A1:1r", "A1:2b", "A1:3b");
    }

    @Test
    void ofAYuvPictureTheLumaIsTold() {
        Framebuffer luma = Screens.framebuffer("yuv", PixelFormat.NV12, 8, 4);
        Crtc crtc = screens.display(Screens.options("crtc").bands(1));
        List<Integer> sizes = new ArrayList<>();
        crtc.submit(new PageFlip(luma, AccessMode.SHARED, new FlipListener() {
            @Override
            public void latched(long sequence, long nanos) {}

            @Override
            public void scannedOut(ScanLines lines) {
                assertThat(lines.format()).isEqualTo(PixelFormat.NV12);
                sizes.add(lines.rows().count());
            }
        }));
        screens.runToVblank(2);
        assertThat(sizes).containsExactly(4);
    }
}
