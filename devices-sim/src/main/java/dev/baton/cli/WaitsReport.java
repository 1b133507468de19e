package dev.baton.cli;

import dev.baton.engine.Snapshot;
import dev.baton.law.WaitForGraph;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Who waited for whom when jobs were left, told to people and left in files. */
final class WaitsReport {
    private static final String DRAWING = "waits.dot";
    private static final int SHOWN_MAX = 16;
    private static final int SUMMARISED_MAX = 1000;

    private WaitsReport() {}

    /** Leaves the drawing if something waits; one of an earlier run does not stay. */
    static void draw(OutputDirectory output, @Nullable Snapshot waits) throws IOException {
        if (waits == null) {
            Files.deleteIfExists(output.file(DRAWING));
        } else {
            Files.writeString(output.file(DRAWING), waits.toDot());
        }
    }

    static void print(PrintWriter out, @Nullable Snapshot waits) {
        if (waits == null) {
            return;
        }
        out.printf(
                Locale.ROOT,
                "%-8s %d jobs were left, see %s%n",
                "waiting",
                waits.jobs().size(),
                DRAWING);
        List<Snapshot.Link> first = first(waits);
        first.forEach(link -> out.println("  " + plain(link.toString())));
        if (waits.links().size() > first.size()) {
            out.printf(
                    Locale.ROOT, "  and %d more such waits%n", waits.links().size() - first.size());
        }
        if (!waits.cycle().isEmpty()) {
            out.println("  in a circle: " + plain(WaitForGraph.inWords(waits.cycle())));
        }
    }

    /** Those for whom nobody has to wait that waits in a queue itself: where the others end. */
    private static List<Snapshot.Link> first(Snapshot waits) {
        Set<Snapshot.Node> behind = waits.links().stream()
                .filter(link -> link.kind() == Snapshot.Kind.QUEUE)
                .map(Snapshot.Link::waiter)
                .collect(Collectors.toSet());
        return waits.links().stream()
                .filter(link -> !behind.contains(link.holder()))
                .limit(SHOWN_MAX)
                .toList();
    }

    /** Null if nothing waits. */
    static @Nullable Map<String, @Nullable Object> summary(@Nullable Snapshot waits) {
        if (waits == null) {
            return null;
        }
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        List<String> links = waits.links().stream()
                .limit(SUMMARISED_MAX)
                .map(Snapshot.Link::toString)
                .toList();
        summary.put("jobs", waits.jobs().size());
        summary.put("links", waits.links().size());
        summary.put("sentences", links);
        summary.put("circle", waits.cycle().isEmpty() ? null : WaitForGraph.inWords(waits.cycle()));
        return summary;
    }

    /** Names may hold terminal commands. */
    private static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    }
}
