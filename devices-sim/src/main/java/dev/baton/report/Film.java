package dev.baton.report;

import dev.baton.sim.run.Screenshot;
import dev.baton.sim.run.ShownFrame;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The first frames that each display of a run showed, small, and with what was wrong with them.
 *
 * <p>For any thread.
 */
public final class Film {
    /** Of each display. */
    static final int FRAMES_MAX = 120;

    static final int DISPLAYS_MAX = 4;

    /** Wider frames are kept smaller. */
    static final int WIDTH_MAX = 128;

    private final Map<String, List<Frame>> displays = new LinkedHashMap<>();

    /** What each display showed last: its picture comes next. */
    private final Map<String, ShownFrame> judged = new HashMap<>();

    /** Those of which enough frames are kept: asked about each frame of a run, however long. */
    private final Set<String> full = ConcurrentHashMap.newKeySet();

    /** No frames yet. */
    public Film() {}

    /**
     * One frame.
     *
     * @param shown when, and what was wrong
     * @param picture what it looked like; null if that is not known
     */
    record Frame(ShownFrame shown, @Nullable Picture picture) {}

    /**
     * Pixels, XRGB8888.
     *
     * @param width in a row
     * @param pixels row after row
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares pictures
    record Picture(int width, int[] pixels) {
        int height() {
            return pixels.length / width;
        }

        int at(int x, int y) {
            return pixels[y * width + x];
        }
    }

    boolean wants(String display) {
        return !full.contains(display) && hasRoom(display);
    }

    private synchronized boolean hasRoom(String display) {
        return displays.containsKey(display) || displays.size() < DISPLAYS_MAX;
    }

    void showed(ShownFrame frame) {
        if (!full.contains(frame.display())) {
            judge(frame);
        }
    }

    private synchronized void judge(ShownFrame frame) {
        judged.put(frame.display(), frame);
    }

    /** The picture of what was judged last. */
    synchronized void took(Screenshot shot) {
        ShownFrame frame = judged.get(shot.display());
        if (frame != null && frame.iteration() == shot.iteration() && wants(shot.display())) {
            List<Frame> kept = displays.computeIfAbsent(shot.display(), name -> new ArrayList<>());
            kept.add(new Frame(frame, small(shot)));
            if (kept.size() == FRAMES_MAX) {
                full.add(shot.display());
            }
        }
    }

    private static Picture small(Screenshot shot) {
        int step = (shot.width() + WIDTH_MAX - 1) / WIDTH_MAX;
        int width = Math.max(1, shot.width() / step);
        int height = Math.max(1, shot.height() / step);
        int[] pixels = new int[width * height];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = shot.pixels()[i / width * step * shot.width() + i % width * step];
        }
        return new Picture(width, pixels);
    }

    /** {@return the frames of each display, in the order of time} */
    synchronized Map<String, List<Frame>> displays() {
        return new LinkedHashMap<>(displays);
    }
}
