package dev.baton.trace.format;

import dev.baton.engine.AccessMode;
import dev.baton.law.WaitForGraph;
import dev.baton.trace.FenceId;
import dev.baton.trace.text.DamagedLineException;
import dev.baton.trace.text.FtraceEvent;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Draws who followed whom on which buffer and ring, as the one order graph: an arrow leads from a job
 * to the one that it comes after. Jobs are fences, and commits of planes, as the kernel's events
 * tell of them; where none does, what took time on a row follows what was there before it. What is beyond {@link #FOLLOWS_MAX}
 * arrows is counted in a comment.
 */
final class DotWriter implements TraceSink {
    /** More than that nobody can look at, and Graphviz cannot lay out. */
    static final int FOLLOWS_MAX = 2_000;

    /** Readers of a buffer that the next writer is drawn behind. */
    private static final int READERS_MAX = 64;

    private static final long NANOS_PER_MICRO = 1_000;

    private final OutputStream out;
    private final Order jobs = new Order();
    private final Order rows = new Order();
    private boolean anyJob;

    DotWriter(OutputStream out) {
        this.out = out;
    }

    /** Who has, or had last, one thing. */
    private static final class Place {
        private final List<String> readers = new ArrayList<>(1);
        private String writer = "";
    }

    /** A graph, as far as it is kept, and what was left out. */
    private static final class Order {
        private final WaitForGraph<String> graph = new WaitForGraph<>();
        private final Map<String, Place> places = new HashMap<>();
        private final Set<List<String>> told = new HashSet<>();
        private long cut;

        void use(String who, String what, AccessMode mode) {
            if (told.size() >= FOLLOWS_MAX || places.size() >= FOLLOWS_MAX) {
                cut++;
                return;
            }
            Place place = places.computeIfAbsent(what, name -> new Place());
            follow(who, what, place.writer);
            if (mode == AccessMode.EXCLUSIVE) {
                place.readers.forEach(reader -> follow(who, what, reader));
                place.readers.clear();
                place.writer = who;
            } else if (place.readers.size() < READERS_MAX && !place.readers.contains(who)) {
                place.readers.add(who);
            }
        }

        private void follow(String who, String what, String before) {
            boolean another = !before.isEmpty() && !before.equals(who);
            if (another && told.add(List.of(who, what, before))) {
                graph.add(who, "follows on " + what, before);
            }
        }
    }

    @Override
    public void ftrace(FtraceEvent event) {
        try {
            switch (event.name()) {
                case "resv_add_fence" -> attached(event);
                case "drm_sched_job_queue" -> onRing(event.pair(), event.word("ring"));
                case "amdgpu_cs_ioctl" -> onRing(event.fence(), event.amdgpuRing());
                case "drm_sched_job" -> onRing("job " + event.number("id"), event.word("ring"));
                case "dma_fence_init", "fence_init" ->
                    onRing(event.fence(), "timeline " + event.timeline());
                case "kms_prepare_fb" ->
                    onRing(
                            "commit at " + event.nanos() / NANOS_PER_MICRO + " us",
                            "plane " + event.word("plane"));
                default -> {}
            }
        } catch (DamagedLineException notToBeDrawn) {
            // the other formats hold it as it is
        }
    }

    private void attached(FtraceEvent event) throws DamagedLineException {
        long usage = event.number("usage");
        if (usage <= 2) { // 3, BOOKKEEP, follows nobody
            AccessMode mode = usage == 2 ? AccessMode.SHARED : AccessMode.EXCLUSIVE;
            anyJob = true;
            jobs.use("fence " + event.fence(), "buffer " + event.word("resv"), mode);
        }
    }

    private void onRing(FenceId fence, String ring) {
        onRing("fence " + fence, ring);
    }

    private void onRing(String job, String ring) {
        anyJob = true;
        jobs.use(job, ring, AccessMode.EXCLUSIVE);
    }

    @Override
    public void slice(Lane lane, long fromNanos, long toNanos, String name) {
        if (toNanos > fromNanos) {
            String what = name + " at " + fromNanos / NANOS_PER_MICRO + " us";
            rows.use(what, lane.name(), AccessMode.EXCLUSIVE);
        }
    }

    @Override
    public void handOver(Lane from, long fromNanos, Lane to, long toNanos, String name) {}

    @Override
    public void close() throws IOException {
        try (out) {
            Order order = anyJob ? jobs : rows;
            out.write(order.graph.toDot().getBytes(StandardCharsets.UTF_8));
            if (order.cut > 0) {
                String line = "// " + order.cut + " more uses are not drawn: " + FOLLOWS_MAX
                        + " arrows or places are enough\n";
                out.write(line.getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
