package dev.baton.trace.format;

import dev.baton.trace.text.FtraceEvent;
import dev.baton.trace.text.UnreadableTextException;
import dev.baton.trace.text.WestonEvent;
import dev.baton.trace.text.WestonReader;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Draws what a compositor logged: each output's repaints, when they were on the screen, and
 * everything else as a point; for formats of the kernel's events as marks.
 */
final class WestonTrace implements WestonReader.Sink {
    static final int OBJECTS_MAX = 100_000;

    private static final String GROUP = "weston";

    private final TraceSink sink;
    private final Map<Long, String> names = new HashMap<>();
    private final Map<Long, Output> outputs = new LinkedHashMap<>();

    WestonTrace(TraceSink sink) {
        this.sink = sink;
    }

    /** What an output is doing. */
    private static final class Output {
        private final int crtc;
        private long beginNanos = -1;
        private long postedNanos = -1;
        private long vblanks;

        Output(int crtc) {
            this.crtc = crtc;
        }
    }

    @Override
    public void object(long id, String type, String name) throws IOException {
        if (names.size() >= OBJECTS_MAX && !names.containsKey(id)) {
            throw new UnreadableTextException("more than " + OBJECTS_MAX + " objects");
        }
        names.put(id, name);
    }

    @Override
    public void event(WestonEvent event) throws IOException {
        String who = event.output() != 0 ? name(event.output()) : name(event.surface());
        Lane lane = new Lane(GROUP, who);
        sink.slice(lane, event.nanos(), event.nanos(), text(event));
        mark(event, who);
        if (event.output() != 0) {
            repaint(event, lane, output(event.output()));
        }
    }

    private String name(long id) {
        return (id + " " + names.getOrDefault(id, "")).strip(); // blanks at an end get lost in text
    }

    private String text(WestonEvent event) {
        boolean both = event.output() != 0 && event.surface() != 0;
        return event.name() + (both ? " " + name(event.surface()) : "");
    }

    private Output output(long id) throws IOException {
        if (outputs.size() >= OBJECTS_MAX && !outputs.containsKey(id)) {
            throw new UnreadableTextException("more than " + OBJECTS_MAX + " outputs");
        }
        return outputs.computeIfAbsent(id, unknown -> new Output(outputs.size()));
    }

    private void mark(WestonEvent event, String who) throws IOException {
        String payload = "weston: " + text(event) + " on " + who;
        sink.ftrace(new FtraceEvent(
                event.number(), GROUP, 1, 0, event.nanos(), PerfettoReader.MARK, payload));
    }

    private void repaint(WestonEvent event, Lane lane, Output output) throws IOException {
        switch (event.name()) {
            case WestonEvent.BEGIN -> output.beginNanos = event.nanos();
            case WestonEvent.POSTED -> {
                draw(lane, output.beginNanos, event.nanos(), "draws");
                output.postedNanos = event.nanos();
            }
            case WestonEvent.FINISHED -> {
                draw(lane, output.postedNanos, event.nanos(), "waits for the display");
                output.postedNanos = -1;
                vblank(event, output);
            }
            default -> {}
        }
    }

    private void draw(Lane lane, long fromNanos, long toNanos, String name) throws IOException {
        if (fromNanos >= 0 && toNanos >= fromNanos) {
            sink.slice(lane, fromNanos, toNanos, name);
        }
    }

    private void vblank(WestonEvent event, Output output) throws IOException {
        if (event.vblankNanos() < 0) {
            return;
        }
        String payload = "crtc=" + output.crtc + ", seq=" + output.vblanks++ + ", time="
                + event.vblankNanos() + ", high-prec=true";
        sink.ftrace(new FtraceEvent(
                event.number(), GROUP, 1, 0, event.nanos(), "drm_vblank_event", payload));
    }
}
